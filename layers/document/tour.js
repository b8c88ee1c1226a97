// Tours: a step's words in a panel, its view on the map; by keys, clicker, swipe or button, and a note for the presenter.
const TOUR_PANEL = document.getElementById("tour");
const TOURS = new Map(DATA.tours.map((tour) => [tour.id, tour]));
let TOUR = null; // { id, step, town, quiet, isNew }: quiet = the step's own project is shown without its card
let TOUR_LIST = false; // the panel lists the tours
let TOUR_NOTE = false; // the note is shown in the panel
let APP_STATE = {}; // what the app wants to be shown
let BEFORE = { filters: cleanFilters(), selected: null }; // what is shown again when the tour ends
let ASKED_TOWN = null; // the tour of a link that names no town: the panel has asked for one
let NOTES = null; // the presenter's window

const tourOf = () => TOURS.get(TOUR.id);
const stepOf = () => tourOf().steps[TOUR.step - 1];
const clampStep = (tour, step) => Math.min(Math.max(Math.round(Number(step)) || 1, 1), tour.steps.length);
const sameStep = (one, other) => Boolean(one && other) && one.id === other.id && one.step === other.step && one.town === other.town;

/** The projects of the step; a tour of any town keeps those of the town. */
function tourIds() {
  const ids = stepOf().ids;
  if (!tourOf().any_town) return ids;
  const chosen = ids || PROJECTS.map((project) => project.id);
  return chosen.filter((id) => BY_ID.has(id) && BY_ID.get(id).towns.includes(TOUR.town));
}

/** Words of the step, with the reader's town and the number of its projects put in. */
function tourWords(key) {
  const step = stepOf();
  if (!tourOf().any_town) return step[key];
  const n = tourIds().length;
  const raw = key === "text" && n === 0 ? step.none : step[key];
  return raw.replaceAll("{town}", townName(TOUR.town)).replaceAll("{n}", String(n));
}

// --- the state ---

/** Take what the app says of the tour. One of any town needs the town of the filters, else the panel asks for it. */
function readTour(said) {
  const tour = said.tour && !said.near ? TOURS.get(said.tour.id) : null;
  if (!tour) return setTour(null);
  const town = tour.any_town ? BEFORE.filters.towns.find((id) => TOWN_BY_ID.has(id)) || null : null;
  if (!tour.any_town || town) return setTour({ id: tour.id, step: clampStep(tour, said.tour.step), town });
  if (ASKED_TOWN !== tour.id) TOUR_LIST = true;
  ASKED_TOWN = tour.id;
  setTour(null);
}

function setTour(next) {
  if (next === null ? TOUR === null : sameStep(TOUR, next)) return;
  const isFirst = TOUR === null;
  TOUR = next && { ...next, quiet: true, isNew: true };
  if (TOUR) TOUR_LIST = false;
  document.body.classList.toggle("touring", TOUR !== null);
  if (TOUR && isFirst) requestAnimationFrame(() => TOUR_PANEL.focus({ preventScroll: true }));
}

/** The state to show: the app's own, or in a tour what the step shows. */
function withTour(said, isLate) {
  if (!isLate) {
    APP_STATE = said;
    BEFORE = { filters: cleanFilters(said.filters), selected: said.selected || null };
    readTour(said);
  }
  drawTour();
  if (!TOUR) return said;
  const step = stepOf();
  if (TOUR.isNew) lastCamera = null;
  const filters = tourOf().any_town ? { ...step.filters, towns: [TOUR.town] } : step.filters;
  const rest = { near: null, notices: [], picking: false, asking: false, mask: undefined, found: undefined, offers: null, empty: null };
  return { ...said, ...rest, filters, ids: tourIds(), selected: TOUR.isNew ? step.selected : VIEW.selected, camera: TOUR.isNew ? step.camera : null };
}

/** What the address is to say: in a tour its step, and the filters that come back after it. */
function shownView() {
  if (TOUR) return { filters: chosenFilters(BEFORE.filters), tour: { id: TOUR.id, step: TOUR.step } };
  const selected = VIEW.selected && { selected: VIEW.selected };
  // On the towns' pages the link's filters are not the map's to change.
  return isPart() ? { ...selected } : { filters: chosenFilters(), ...selected };
}

