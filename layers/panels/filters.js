// The filters: chips of the categories with the counts, and the sheet of all facets.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { clearFilters, toggle } from "../page/actions.js";
import { townName } from "../page/dataset.js";
import { button, categoryIcon, el, icon, replace } from "../page/dom.js";
import { countChosen, facets, wordOf } from "../page/facets.js";
import { pastButton } from "../page/past.js";
import { counts, filters, shownProjects } from "../page/store.js";
import { say } from "../page/words.js";

/** A chip says how many projects it would show with the other filters as they are. */
function makeChip(facet, value) {
  const { field } = facet;
  const count = el("span", { class: "chip-count" });
  const mark = field === "categories" ? categoryIcon(value, 20) : null;
  const attributes = { class: "chip", "data-field": field, "data-value": value };
  const word = el("span", {}, wordOf(facet, value));
  const chip = button(attributes, () => toggle(field, value), mark, word, " ", count);
  effect(() => {
    const number = counts.value[field].get(value) || 0;
    chip.setAttribute("aria-pressed", String(filters.value[field].includes(value)));
    chip.classList.toggle("none", number === 0);
    count.textContent = String(number);
  });
  return chip;
}

function chipRow(facet, css = "") {
  const chips = facet.members.map((value) => makeChip(facet, value));
  return el("div", { class: `chips ${css}`, role: "group", "aria-label": say(facet.heading) }, ...chips);
}

function makeSheet(onClose) {
  const sheet = document.getElementById("sheet");
  const close = button({ class: "close", "aria-label": say("close") }, onClose, icon("x", 20));
  const section = (facet) =>
    el("section", { class: `sheet-${facet.field}` }, el("h3", {}, say(facet.heading)), chipRow(facet));
  const show = button({ class: "button primary" }, onClose);
  replace(
    sheet,
    el("div", { class: "sheet-head" }, el("h2", { id: "sheet-title" }, say("ui_filters")), close),
    ...facets.map(section),
    el("div", { class: "sheet-bar" }, button({ class: "button" }, clearFilters, say("ui_clear")), show),
  );
  effect(() => replace(show, say("ui_show_n", { n: shownProjects.value.length })) && undefined);
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  });
  return sheet;
}

/** A town that is chosen is named; a press takes it out. */
function chosenTown(id) {
  const attributes = { class: "button small", "aria-pressed": "true" };
  return button(attributes, () => toggle("towns", id), townName(id), icon("x", 14));
}

/** The row of category chips with the way to all filters. */
export function filterChoices() {
  const sheet = makeSheet(() => open(false));
  const expanded = { "aria-expanded": "false", "aria-controls": "sheet" };
  const opener = button(
    { id: "filter-button", class: "button small", ...expanded },
    () => open(sheet.hidden),
    icon("sliders-horizontal", 18),
    say("ui_filters"),
  );
  function open(isOpen) {
    if (sheet.hidden !== isOpen) return;
    sheet.hidden = !isOpen;
    opener.setAttribute("aria-expanded", String(isOpen));
    document.body.classList.toggle("has-sheet", isOpen);
    (isOpen ? sheet : opener).focus({ preventScroll: true });
  }
  const clear = button({ class: "link" }, clearFilters);
  const chosenTowns = el("div", { class: "chosen-towns" });
  effect(() => replace(chosenTowns, ...filters.value.towns.map(chosenTown)) && undefined);
  effect(() => {
    const chosen = countChosen(filters.value);
    clear.hidden = !chosen;
    replace(clear, say("ui_clear_n", { n: chosen }));
    document.body.classList.toggle("has-filters", chosen > 0);
  });
  const legend = facets.filter(({ field }) => field === "categories").map((facet) => chipRow(facet, "legend-chips"));
  return el(
    "div",
    { id: "choices" },
    ...legend,
    el("div", { id: "filter-row" }, opener, chosenTowns, pastButton(), clear),
  );
}
