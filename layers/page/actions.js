// What people do on the page: each act changes the store at once, and the app hears of it.
import { batch } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { cleanFilters } from "./facets.js";
import { postToApp } from "./host.js";
import { writeQuery } from "./link.js";
import {
  answer,
  cardInTour,
  currentStep,
  filters,
  hovered,
  isPart,
  isPicking,
  nearPlace,
  openCard,
  selected,
  view,
} from "./store.js";

// Each act has a number. A state of the app says up to which one it has heard: an older one changes no view.
let turn = 0;
let base = ""; // the link that the page was opened with: what is not the map's own stays in it

export const isLate = (state) => typeof state.turn === "number" && state.turn < turn;

/** Take over the app's count of acts and its link. */
export function takeTurn(state) {
  turn = Math.max(turn, state.turn || 0);
  if (typeof state.query === "string") base = state.query;
}

/** The canonical link of what is shown, without the camera. */
export const currentQuery = (shown = view.value) => writeQuery(shown, base, { isPart: isPart.value });

/** Tell the app something, with the link of what is shown, so that nothing is lost when two come at once. */
export function tell(type, values) {
  const message = { type, turn, query: currentQuery(), ...values };
  postToApp(message);
  window.dispatchEvent(new CustomEvent("dgmap", { detail: message }));
}

/** Show another part of the view. */
export function show(part) {
  batch(() => {
    view.value = { ...view.value, ...part };
    if (answer.value?.text !== filters.value.text) answer.value = null;
  });
  turn += 1;
  tell("view");
}

/** Take other filters. In a tour the tour ends where it is. */
export function changeFilters(part) {
  const next = { filters: { ...filters.value, ...part }, selected: selected.value, tour: null };
  batch(() => {
    cardInTour.value = null;
    show(next);
  });
}

export const clearFilters = () => changeFilters(cleanFilters());

/** Go to the app's page of a town. */
export function openTown(id) {
  changeFilters({ text: "", towns: [id] });
  tell("go", { page: "towns" });
}

export function toggle(field, value) {
  // On the towns' pages a town is a page, no filter.
  if (field === "towns" && isPart.value) return tell("town", { id: value });
  const chosen = filters.value[field];
  const others = chosen.filter((one) => one !== value);
  changeFilters({ [field]: others.length < chosen.length ? others : [...chosen, value] });
}

/** Open a project, or close it where it is open. In a tour only its card opens: the link stays that of the step. */
export function select(id) {
  const isOpen = openCard.value === id;
  if (currentStep.value) cardInTour.value = isOpen ? null : id;
  else show({ selected: isOpen ? null : id });
}

/** By a key: the focus goes along to the card, and back when it closes. */
export function selectByKey(id) {
  select(id);
  if (openCard.value === id) document.getElementById("card").focus({ preventScroll: true });
}

export function closeCard() {
  if (openCard.value !== null) select(openCard.value);
}

export function hover(id) {
  hovered.value = id;
}

export function leave(id) {
  if (hovered.value === id) hovered.value = null;
}

/** Go to a step of a tour; one of any town takes the town along in the filters. */
export function goToStep(id, step, town) {
  const own = view.value.filters;
  const wasNear = nearPlace.value !== null;
  batch(() => {
    nearPlace.value = null;
    cardInTour.value = null;
    show({ filters: town ? { ...own, towns: [town] } : own, tour: { id, step } });
  });
  if (wasNear) tell("near_off");
}

export const changeBase = (base) => show({ base });

export function endTour() {
  cardInTour.value = null;
  if (view.value.tour) show({ tour: null });
}

/** Measure from a place with a name; the text has done its work. */
export function standAt([lon, lat], label) {
  show({ filters: { ...view.value.filters, text: "" } });
  tell("stand", { lon, lat, label });
}

export const setPicking = (isOn) => {
  isPicking.value = isOn;
};

/** The next tap was a place to measure from. */
export function pickPlace({ lat, lng }) {
  setPicking(false);
  tell("pick", { lon: Number(lng.toFixed(5)), lat: Number(lat.toFixed(5)) });
}

/** The attributes by which a shape on the map is pressed, named and focused as its row is. */
export function shapeControls(project, label) {
  const { id } = project;
  const onKey = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    selectByKey(id);
  };
  const on = { focus: () => hover(id), blur: () => leave(id), keydown: onKey };
  return { "data-shape": id, tabindex: 0, role: "button", "aria-label": label, on };
}