/** Bring a new step's own view into the part of the map that the panel leaves free. */
function fitTour() {
  if (!TOUR || !TOUR.isNew) return;
  TOUR.isNew = false;
  const step = stepOf();
  if (step.camera) return;
  if (step.selected) return fitProject(BY_ID.get(step.selected));
  fitShown(tourOf().any_town ? L.latLngBounds(TOWN_BY_ID.get(TOUR.town).shape.flatMap(([outer]) => outer)) : shownBounds());
}

function shownBounds() {
  const found = shownProjects().map(projectBounds).filter(Boolean);
  return VIEW.ids === null || !found.length ? CITY : found.reduce((all, bounds) => all.extend(bounds), L.latLngBounds(found[0].getSouthWest(), found[0].getNorthEast()));
}

function fitShown(bounds) {
  fitFree(bounds, isPhone() ? { left: 12, top: 62, right: 12, bottom: 16 } : { left: 48, top: 60, right: 80, bottom: hasSheet() ? 32 : 90 });
}

/** Show again what the app has said, with another tour, and tell it. */
function retell(part) {
  turnOn();
  apply({ ...APP_STATE, mask: undefined, found: undefined, camera: null, turn: TURN, ...BEFORE, ...part });
  tell("view", {});
}

/** Go to a step: seen at once, then told. */
function goTour(id, step, town) {
  if (!TOUR) BEFORE = { filters: VIEW.filters, selected: VIEW.selected };
  const filters = town ? { ...BEFORE.filters, towns: [town] } : BEFORE.filters;
  retell({ near: null, filters, tour: { id, step } });
}

function endTour() {
  const wasOn = TOUR !== null;
  TOUR_LIST = false;
  if (!wasOn && !APP_STATE.tour) return drawTour();
  retell({ tour: undefined });
  if (wasOn && !VIEW.selected) fitShown(shownBounds());
  const opener = document.querySelector(".tour-button");
  if (opener) opener.focus({ preventScroll: true });
}

/** Other filters were chosen: the tour ends where it is. */
function leaveTour() {
  if (!TOUR) return;
  setTour(null);
  APP_STATE = { ...APP_STATE, tour: undefined };
  drawTour();
}

const stepBy = (count) => {
  const wanted = TOUR.step + count;
  if (wanted >= 1 && wanted <= tourOf().steps.length) goTour(TOUR.id, wanted, TOUR.town);
};

// --- a project's card over the panel ---

/** The project whose card is open: in a step its own project is only shown. */
const cardId = () => (TOUR && TOUR.quiet ? null : VIEW.selected);

/** In a tour a click opens a card and nothing else: the address stays that of the step. */
function selectInTour(id) {
  if (!TOUR) return false;
  const isOpen = cardId() === id;
  TOUR.quiet = isOpen;
  const next = isOpen ? stepOf().selected : id;
  if (next === VIEW.selected) redraw("select");
  else setSelected(next);
  return true;
}

// --- keys, clicker, swipe ---

const isTyping = (node) => Boolean(node && node.matches && node.matches("input, textarea, select, [contenteditable]"));

function leaveOne() {
  if (cardId() !== null) closeCard();
  else if (document.body.classList.contains("full")) toggleFull();
  else endTour();
}

const TOUR_KEYS = {
  ArrowRight: () => stepBy(1), PageDown: () => stepBy(1), " ": () => stepBy(1), ArrowDown: () => stepBy(1),
  ArrowLeft: () => stepBy(-1), PageUp: () => stepBy(-1), ArrowUp: () => stepBy(-1),
  Home: () => goTour(TOUR.id, 1, TOUR.town), End: () => goTour(TOUR.id, tourOf().steps.length, TOUR.town),
  Escape: leaveOne, f: toggleFull, n: toggleNote,
};

function tourKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (!TOUR) return void (TOUR_LIST && event.key === "Escape" && endTour());
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isOnButton = event.target && event.target.closest && event.target.closest("button, a, summary");
  if (!TOUR_KEYS[key] || (key === " " && isOnButton)) return;
  event.preventDefault();
  event.stopPropagation();
  TOUR_KEYS[key]();
}

/** A clicker's keys go to whatever has the focus: this page, or the page that it stands in. */
function listenForKeys() {
  window.addEventListener("keydown", tourKey, true);
  if (!IS_FRAMED) return;
  try {
    window.parent.addEventListener("keydown", tourKey, true);
    window.addEventListener("pagehide", () => window.parent.removeEventListener("keydown", tourKey, true));
  } catch (error) {
    if (error.name !== "SecurityError") throw error; // a page of strangers around us: its keys are its own
  }
}

let swipeFrom = null;
TOUR_PANEL.addEventListener("touchstart", (event) => (swipeFrom = event.touches[0]), { passive: true });
TOUR_PANEL.addEventListener(
  "touchend",
  (event) => {
    const to = event.changedTouches[0];
    const [x, y] = [to.clientX - swipeFrom.clientX, to.clientY - swipeFrom.clientY];
    if (TOUR && Math.abs(x) > 48 && Math.abs(x) > 2 * Math.abs(y)) stepBy(x < 0 ? 1 : -1);
  },
  { passive: true },
);

// --- the panel ---

const tourButton = (name, label, act, attributes) => el("button", { type: "button", class: "tour-tool", "aria-label": label, title: label, ...attributes, on: { click: act } }, icon(name, 20));

function toggleNote() {
  TOUR_NOTE = !TOUR_NOTE;
  drawTour();
}

function toggleList() {
  TOUR_LIST = !TOUR_LIST;
  if (TOUR_LIST && cardId() !== null) closeCard();
  drawTour();
  if (TOUR_LIST) TOUR_PANEL.focus({ preventScroll: true });
}

function tourHead(title, ...tools) {
  return el("div", { class: "tour-head" }, icon("presentation", 18), el("span", {}, title), el("span", { class: "tour-tools" }, ...tools, tourButton("x", say("tour_end"), endTour)));
}

function townChoice(tour) {
  const options = TOWNS.map((town) => el("option", { value: town.id, selected: VIEW.filters.towns[0] === town.id }, town.name));
  const choice = el("select", { id: "tour-town", "aria-label": say("tour_town") }, ...options);
  return el("div", { class: "tour-town" }, choice, el("button", { type: "button", class: "button primary", on: { click: () => goTour(tour.id, 1, choice.value) } }, say("tour_start")));
}

function tourItem(tour) {
  const words = [el("b", {}, tour.title), el("span", { class: "quiet" }, say("tour_steps", { n: tour.steps.length }) + say("dot") + tour.summary)];
  if (tour.any_town) return el("li", { class: "tour-item" }, ...words, townChoice(tour));
  return el("li", {}, el("button", { type: "button", class: "tour-item", "data-tour": tour.id, on: { click: () => goTour(tour.id, 1, null) } }, ...words));
}

function drawTourList() {
  replace(TOUR_PANEL, tourHead(say("tour_list")), el("ul", { class: "tour-list" }, ...DATA.tours.map(tourItem)));
}

/** The projects that the step speaks of: a way to their cards. */
function tourProjects() {
  const { cited } = stepOf();
  const ids = tourOf().any_town ? tourIds() : cited;
  const chip = (id) => el("button", { type: "button", class: "chip", "data-card": id, on: { click: () => select(id) } }, BY_ID.get(id).label);
  return ids.length ? el("div", { class: "chips tour-cited", role: "group", "aria-label": say("tour_cited") }, ...ids.filter((id) => BY_ID.has(id)).map(chip)) : null;
}

