// What the page tells its parent, and the same as a DOM event for the page that stands alone.
const IS_FRAMED = window.parent !== window;

function tell(type, values) {
  const message = { source: "dgmap", type, ...values };
  if (IS_FRAMED) {
    const target = location.origin === "null" ? "*" : location.origin;
    window.parent.postMessage(message, target);
  }
  window.dispatchEvent(new CustomEvent("dgmap", { detail: message }));
}
