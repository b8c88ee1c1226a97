// The frame of the map: it stands beside Streamlit's root, so that reruns and page changes never touch it.
const APP = "#app"; // says to the page that it stands in our app (layers/page/host.js)

function newFrame() {
  const frame = document.createElement("iframe");
  frame.className = "dgmap-frame";
  frame.allow = "fullscreen; clipboard-write";
  return document.body.appendChild(frame);
}

/** The frame that is there: on the first page the server has put it there already (ui/early). */
export const findFrame = () => document.querySelector("iframe.dgmap-frame") ?? newFrame();

/** Show a document in the frame; false where it is the one that is shown. */
export function showDocument(frame, src) {
  const shown = frame.dataset.shown ?? frame.getAttribute("src");
  if (shown === src + APP || shown === src) return false;
  frame.dataset.shown = src;
  // Not `src`: that would be a step of the browser's history, and Back would turn the frame alone.
  frame.contentWindow.location.replace(new URL(src + APP, location.origin));
  return true;
}

/** Tell the styles how high the app's head is, and where the frame lies over its place; returns the height. */
export function measureHead() {
  const head = document.querySelector(".st-key-head");
  if (!head) return null;
  document.getElementById("dgmap-early")?.remove(); // the app's own head stands in its place now
  const height = Math.ceil(head.getBoundingClientRect().height);
  const root = document.documentElement.style;
  root.setProperty("--app-head", `${height}px`);
  const place = document.querySelector(".st-key-mapframe")?.getBoundingClientRect();
  if (place) root.setProperty("--frame-top", `${Math.round(place.top + scrollY)}px`);
  return height;
}

/** Call back when the head has another height; the head itself may be drawn anew. */
export function watchHead(measure) {
  const sizes = new ResizeObserver(measure);
  let known = null;
  return () => {
    const head = document.querySelector(".st-key-head");
    if (head && head !== known) {
      known = head;
      sizes.disconnect();
      sizes.observe(head);
    }
    measure();
  };
}