function tourFoot() {
  const last = tourOf().steps.length;
  const ends = { back: TOUR.step === 1, on: TOUR.step === last };
  const button = (name, label, count, isOff) => el("button", { type: "button", class: "button" + (count > 0 ? " primary" : ""), "data-go": count, "aria-disabled": String(isOff), "aria-label": label, on: { click: () => stepBy(count) } }, icon(name, 20));
  return el("div", { class: "tour-foot" },
    button("arrow-left", say("tour_back"), -1, ends.back),
    el("div", { class: "tour-place" }, el("span", {}, say("tour_place", { n: TOUR.step, all: last })), el("progress", { max: last, value: TOUR.step, "aria-hidden": "true" })),
    button("arrow-right", say("tour_on"), 1, ends.on));
}

function tourBody() {
  const { gone } = stepOf();
  return el("div", { class: "tour-body", "aria-live": "polite" },
    el("h2", {}, tourWords("title")), el("p", { class: "tour-text" }, tourWords("text")),
    gone ? el("p", { class: "tour-gone" }, say("tour_gone", { n: gone })) : null,
    TOUR_NOTE ? el("p", { class: "tour-note" }, el("b", {}, say("tour_note")), tourWords("note")) : null,
    tourProjects());
}

function drawTour() {
  TOUR_PANEL.hidden = !TOUR && !TOUR_LIST;
  document.body.classList.toggle("has-tour", !TOUR_PANEL.hidden);
  drawNotes();
  if (TOUR_PANEL.hidden) return void replace(TOUR_PANEL);
  TOUR_PANEL.setAttribute("aria-label", TOUR ? tourOf().title : say("tour_list"));
  if (!TOUR) return drawTourList();
  const focused = TOUR_PANEL.contains(document.activeElement) && document.activeElement.dataset.go;
  const tools = [
    tourButton("note", say("tour_note_key"), toggleNote, { "aria-pressed": String(TOUR_NOTE), class: "tour-tool tour-note-button" }),
    tourButton("app-window", say("tour_window"), openNotes, { class: "tour-tool tour-window-button" }),
    tourButton("corners-out", say("tour_full"), toggleFull, { class: "tour-tool tour-full-button" }),
  ];
  replace(TOUR_PANEL, tourHead(tourOf().title, ...tools), tourBody(), tourFoot());
  if (focused) TOUR_PANEL.querySelector(`[data-go="${focused}"]`).focus({ preventScroll: true });
}

// --- the note in a window of its own: an empty window that this page writes, so that it works from a file too ---

function openNotes() {
  NOTES = window.open("", "dgmap-notes", "width=760,height=600");
  if (!NOTES) return toggleNote(); // the browser allows no window: the note stands in the panel
  NOTES.document.documentElement.lang = document.documentElement.lang;
  NOTES.document.title = say("tour_note") + say("dot") + tourOf().title;
  NOTES.document.head.replaceChildren(NOTES.document.importNode(document.querySelector("style"), true));
  NOTES.document.documentElement.dataset.theme = document.documentElement.dataset.theme;
  NOTES.document.body.className = "notes-window";
  NOTES.addEventListener("keydown", tourKey, true);
  drawNotes();
  NOTES.focus();
}

const notesButton = (key, count) => el("button", { type: "button", class: "button" + (count > 0 ? " primary" : ""), on: { click: () => TOUR && stepBy(count) } }, say(key));

function drawNotes() {
  if (!NOTES || NOTES.closed) return;
  const next = TOUR && tourOf().steps[TOUR.step];
  const body = !TOUR
    ? [el("p", {}, say("tour_ended"))]
    : [
        el("p", { class: "notes-place" }, tourOf().title + say("dot") + say("tour_place", { n: TOUR.step, all: tourOf().steps.length })),
        el("h1", {}, tourWords("title")), el("p", { class: "notes-note" }, tourWords("note")), el("p", { class: "notes-text" }, tourWords("text")),
        el("p", { class: "notes-next" }, next ? say("tour_next", { title: next.title.replaceAll("{town}", TOUR.town ? townName(TOUR.town) : "") }) : say("tour_last")),
        el("div", { class: "actions" }, notesButton("tour_back", -1), notesButton("tour_on", 1)),
      ];
  NOTES.document.body.replaceChildren(...body);
}
