// The map first: it stands in the page, is brought to the link's view, and only then Streamlit's scripts are asked for.
import { linkOf, pushAddress, queryOfAddress } from "../mapframe/address.js";
import { theme } from "../mapframe/kept_theme.js";

const PATIENCE_MS = 5000;
const first = JSON.parse(document.getElementById("dgmap-first").textContent);
const frame = document.querySelector("iframe.dgmap-frame");

// What the bridge (mapframe.js) takes over with the frame: whether the map is ready, and what was done on it.
const early = { ready: false, told: null, shown: null, touched: false, camera: null };
window.dgmapEarly = early;
document.documentElement.dataset.theme = theme();

/** Put the tags of a wave into the page. */
function ask(wave) {
  for (const { tag, ...attributes } of first[wave]) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    // Our own styles come last: of two rules alike the later one holds.
    const place = "last" in node.dataset ? document.body : document.head;
    place.append(node);
  }
  first[wave] = [];
}

function start() {
  ask("ahead");
  ask("tags");
}

const ANSWERS = {
  drawn(_event, page) {
    const touch = () => {
      early.touched = true;
    };
    for (const act of ["pointerdown", "wheel", "keydown"])
      page.addEventListener(act, touch, { passive: true, capture: true });
    ask("ahead");
  },
  ready() {
    early.ready = true;
    start();
  },
  move({ m }) {
    if (early.touched) early.camera = m;
  },
  view({ query, turn }) {
    early.shown = { query, turn };
    pushAddress(linkOf(query, early.camera));
  },
  height() {},
};

addEventListener("message", ({ source, origin, data }) => {
  const isOurs = origin === location.origin && source === frame.contentWindow && data?.source === "dgmap";
  if (!isOurs || window.dgmapEarly !== early) return;
  const answer = ANSWERS[data.type];
  if (answer) answer(data, source);
  else early.told = data;
});
// Back and Forward before the bridge is here.
addEventListener("popstate", () => {
  if (window.dgmapEarly !== early) return;
  early.camera = null;
  early.shown = { query: queryOfAddress(), turn: early.shown?.turn ?? 0 };
  if (early.ready) frame.contentWindow.dgmap.follow(location.search.slice(1));
});
setTimeout(start, PATIENCE_MS);
