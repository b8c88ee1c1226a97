// Going back to a day (`at` in a link): script and facts of that come beside the page, and only when one is asked for.
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { button, el } from "./dom.js";
import { hasPast, page } from "./islands.js";
import { day } from "./store.js";
import { say } from "./words.js";

const RETRY_PAST_MS = 3000;

/** Whether the slider is open; a link with a day opens it, too. */
export const isPastOpen = signal(false);

export function pastButton() {
  const toggle = () => {
    isPastOpen.value = !isPastOpen.value;
  };
  return hasPast && button({ id: "past-button", class: "button small" }, toggle, say("by_day"));
}

function fetchPast() {
  const again = () => setTimeout(fetchPast, RETRY_PAST_MS);
  document.head.append(el("script", { src: `${page.beside}past.js`, on: { error: again } }));
}

let isFetched = !page.beside;
effect(() => {
  if (isFetched || !(day.value || isPastOpen.value)) return;
  isFetched = true;
  fetchPast();
});
