// What the page tells its parent, and the same as a DOM event for the page that stands alone.
// In another site's frame (embed.js) it stands alone: nobody there answers.
const IS_EMBEDDED = new URLSearchParams(location.search).has("embed");
const IS_FRAMED = window.parent !== window && !IS_EMBEDDED;

// These say nothing about the view, and come while it may not be there yet.
const BARE = new Set(["drawn", "ready", "move", "height"]);

function tell(type, values) {
  const view = BARE.has(type) ? {} : { view: { turn: TURN, ...shownView() } };
  const message = { source: "dgmap", type, ...view, ...values };
  if (IS_FRAMED) {
    const target = location.origin === "null" ? "*" : location.origin;
    window.parent.postMessage(message, target);
  }
  window.dispatchEvent(new CustomEvent("dgmap", { detail: message }));
}
