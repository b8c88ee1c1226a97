// The projector mode (`show=projector` in a link): its script comes beside the page, and only when it is asked for.
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { fetchScript } from "./beside.js";
import { page } from "./islands.js";
import { view } from "./store.js";

/** What the mode adds to the window of the notes: (window) => elements. */
export const moreNotes = signal(() => []);

let isScriptAsked = !page.beside;
effect(() => {
  if (isScriptAsked || !view.value.show) return;
  isScriptAsked = true;
  fetchScript("projector.js");
});
