// The modes of the map (`show=` in a link): the script of each comes beside the page, and only when it is asked for.
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { fetchScript } from "./beside.js";
import { isEmbedded } from "./host.js";
import { page } from "./islands.js";
import { view } from "./store.js";

/** What the projector mode adds to the window of the notes: (window) => elements. */
export const moreNotes = signal(() => []);

/** The large and simple mode is kept in this browser, and begins by itself (layers/large). */
function keptMode() {
  try {
    return !isEmbedded && localStorage.getItem("dgmap-large") && "large";
  } catch {
    return null; // storage is switched off
  }
}

const fetched = new Set([null, undefined, false]);
const keptShow = keptMode();
effect(() => {
  for (const mode of page.beside ? [keptShow, view.value.show] : []) {
    if (!fetched.has(mode)) fetchScript(`${mode}.js`);
    fetched.add(mode);
  }
});
