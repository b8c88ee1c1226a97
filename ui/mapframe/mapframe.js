// The bridge between Streamlit and the map's page: state in, events out. Streamlit calls `window.dgmapShow` each time
// the server's message changes. What the map shows and the address belong to the browser; the server hears of them
// with the next event that it alone can answer.
import { linkOf, pushAddress, queryOfAddress } from "./address.js";
import { findFrame, measureHead, showDocument, watchHead } from "./frame.js";
import { isSameQuery, keepSpelling, replaceAddress } from "./history.js";
import { install } from "./installed.js";
import { theme } from "./kept_theme.js";
import { markTabs, pageOfPress, watchTabs } from "./tabs.js";
import { showTheme, turnTheme } from "./theme.js";
import { announce } from "./toast.js";

const WORDS = "[[words]]"; // by language; Python puts them in (ui/mapframe/__init__.py)

let message = {}; // the server's last one, with what stands for a whole page
let standing = {};
let send = null;
let frame = null;
let isReady = false;
let isTouched = false; // the visitor has moved the map: only then the link says where it looks
let camera = null; // zoom/lat/lon as the link spells it
let shown = { query: "", turn: 0 }; // the link of what the map shows, and the number of its last act

const words = () => WORDS[message.lang];
const mapPage = () => (isReady ? frame?.contentWindow?.dgmap : null);
const hasMap = () => Boolean(message.state);

function tell(event) {
  // The number keeps two alike in a row apart.
  send?.("event", { query: shown.query, turn: shown.turn, ...event, at: Date.now() });
}

// --- the address ---

/** While a place is measured from, the map looks at that place, so where it looks must stay out of the link. */
function cameraOfLink() {
  const { state } = message;
  if (!state || state.near || shown.query.includes("tour=")) return null;
  return camera ?? state.view?.camera?.join("/") ?? null;
}

const currentLink = (query = shown.query) => linkOf(query, cameraOfLink());

function withProject(id) {
  const pairs = new URLSearchParams(shown.query);
  if (!id || pairs.get("p") === id) return shown.query;
  pairs.set("p", id);
  return String(pairs).replaceAll("%2C", ",");
}

async function copy({ withPlace, project }) {
  const query = (withPlace && message.place_query) || withProject(project);
  try {
    await navigator.clipboard.writeText(location.origin + currentLink(query));
    announce(words().copied);
  } catch {
    announce(words().copy_failed);
  }
}

/** The map shows something else: a step of the history, and nothing for the server. */
function takeView({ query, turn }) {
  shown = { query, turn };
  pushAddress(currentLink());
  markTabs(query);
}

// --- the map's page ---

function isSameCamera(one, [zoom, lat, lon]) {
  const numbers = (one ?? "").split("/").map(Number);
  return numbers.length === 3 && [zoom, lat, lon].every((value, index) => Math.abs(numbers[index] - value) < 0.006);
}

/** The server's state as the page takes it. One of the address's own view is no old news, whatever its number. */
function stateForPage() {
  const { turn, ...state } = { ...message.state, query: message.query };
  const isOfAddress = isSameQuery(state.query, location.search);
  const view = state.view ?? {};
  // A camera that we wrote into the address ourselves must not pull the map back.
  const isOurs = view.camera && isSameCamera(camera, view.camera);
  if (view.camera && !isOurs) camera = view.camera.join("/");
  const seen = { ...state, view: { ...view, camera: isOurs ? null : view.camera }, theme: theme() };
  return isOfAddress ? seen : { ...seen, turn };
}

function apply() {
  if (hasMap() && mapPage()) mapPage().apply(stateForPage());
}

function placeHead() {
  const height = measureHead();
  if (height !== null) mapPage()?.head(height);
}

function becomeReady() {
  isReady = true;
  for (const act of ["pointerdown", "wheel", "keydown"]) {
    const touch = () => {
      isTouched = true;
    };
    frame.contentWindow.addEventListener(act, touch, { passive: true, capture: true });
  }
  placeHead();
  apply();
  install(message.lang);
}

