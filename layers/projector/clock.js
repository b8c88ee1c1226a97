// How long the talk has been going on; a press sets it to nought.
import { button, el, replace } from "../page/dom.js";

const SECOND_MS = 1000;
const twoDigits = (number) => String(number).padStart(2, "0");

/** Minutes and seconds of a time in seconds. */
const timeWords = (seconds) => `${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;

/** The clock, one element for good: it goes along from step to step. */
export function makeClock(words) {
  let began = Date.now();
  const time = el("time", { role: "timer" });
  const draw = () => replace(time, timeWords(Math.floor((Date.now() - began) / SECOND_MS)));
  const again = () => {
    began = Date.now();
    draw();
  };
  setInterval(draw, SECOND_MS);
  draw();
  return el("p", { class: "notes-clock" }, time, button({ class: "button small" }, again, words.again));
}
