// The page around this one. Our app says by a word in the address that it is there (`/map/<file>#app`); whoever else
// shows the page (a notebook, another site, a file) hears nothing and is asked nothing.
const parameters = new URLSearchParams(location.search);

/** Whether the page is shown in a frame of another site, as a part of it. */
export const isEmbedded = parameters.has("embed");

function isAppAround() {
  try {
    return window.parent !== window && Boolean(window.parent.document);
  } catch {
    return false; // a host of another origin has copied the word
  }
}

export const isInApp = location.hash === "#app" && !isEmbedded && isAppAround();

/** Whether somebody answers the button that shares a view. */
export const canShare = isInApp;

/** Tell the app what was done here; the values are plain JSON. */
export function postToApp(message) {
  if (isInApp) window.parent.postMessage({ source: "dgmap", ...message }, location.origin);
}

/** The document of the app, where the browser lets us see it. */
export function appDocument() {
  return isInApp ? window.parent.document : null;
}

/** Listen to the keys of this page and, in our app, of the page around it: a clicker's keys go to either. */
export function listenForKeys(listener) {
  window.addEventListener("keydown", listener, true);
  if (!isInApp) return;
  window.parent.addEventListener("keydown", listener, true);
  window.addEventListener("pagehide", () => window.parent.removeEventListener("keydown", listener, true));
}