/** Take the frame over from the page that came before us (ui/early): it may have been used already. */
function takeFrame() {
  if (frame?.isConnected) return;
  frame = findFrame();
  isReady = false;
  isTouched = false;
  const { dgmapEarly: early } = window;
  delete window.dgmapEarly;
  if (!early?.ready) return;
  isTouched = early.touched;
  camera = early.camera ?? camera;
  if (early.shown) shown = early.shown;
  becomeReady();
  if (early.told) tell(early.told);
}

function showMap() {
  takeFrame();
  frame.title = words().frame;
  if (showDocument(frame, message.src)) {
    isReady = false;
    shown = { ...shown, turn: 0 };
  }
}

const ANSWERS = {
  drawn() {},
  ready: becomeReady,
  height: ({ px }) => document.documentElement.style.setProperty("--frame-height", `${Number(px)}px`),
  view: takeView,
  move({ m }) {
    // The map's own first fit is the default, and defaults stay out of links.
    if (!isTouched || message.state?.near) return;
    camera = m;
    replaceAddress(currentLink());
  },
  share(event) {
    copy({ project: event.id });
    tell({ ...event, m: message.state?.near ? null : camera });
  },
};

function onMessage({ source, origin, data }) {
  if (origin !== location.origin || !frame || source !== frame.contentWindow || data?.source !== "dgmap") return;
  const { source: _, ...event } = data;
  const answer = ANSWERS[event.type];
  if (answer) answer(event);
  else tell(event);
}

// --- the app's own page around the map ---

function onClick(event) {
  const { target } = event;
  if (!(target instanceof Element)) return;
  const take = (type, values) => {
    event.preventDefault();
    event.stopPropagation();
    tell({ type, ...values });
  };
  const tab = target.closest(".stPageLink a");
  const page = tab && hasMap() ? pageOfPress(event, tab) : null;
  if (page) take("go", { page });
  const language = hasMap() && target.closest('[class*="st-key-lang_"] button');
  if (language)
    take("lang", { lang: /st-key-lang_([a-z]+)/.exec(language.closest('[class*="st-key-lang_"]').className)[1] });
  if (target.closest(".st-key-theme button, .st-key-theme_menu button") && turnTheme()) apply();
  // By the tick as it stands: one that the server has not heard of yet counts as well.
  const withPlace = Boolean(document.querySelector(".st-key-share_place input:checked"));
  if (target.closest(".st-key-copy_link button")) copy({ withPlace });
}

function listen() {
  window.addEventListener("message", onMessage);
  document.addEventListener("click", onClick, { capture: true });
  // Back and Forward: the entry says what is shown, before the server answers for it (or for one passed by meanwhile),
  // and its camera is for the map to take up again.
  window.addEventListener("popstate", () => {
    camera = null;
    shown = { ...shown, query: queryOfAddress() };
    if (message.page === "map" && location.pathname === "/") mapPage()?.follow(location.search.slice(1));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    showTheme();
    apply();
  });
}

/** Take what the server says of the address: on the map only what is newer than the last act there, or the same. */
function takeQuery({ query, state }) {
  const isNews = !state || state.turn >= shown.turn || isSameQuery(query, location.search);
  if (isNews) shown = { query, turn: Math.max(shown.turn, state?.turn ?? 0) };
}

const watch = watchHead(placeHead);

/** Show a message of the server. */
function show({ data, setTriggerValue }) {
  const said = JSON.parse(new TextDecoder().decode(data));
  // Page, language and document come once a page, and again when one of them is another.
  if (said.page) standing = { page: said.page, lang: said.lang, src: said.src };
  message = { ...standing, ...said };
  send = setTriggerValue;
  if (message.state?.near) {
    camera = null;
    isTouched = false;
  }
  takeQuery(message);
  document.documentElement.lang = message.lang === "zh" ? "zh-CN" : message.lang;
  document.documentElement.dataset.page = message.page;
  showTheme();
  document.querySelector("[href='#stMain']")?.replaceChildren(words().skip);
  watch();
  markTabs(shown.query);
  if (message.src) showMap();
  replaceAddress(currentLink());
  apply();
}

// Streamlit may load the script again after it was edited: the first one stays.
if (!window.dgmapShow) {
  window.dgmapShow = show;
  keepSpelling();
  listen();
  watchTabs(() => markTabs(shown.query));
}
