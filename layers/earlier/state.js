// What earlier reports left open, and which of it is shown, open and pointed at. It is context: no filter counts it,
// the link does not hold it, and going back to a day hides it, as only today's facts are here.
import { batch, computed, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { closeCard } from "../page/actions.js";
import { fitProject } from "../page/camera.js";
import { decodeProject } from "../page/dataset.js";
import { passing } from "../page/facets.js";
import { payloadOf } from "../page/islands.js";
import { fold, isHeld, isMeant, isWhole } from "../page/search.js";
import { currentStep, day, filters, townCounts, townPage } from "../page/store.js";

const earlier = payloadOf("earlier");

/** Its words, its drawing in the key, and how its lines are drawn. */
export const { words: earlierWords, sample: earlierSample, look: earlierLook } = earlier;
export const earlierProjects = earlier.projects.map(decodeProject);
export const openEarlier = signal(null);
export const hoveredEarlier = signal(null);

/** Whether a project is called so: a text as the report's own projects are searched by it, else each of its words. */
function isNamed(project, text) {
  const isIn = (query) => query && (isMeant(project, query) || isHeld(project.forms, query));
  return isIn(fold(text)) || text.split(/\s+/u).map(fold).filter(Boolean).every(isIn);
}

function idsNamed(text) {
  const found = isWhole.value && fold(text) ? earlierProjects.filter((project) => isNamed(project, text)) : [];
  return new Set(found.map(({ id }) => id));
}

/** Those that pass the filters. What this report's words alone can answer, stage and promise, none of them passes. */
export const shownEarlier = computed(() => {
  if (townCounts.value || currentStep.value || day.value) return [];
  if (townPage.value) return earlierProjects.filter(({ towns }) => towns.includes(townPage.value));
  const { text } = filters.value;
  return passing(earlierProjects, filters.value, text ? idsNamed(text) : null);
});

/** Open one in the place of the report's own project; the map goes to where it is. */
export function openLeft(project) {
  if (openEarlier.value === project) return closeLeft();
  closeCard();
  batch(() => {
    hoveredEarlier.value = null;
    openEarlier.value = project;
  });
  if (project.parts.length) fitProject(project);
  return undefined;
}

export function closeLeft() {
  openEarlier.value = null;
}

/** By a key: the focus goes along to the card. */
export function openLeftByKey(project) {
  openLeft(project);
  if (openEarlier.value) document.getElementById("card").focus({ preventScroll: true });
}

export const isLeftRaised = (project) => openEarlier.value === project || hoveredEarlier.value === project;
