// Tours: a step's words in a panel, its view on the map; a note for the presenter.
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { closeCard, endTour, goToStep, select } from "../page/actions.js";
import { fitShown } from "../page/camera.js";
import { projectById, towns } from "../page/dataset.js";
import { button, el, icon, replace } from "../page/dom.js";
import { onEscape } from "../page/escape_key.js";
import { toggleFull } from "../page/fullscreen.js";
import { listenForKeys } from "../page/host.js";
import { page } from "../page/islands.js";
import { panel } from "../page/layer.js";
import { asKnown, currentStep, filters, idsOfStep, nearPlace, selected, tours, view } from "../page/store.js";
import { say } from "../page/words.js";
import { followSwipes, stepBy, tourKeys } from "./tour_keys.js";
import { followNotes, openNotes } from "./tour_notes.js";
import { placeWords, stepWords } from "./tour_words.js";

const node = document.getElementById("tour");
const isListOpen = signal(false);
const isNoteShown = signal(false);

/** A tour of a link that names no town: the list asks for one. */
function isTownAsked() {
  const tour = view.value.tour && !nearPlace.value ? tours.get(view.value.tour.id) : null;
  return Boolean(tour?.any_town && !currentStep.value);
}

function toggleNote() {
  isNoteShown.value = !isNoteShown.value;
}

function toggleList() {
  isListOpen.value = !isListOpen.value;
  if (!isListOpen.value) return;
  closeCard();
  node.focus({ preventScroll: true });
}

/** End the tour, or close the list: the map shows again what was shown before. */
function leaveTour() {
  const wasOn = Boolean(currentStep.value);
  isListOpen.value = false;
  endTour();
  if (wasOn && !selected.value) fitShown();
  document.querySelector(".tour-button")?.focus({ preventScroll: true });
}

function tool(name, label, act, attributes) {
  return button({ class: "tour-tool", "aria-label": label, title: label, ...attributes }, act, icon(name, 20));
}

function head(title, ...tools) {
  const end = tool("x", say("tour_end"), leaveTour);
  return el(
    "div",
    { class: "tour-head" },
    icon("presentation", 18),
    el("span", {}, title),
    el("span", { class: "tour-tools" }, ...tools, end),
  );
}

function townChoice(tour) {
  const [chosen] = filters.value.towns || [];
  const options = towns.map(({ id, name }) => el("option", { value: id, selected: chosen === id }, name));
  const choice = el("select", { id: "tour-town", "aria-label": say("tour_town") }, ...options);
  const start = button({ class: "button primary" }, () => goToStep(tour.id, 1, choice.value), say("tour_start"));
  return el("div", { class: "tour-town" }, choice, start);
}

function listItem(tour) {
  const steps = say("tour_steps", { n: tour.steps.length }) + say("dot") + tour.summary;
  const words = [el("b", {}, tour.title), el("span", { class: "quiet" }, steps)];
  if (tour.any_town) return el("li", { class: "tour-item" }, ...words, townChoice(tour));
  const open = () => goToStep(tour.id, 1, null);
  return el("li", {}, button({ class: "tour-item", "data-tour": tour.id }, open, ...words));
}

const tourListParts = () => [head(say("tour_list")), el("ul", { class: "tour-list" }, ...page.tours.map(listItem))];

/** The projects that the step speaks of: a way to their cards. */
function citedProjects() {
  const { tour, step } = currentStep.value;
  const ids = (tour.any_town ? idsOfStep(currentStep.value) : step.cited).filter((id) => projectById.has(id));
  if (!ids.length) return null;
  const chip = (id) => button({ class: "chip", "data-card": id }, () => select(id), projectById.get(id).label);
  return el("div", { class: "chips tour-cited", role: "group", "aria-label": say("tour_cited") }, ...ids.map(chip));
}

function foot() {
  const { tour, number } = currentStep.value;
  const last = tour.steps.length;
  const go = (name, label, count, isOff) => {
    const css = count > 0 ? "button primary" : "button";
    const attributes = { class: css, "data-go": count, "aria-disabled": String(isOff), "aria-label": label };
    return button(attributes, () => stepBy(count), icon(name, 20));
  };
  const bar = el("progress", { max: last, value: number, "aria-hidden": "true" });
  return el(
    "div",
    { class: "tour-foot" },
    go("arrow-left", say("tour_back"), -1, number === 1),
    el("div", { class: "tour-place" }, el("span", {}, placeWords()), bar),
    go("arrow-right", say("tour_on"), 1, number === last),
  );
}

function body() {
  const { gone } = currentStep.value.step;
  const note = () => el("p", { class: "tour-note" }, el("b", {}, say("tour_note")), stepWords("note"));
  return el(
    "div",
    { class: "tour-body", "aria-live": "polite" },
    el("h2", {}, stepWords("title")),
    el("p", { class: "tour-text" }, stepWords("text")),
    asKnown.value ? el("p", { class: "tour-gone" }, asKnown.value) : null,
    gone ? el("p", { class: "tour-gone" }, say("tour_gone", { n: gone })) : null,
    isNoteShown.value ? note() : null,
    citedProjects(),
  );
}

function stepParts(onKey) {
  const noteState = { "aria-pressed": String(isNoteShown.value), class: "tour-tool tour-note-button" };
  const open = () => openNotes(onKey) || toggleNote(); // without a window the note stands in the panel
  return [
    head(
      currentStep.value.tour.title,
      tool("note", say("tour_note_key"), toggleNote, noteState),
      tool("app-window", say("tour_window"), open, { class: "tour-tool tour-window-button" }),
      tool("corners-out", say("tour_full"), toggleFull, { class: "tour-tool tour-full-button" }),
    ),
    body(),
    foot(),
  ];
}

function drawTour(onKey) {
  const isOn = Boolean(currentStep.value);
  const isShown = isOn || isListOpen.value || isTownAsked();
  const focused = node.contains(document.activeElement) && document.activeElement.dataset.go;
  document.body.classList.toggle("touring", isOn);
  document.body.classList.toggle("has-tour", isShown);
  node.hidden = !isShown;
  if (!isShown) return void replace(node);
  node.setAttribute("aria-label", isOn ? currentStep.value.tour.title : say("tour_list"));
  replace(node, ...(isOn ? stepParts(onKey) : tourListParts()));
  if (focused) node.querySelector(`[data-go="${focused}"]`)?.focus({ preventScroll: true });
}

/** The panel takes the focus when a tour begins: its keys are then heard. */
function followStart() {
  let wasOn = false;
  effect(() => {
    const isOn = Boolean(currentStep.value);
    if (isOn && !wasOn) requestAnimationFrame(() => node.focus({ preventScroll: true }));
    if (isOn) isListOpen.value = false;
    wasOn = isOn;
  });
}

function closeOnEscape() {
  if (node.hidden) return false;
  leaveTour();
  return true;
}

panel("tour", () => {
  const onKey = tourKeys({ toggleFull, toggleNote, isListOpen: () => !node.hidden });
  listenForKeys(onKey);
  followSwipes(node);
  followStart();
  followNotes();
  effect(() => drawTour(onKey));
  onEscape("tour", closeOnEscape);
  return { toggleList };
});
