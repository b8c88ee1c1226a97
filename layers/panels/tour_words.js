// The words of a tour's step, with the reader's town and the number of its projects put in.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { fetchBeside } from "../page/beside.js";
import { townName } from "../page/dataset.js";
import { currentStep, idsOfStep, tourWords } from "../page/store.js";
import { say } from "../page/words.js";

let areWordsAsked = false;

effect(() => {
  if (areWordsAsked || tourWords.value || !currentStep.value) return;
  areWordsAsked = true;
  fetchBeside("tours.json", (found) => {
    tourWords.value = found;
  });
});

const NONE = { title: "", text: "", note: "", none: "" };
const wordsOf = ({ id }, number) => tourWords.value?.[id][number - 1] ?? NONE;

/** The words of a step of the tour that is on: `key` is title, text or note. */
export function stepWords(key) {
  const { tour, number, town } = currentStep.value;
  const step = wordsOf(tour, number);
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
  if (number === tour.steps.length) return say("tour_last");
  const { title } = wordsOf(tour, number + 1);
  return say("tour_next", { title: title.replaceAll("{town}", town ? townName(town) : "") });
}
