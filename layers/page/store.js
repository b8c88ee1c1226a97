// What the page shows, as signals: a value that follows from others is computed, and whoever draws reads what it needs.
import { computed, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { projectById, projects, townById } from "./dataset.js";
import { cleanFilters, countAll, isPlain, passing } from "./facets.js";
import { isInApp } from "./host.js";
import { laterIsland, page } from "./islands.js";
import { idsByText, isWhole } from "./search.js";

/** What the link says: { filters, selected, tour: { id, step } | null, base, at: a day | null, show: a mode | null }. */
export const view = signal({ filters: cleanFilters(), selected: null, tour: null, base: "quiet", at: null });
/** What lies under the projects: quiet, streets or blank. */
export const baseKind = computed(() => view.value.base);

/** How much larger than usual the names on the map are. */
export const nameScale = computed(() => (view.value.show ? 1.6 : 1));

export const hovered = signal(null);
/** What the server found for a text that nothing here holds: { text, ids, offers }. */
export const answer = signal(null);
/** A place to measure from, with the distances: { lon, lat, radius_m, label, rows, outside_m }. */
export const nearPlace = signal(null);
export const notices = signal([]);
/** What the page itself has to say beside these. */
export const ownNotices = signal([]);
export const newsNotice = signal([]);
/** What is said of the position that was asked for (layers/near/asking.js). */
export const placeNotices = signal([]);
/** Whether a position is waited for, and whether the next tap on the map is a place. */
export const isAsking = signal(false);
export const isPicking = signal(false);
/** The visitor's own shapes: { shapes: [{ name, geometry }], alone }. */
export const ownShapes = signal(null);
/** On a town's own page its id, and on the page of all towns the counts: { title, classes, values }. */
export const townPage = signal(null);
export const townCounts = signal(null);
/** In a tour the project whose card was opened over the panel. */
export const cardInTour = signal(null);

/** Whether the map is a part of a town's page: then filters and towns are not its own to change. */
export const isPart = computed(() => Boolean(townPage.value || townCounts.value));

// --- tours ---

export const tours = new Map(page.tours.map((tour) => [tour.id, tour]));

/** The steps' words by tour: { title, text, note, none } each. In the app they come with the first tour. */
export const tourWords = signal(page.beside ? null : laterIsland().tours);

export const clampStep = (tour, number) => Math.min(Math.max(Math.round(Number(number)) || 1, 1), tour.steps.length);

const firstTown = (filters) => filters.towns?.find((id) => townById.has(id)) ?? null;

/** The tour that is on: { tour, number, step, town }; null also where a tour of any town has no town yet. */
export const currentStep = computed(() => {
  const tour = view.value.tour && !nearPlace.value ? tours.get(view.value.tour.id) : null;
  if (!tour) return null;
  const town = tour.any_town ? firstTown(view.value.filters) : null;
  if (tour.any_town && !town) return null;
  const number = clampStep(tour, view.value.tour.step);
  return { tour, number, step: tour.steps[number - 1], town };
});

function stepFilters({ tour, step, town }) {
  return cleanFilters(tour.any_town ? { ...step.filters, towns: [town] } : step.filters);
}

/** The projects of a step; a tour of any town keeps those of the town. */
export function idsOfStep({ tour, step, town }) {
  if (!tour.any_town) return step.ids;
  const ids = step.ids || projects.map(({ id }) => id);
  return ids.filter((id) => projectById.get(id)?.towns.includes(town));
}

// --- what is shown ---

/** The day as of which is asked: in a tour its step's own; null: today. */
export const day = computed(() => (currentStep.value ? currentStep.value.step : view.value).at || null);

/** What is said of the day that the projects are shown as of; empty: today. They are changed in place before it. */
export const asKnown = signal("");

export const filters = computed(() => (currentStep.value ? stepFilters(currentStep.value) : view.value.filters));

const known = (id) => (projectById.has(id) ? id : null);

/** The project that the map brings out. */
export const selected = computed(() => {
  if (!currentStep.value) return known(view.value.selected);
  return known(cardInTour.value ?? currentStep.value.step.selected);
});

/** The project whose card is open: in a tour the step's own project is shown without its card. */
export const openCard = computed(() => (currentStep.value ? known(cardInTour.value) : selected.value));

export const near = computed(() => (currentStep.value ? null : nearPlace.value));

/** Whether a text waits for the server: nothing here holds it as it is written. */
export const isUnanswered = computed(() => {
  const { text } = filters.value;
  return isInApp && isWhole.value && Boolean(text) && answer.value?.text !== text && idsByText(text).size === 0;
});

function findText(text) {
  if (!text || !isWhole.value) return null;
  return answer.value?.text === text ? answer.value.ids : idsByText(text);
}

let lastIds = null; // what stays on the screen while the server is asked

/** The ids that the text finds, null where none is asked. */
const idsOfText = computed(() => {
  void asKnown.value;
  if (!isUnanswered.value) lastIds = findText(filters.value.text);
  return lastIds;
});

const tourIds = computed(() => (currentStep.value ? idsOfStep(currentStep.value) : null));

/** The projects that pass, in the order of the report. */
export const shownProjects = computed(() => {
  const isPast = asKnown.value;
  if (townCounts.value) return [];
  if (townPage.value) return projects.filter(({ towns }) => towns.includes(townPage.value));
  if (tourIds.value) {
    const ids = new Set(tourIds.value);
    return projects.filter(({ id }) => ids.has(id));
  }
  return !isPast && isPlain(filters.value) ? projects : passing(projects, filters.value, idsOfText.value);
});

const shownIds = computed(() => new Set(shownProjects.value.map(({ id }) => id)));
export const isShown = (project) => shownIds.value.has(project.id);
export const isEverythingShown = () => shownProjects.value.length === projects.length;

export const counts = computed(() => asKnown.value + 1 && countAll(projects, filters.value, idsOfText.value));
/** How many projects other filters would show, with the text as it is found now. */
export const countOf = (other) => passing(projects, other, other.text ? idsOfText.value : null).length;

/** Which of the four looks a project has now: selected, hovered, rest or plain. */
export function lookOf(project) {
  if (selected.value === project.id) return "selected";
  if (hovered.value === project.id) return "hovered";
  return selected.value ? "rest" : "plain";
}

export const isRaised = (project) => selected.value === project.id || hovered.value === project.id;
