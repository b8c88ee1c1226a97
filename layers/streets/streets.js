// The street map, where there is one: the choice of what lies under the projects, and the script that draws the streets,
// which is asked for once somebody chooses them.
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { textWidth } from "../labels/board.js";
import { fontOf } from "../labels/labels.js";
import { changeBase } from "../page/actions.js";
import { el, icon } from "../page/dom.js";
import { lang, page } from "../page/islands.js";
import { layer } from "../page/layer.js";
import { map } from "../page/map.js";
import { scheduleOverlay } from "../page/overlay.js";
import { baseKind, ownNotices } from "../page/store.js";

/** Whether file or script did not come, or are broken: then the quiet base is shown. */
const hasFailed = signal(false);

const isStreetsWanted = () => baseKind.value === "streets" && !hasFailed.value;

/** The choice: the browser's own list, over an icon. */
function baseChoice(words) {
  const options = page.bases.map((value) => el("option", { value }, words[value]));
  const list = el("select", { "aria-label": words.base, title: words.base }, ...options);
  list.addEventListener("change", () => {
    hasFailed.value = false;
    ownNotices.value = [];
    changeBase(list.value);
  });
  effect(() => {
    list.value = hasFailed.value ? "quiet" : baseKind.value;
  });
  return el("div", { class: "control streets-choice" }, icon("stack", 20), list);
}

layer("streets", ({ script, file, words }) => {
  let streets = null;
  let isAsked = false;

  function fail() {
    hasFailed.value = true;
    isAsked = false;
    ownNotices.value = [{ title: words.failed, text: words.failed_why }];
  }

  async function open() {
    isAsked = true;
    try {
      if (!window.dgmapStreets) await import(script);
      const door = { map, lang, textWidth, fontOf, file, redraw: scheduleOverlay };
      streets ??= await window.dgmapStreets(door, fail);
      scheduleOverlay();
    } catch {
      fail();
    }
  }

  effect(() => {
    if (isStreetsWanted() && !isAsked) open();
    scheduleOverlay();
  });
  return {
    controls: () => baseChoice(words),
    clip() {
      document.documentElement.toggleAttribute("data-streets", Boolean(streets?.show(isStreetsWanted())));
    },
    names(board, labels) {
      streets?.names(board, new Set(labels.map(({ node }) => node.textContent)));
    },
  };
});
