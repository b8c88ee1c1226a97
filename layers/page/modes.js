// The modes of the map (`show=` in a link): the script of each comes beside the page, and only when it is asked for.
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { fetchScript } from "./beside.js";
import { page } from "./islands.js";
import { view } from "./store.js";

/** What the projector mode adds to the window of the notes: (window) => elements. */
export const moreNotes = signal(() => []);

const fetched = {};

function fetchMode(mode) {
  if (page.beside && mode && !fetched[mode]) fetchScript(`${mode}.js`);
  fetched[mode] = true;
}

/** The large and simple mode is kept in this browser, and begins by itself (layers/large). */
export function fetchKept() {
  try {
    if (localStorage.getItem("dgmap-large")) fetchMode("large");
  } catch {
    // Storage is switched off.
  }
}

effect(() => fetchMode(view.value.show));
