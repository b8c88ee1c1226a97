// The words of a tour's step, with the reader's town and the number of its projects put in.
import { townName } from "../page/dataset.js";
import { isWhole } from "../page/search.js";
import { currentStep, idsOfStep } from "../page/store.js";
import { say } from "../page/words.js";

/** The words of a step of the tour that is on: `key` is title, text or note. */
export function stepWords(key) {
  const { tour, step, town } = currentStep.value;
  if (key === "note" && !isWhole.value) return ""; // notes come after the map
  if (!tour.any_town) return step[key];
  const n = idsOfStep(currentStep.value).length;
  const raw = key === "text" && n === 0 ? step.none : step[key];
  return raw.replaceAll("{town}", townName(town)).replaceAll("{n}", String(n));
}

export const placeWords = () =>
  say("tour_place", { n: currentStep.value.number, all: currentStep.value.tour.steps.length });

/** What comes next, for the presenter. */
export function nextWords() {
  const { tour, number, town } = currentStep.value;
  const next = tour.steps[number];
  if (!next) return say("tour_last");
  return say("tour_next", { title: next.title.replaceAll("{town}", town ? townName(town) : "") });
}
