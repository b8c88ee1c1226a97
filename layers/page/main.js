// Start: the map first, painted, then what stands around it. And the door for the app: window.dgmap.
import { batch, effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { drawLabels, followFonts } from "../labels/labels.js";
import { currentQuery, goToStep, isLate, show, takeTurn, tell } from "./actions.js";
import { fitAgain, followView, setCamera, withoutFitting } from "./camera.js";
import { projects } from "./dataset.js";
import { layoutName } from "./dom.js";
import { onEscape } from "./escape_key.js";
import { cleanFilters } from "./facets.js";
import { followGestures } from "./gesture.js";
import { appDocument, isInApp } from "./host.js";
import { layers, page } from "./islands.js";
import { askLayers, layer, makeLayers, makePanels } from "./layer.js";
import { readQuery } from "./link.js";
import { cameraText, map, resize, viewport, zoom } from "./map.js";
import { fetchKept, moreNotes } from "./modes.js";
import { onOverlay, scheduleOverlay, startOverlay } from "./overlay.js";
import { isPastOpen } from "./past.js";
import { followPresses } from "./picking.js";
import { fetchLater, forgetForms, isWhole, takeLater } from "./search.js";
import {
  answer,
  asKnown,
  baseKind,
  currentStep,
  day,
  filters,
  hovered,
  idsOfStep,
  isPart,
  near,
  nearPlace,
  notices,
  openCard,
  ownShapes,
  selected,
  shownProjects,
  townCounts,
  townPage,
  view,
} from "./store.js";

const NO_FRAME_MS = 1000;
// What the map is not drawn from, in the order in which it is made once the map has been painted.
const LATER_PANELS = [
  "search",
  "tour",
  "controls",
  "results",
  "notices",
  "news",
  "legend",
  "print",
  "town_page",
  "correct",
];

let lastCamera = null;

/** Take over the app's theme. */
function applyTheme(theme) {
  if (["light", "dark", "auto"].includes(theme)) document.documentElement.dataset.theme = theme;
}

/** Look where the app says, once: the same camera again leaves the map where the visitor has moved it. */
function applyCamera(camera) {
  const key = JSON.stringify(camera ?? null);
  if (!camera || key === lastCamera) return;
  lastCamera = key;
  withoutFitting(() => setCamera(camera));
}

/** Set a signal only where the value is another: the usual state says what is on the screen already. */
function put(signal, value) {
  if (JSON.stringify(signal.value) !== JSON.stringify(value)) signal.value = value;
}

function applyView({ filters, selected, tour, base, at, show, camera }) {
  put(view, {
    filters: cleanFilters(filters),
    selected: selected ?? null,
    tour: tour ?? null,
    base: base ?? "quiet",
    at: at ?? null,
    show: show ?? null,
  });
  applyCamera(camera);
}

function answerOf({ answer }) {
  return answer ? { ...answer, ids: new Set(answer.ids) } : null;
}

/**
 * Show a state of the app, whole each time: what is left out is at its rest. A state that does not know of the last
 * act here is late and changes no view.
 */
function apply(state) {
  applyTheme(state.theme);
  batch(() => {
    // A state that does not know of a place yet does not take it away.
    if (state.near || !isLate(state)) put(nearPlace, state.near ?? null);
    put(notices, state.notices ?? []);
    put(ownShapes, state.own ?? null);
    put(townPage, state.town ?? null);
    put(townCounts, state.counts ?? null);
    if (state.answer || !isLate(state)) answer.value = answerOf(state);
    if (isLate(state)) return;
    takeTurn(state);
    applyView(state.view ?? {});
  });
}

/** Show what an entry of the history asks for, at once; what the app knows of it comes with its next state. */
function follow(query) {
  batch(() => {
    takeTurn({ query });
    applyView(readQuery(query));
  });
}

/** The link's view, where the app's first page holds it: then the first picture is the right one. */
function firstState() {
  const around = appDocument();
  const first = around?.getElementById("dgmap-first");
  if (!first) return {};
  const query = around.location.search.slice(1);
  return { query, ...JSON.parse(first.textContent).state, theme: around.documentElement.dataset.theme };
}

/** How many pixels at the top of the column belong to the app. */
function setHead(px) {
  document.documentElement.style.setProperty("--head", `${Math.max(0, Number(px) || 0)}px`);
}

function followSize() {
  let known = layoutName();
  const follow = () => {
    resize(known === layoutName() ? undefined : fitAgain);
    known = layoutName();
  };
  new ResizeObserver(follow).observe(map.getContainer());
  // A phone's own setting makes letters larger without telling: a box of known size does.
  const probe = document.getElementById("probe");
  const measure = () => document.documentElement.classList.toggle("large", probe.offsetHeight > 125);
  new ResizeObserver(measure).observe(probe);
}

function followOverlay() {
  onOverlay(() => askLayers("clip"));
  effect(() => {
    void [viewport.value, zoom.value, shownProjects.value, selected.value, hovered.value];
    void [near.value, ownShapes.value, townPage.value, townCounts.value];
    void [openCard.value, currentStep.value, filters.value];
    document.documentElement.dataset.base = baseKind.value;
    scheduleOverlay();
  });
  followFonts(scheduleOverlay);
}

let isFurnished = false;

/** Make what stands around the map: list, chips, buttons, names. Together they take as long as the map. */
function furnish() {
  if (isFurnished) return;
  isFurnished = true;
  makePanels(LATER_PANELS, { apply });
  onOverlay(drawLabels);
  startOverlay();
  document.documentElement.dataset.ready = "yes";
  tell("ready");
  fetchLater();
  fetchKept();
}

/** After the frame that is to come has been painted, and the next one begun: what the visitor does goes first. */
const afterPaint = (act) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act)));

function start() {
  makeLayers(layers);
  followPresses();
  followOverlay();
  if (isInApp) apply(firstState());
  makePanels(["card", "standalone"], { apply });
  followView();
  document.getElementById("silhouette")?.remove();
  followGestures();
  followSize();
  map.on("moveend", () => tell("move", { m: cameraText() }));
  tell("drawn");
  if (!page.beside) takeLater();
  afterPaint(furnish);
  // In the background, and in a frame that is not shown, no frames are given.
  setTimeout(furnish, document.hidden ? 0 : NO_FRAME_MS);
}

/** What the scripts that are fetched when they are asked for are given: they share the page's state. */
const past = { batch, effect, signal, view, day, asKnown, isPastOpen, isPart, isWhole, currentStep, notices, show };
const acts = { goToStep, show, onEscape, resize, tell, currentQuery };
const modes = { effect, signal, view, currentStep, idsOfStep, moreNotes, ...acts };
const shared = { past: { ...past, projects, page, forgetForms }, modes };
window.dgmap = { apply, follow, head: setHead, layer, start, ...shared };
