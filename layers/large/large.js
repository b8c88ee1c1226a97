// The large and simple mode: large type, few controls, a way back that is always in sight. It is kept in this browser
// until somebody goes back. It shares the page's state, `window.dgmap.modes`.
import { button, el } from "../page/dom.js";
import { appDocument, isEmbedded, isInApp } from "../page/host.js";
import { lang } from "../page/islands.js";

const WORDS = "[[words]]"; // by language; Python puts them in, and the styles
const STYLES = "[[styles]]";
const MODE = "large";
const KEPT = "dgmap-large"; // layers/page/modes.js reads it
const OFF = ".st-key-plain button"; // the app's own way back (ui/shell.py)

const { effect, view, show, tell, resize, currentQuery } = window.dgmap.modes;
const words = WORDS[lang];

/** Use what this browser keeps for us; where storage is switched off nothing is kept. */
function stored(act) {
  try {
    return isEmbedded ? null : act(window.localStorage);
  } catch {
    return null;
  }
}

const forget = () => stored((storage) => storage.removeItem(KEPT));

function leave() {
  forget();
  show({ show: null });
  tell("show"); // the app draws its own head and pages anew
}

/** Begin what was kept. It is no step of the history: Back would lead to the view that the visitor has left for good. */
function beginKept() {
  const next = { show: MODE };
  if (isInApp) {
    const { history, location } = window.parent;
    const camera = /[?&](m=[^&]*)/.exec(location.search);
    const query = [currentQuery({ ...view.peek(), ...next }), camera?.[1]].filter(Boolean).join("&");
    history.replaceState(history.state, "", `${location.pathname}?${query}`);
  }
  show(next);
  tell("show");
}

// On the towns' pages the map is a part of the page: the app's head is the way back, and nothing begins by itself.
const isMap = !isInApp || window.parent.location.pathname === "/";
const bar = el("div", { id: "simple-bar" }, el("span", {}, words.on), button({ class: "button" }, leave, words.off));
document.head.append(el("style", {}, STYLES));
document.getElementById("seek").before(bar);
effect(() => {
  const isOn = view.value.show === MODE;
  document.body.classList.toggle("simple", isOn);
  bar.hidden = !(isOn && isMap);
  if (isOn) stored((storage) => storage.setItem(KEPT, "yes"));
  resize();
});
if (isMap && !view.peek().show && stored((storage) => storage.getItem(KEPT))) beginKept();
appDocument()?.addEventListener("click", ({ target }) => target.closest?.(OFF) && forget(), true);
