// The map as a part of the towns' pages: no search; on a phone the app's own page scrolls and needs our height.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { tell } from "../page/actions.js";
import { panel } from "../page/layer.js";
import { isPart, townCounts, townPage } from "../page/store.js";

const COUNTS_HEIGHT_PX = 440;

panel("town_page", () => {
  const page = document.getElementById("page");
  const tellHeight = () => {
    if (isPart.peek()) tell("height", { px: townCounts.peek() ? COUNTS_HEIGHT_PX : page.offsetHeight });
  };
  new ResizeObserver(tellHeight).observe(page);
  effect(() => {
    document.body.classList.toggle("town-page", Boolean(townPage.value));
    document.body.classList.toggle("shade-page", Boolean(townCounts.value));
    queueMicrotask(tellHeight);
  });
});
