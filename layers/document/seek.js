// Search, category chips and the panel of all filters: the column's head, and on a phone the page's.
const SEEK = document.getElementById("seek");
const SHEET = document.getElementById("sheet");
const TYPING_MS = 150;
const OPTIONS = {
  categories: STYLE.categories,
  statuses: Object.keys(WORDS.names.status),
  stages: Object.keys(WORDS.names.stage),
  kept: Object.keys(WORDS.names.kept),
  certainty: Object.keys(WORDS.names.certainty),
  towns: TOWNS.map((town) => town.id),
};
const NAMES = { categories: "category", statuses: "status", stages: "stage", kept: "kept", certainty: "certainty" };
const CHIPS = []; // {field, value, button, count}
let typing = 0;

const wordOf = (field, value) => (field === "towns" ? townName(value) : WORDS.names[NAMES[field]][value]);

function makeChip(field, value) {
  const count = el("span", { class: "chip-count" });
  const mark = field === "categories" ? icon(value, 20, { style: "fill:var(--c-" + value + ")" }) : null;
  const button = el("button", { type: "button", class: "chip", "data-field": field, "data-value": value, on: { click: () => toggle(field, value) } }, mark, el("span", {}, wordOf(field, value)), " ", count);
  CHIPS.push({ field, value, button, count });
  return button;
}

const chipRow = (field, css) => el("div", { class: "chips " + (css || ""), role: "group", "aria-label": say("ui_facet_" + field) }, ...OPTIONS[field].map((value) => makeChip(field, value)));

// --- the search field --------------------------------------------------------------------------------------

const FIELD = el("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", enterkeyhint: "search", maxlength: 80, "aria-label": say("ui_search"), placeholder: say("ui_search") });
const NEAR_BUTTON = el("button", { type: "button", id: "near-button", class: "button", on: { click: () => tell("near_toggle", {}) } }, icon("crosshair-simple", 20), say("ui_near"));
const OFFERS = el("div", { id: "offers", hidden: true });

function readField() {
  clearTimeout(typing);
  if (FIELD.value.trim() !== VIEW.filters.text) change({ text: FIELD.value.trim() });
}

FIELD.addEventListener("input", (event) => {
  clearTimeout(typing);
  // While a Chinese word is being composed its pinyin is not yet what is meant.
  if (!event.isComposing) typing = setTimeout(readField, TYPING_MS);
});
FIELD.addEventListener("compositionend", () => (typing = setTimeout(readField, TYPING_MS)));
FIELD.addEventListener("keydown", ({ key, isComposing }) => {
  if (key !== "Enter" || isComposing) return;
  readField();
  if (isPhone()) FIELD.blur();
});

function placeOf({ kind, id }) {
  if (kind === "town") return TOWN_BY_ID.has(id) ? { name: townName(id), at: TOWN_BY_ID.get(id).label } : null;
  return FIND.stations.find((station) => station.id === id) || null;
}

/** A town filters (or is measured from, once a place is asked for); a station is measured from. */
function takeOffer(offer, { name, at }) {
  if (offer.kind === "town" && !VIEW.near && !VIEW.asking) return change({ text: "", towns: [offer.id] });
  VIEW.filters = { ...VIEW.filters, text: "" };
  VIEW.ids = idsOf(VIEW.filters);
  VIEW.offers = null;
  redraw("all");
  turnOn();
  tell("stand", { lon: at[0], lat: at[1], label: name });
}

function drawOffers() {
  const offers = VIEW.offers || (VIEW.filters.text ? placesByText(VIEW.filters.text) : []);
  const usable = offers.filter((offer) => IS_FRAMED || offer.kind === "town").map((offer) => [offer, placeOf(offer)]).filter(([, place]) => place);
  OFFERS.hidden = !usable.length;
  replace(OFFERS, ...usable.map(([offer, place]) => el("button", { type: "button", class: "chip", on: { click: () => takeOffer(offer, place) } }, say("ui_offer_" + offer.kind, { name: place.name }))));
}

// --- the panel of all filters --------------------------------------------------------------------------------

const FILTER_BUTTON = el("button", { type: "button", id: "filter-button", class: "button small", "aria-expanded": "false", "aria-controls": "sheet", on: { click: () => openSheet(SHEET.hidden) } }, icon("sliders-horizontal", 18), say("ui_filters"));
const CLEAR_BUTTON = el("button", { type: "button", class: "link", on: { click: clearFilters } });
const SHOW_BUTTON = el("button", { type: "button", class: "button primary", on: { click: () => openSheet(false) } });

function openSheet(isOpen) {
  if (SHEET.hidden !== isOpen) return;
  SHEET.hidden = !isOpen;
  FILTER_BUTTON.setAttribute("aria-expanded", String(isOpen));
  document.body.classList.toggle("has-sheet", isOpen);
  (isOpen ? SHEET : FILTER_BUTTON).focus({ preventScroll: true });
}

SHEET.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  openSheet(false);
});

function makeSeek() {
  const close = el("button", { type: "button", class: "close", "aria-label": say("close"), on: { click: () => openSheet(false) } }, icon("x", 20));
  const parts = FIELDS.map((field) => el("section", { class: "sheet-" + field }, el("h3", {}, say("ui_facet_" + field)), chipRow(field)));
  NEAR_BUTTON.hidden = !IS_FRAMED;
  replace(
    SEEK,
    el("div", { id: "seek-row", role: "search" }, el("div", { id: "field" }, icon("magnifying-glass", 18), FIELD), NEAR_BUTTON, OFFERS),
    el("div", { id: "choices" }, chipRow("categories", "legend-chips"), el("div", { id: "filter-row" }, FILTER_BUTTON, CLEAR_BUTTON)),
  );
  replace(SHEET, el("div", { class: "sheet-head" }, el("h2", { id: "sheet-title" }, say("ui_filters")), close), ...parts, el("div", { class: "sheet-bar" }, el("button", { type: "button", class: "button", on: { click: clearFilters } }, say("ui_clear")), SHOW_BUTTON));
}

function drawSeek() {
  const counts = countAll(VIEW.filters);
  for (const { field, value, button, count } of CHIPS) {
    const n = counts[field].get(value) || 0;
    button.setAttribute("aria-pressed", String(VIEW.filters[field].includes(value)));
    button.classList.toggle("none", n === 0);
    count.textContent = String(n);
  }
  // What is being typed is newer than what the server has heard of.
  if (document.activeElement !== FIELD && FIELD.value !== VIEW.filters.text) FIELD.value = VIEW.filters.text;
  else if (VIEW.filters.text === "" && !typing) FIELD.value = "";
  typing = 0;
  const chosen = countChosen();
  CLEAR_BUTTON.hidden = !chosen;
  replace(CLEAR_BUTTON, say("ui_clear_n", { n: chosen }));
  replace(SHOW_BUTTON, say("ui_show_n", { n: shownProjects().length }));
  NEAR_BUTTON.setAttribute("aria-pressed", String(Boolean(VIEW.near)));
  document.body.classList.toggle("has-filters", chosen > 0);
  drawOffers();
}

/** What the app's words lead to and the page can do itself. */
const OWN_ACTS = {
  clear: clearFilters,
  any: ({ field }) => change({ [field]: field === "text" ? "" : [] }),
  focus_search: () => FIELD.focus(),
};
