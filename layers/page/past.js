// Going back to a day (`at` in a link): script and facts of that come beside the page, and only when one is asked for.
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { fetchScript } from "./beside.js";
import { button } from "./dom.js";
import { hasPast, page } from "./islands.js";
import { day } from "./store.js";
import { say } from "./words.js";

/** Whether the slider is open; a link with a day opens it, too. */
export const isPastOpen = signal(false);

export function pastButton() {
  const toggle = () => {
    isPastOpen.value = !isPastOpen.value;
  };
  return hasPast && button({ id: "past-button", class: "button small" }, toggle, say("by_day"));
}

let isFetched = !page.beside;
effect(() => {
  if (isFetched || !(day.value || isPastOpen.value)) return;
  isFetched = true;
  fetchScript("past.js");
});
