// The layer of what earlier reports left open: faint dots, their entry in the key, their group and their card.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { layer } from "../page/layer.js";
import { isAreaIn, isPartIn } from "../projects/boxes.js";
import { Dots } from "./dots.js";
import { followGroup } from "./group.js";
import { followSheet } from "./sheet.js";
import { earlierProjects, earlierSample, earlierWords, shownEarlier } from "./state.js";

layer("earlier", () => {
  const drawn = earlierProjects.filter(({ parts }) => parts.length).map((project) => new Dots(project));
  effect(() => {
    for (const dots of drawn) dots.draw(shownEarlier.value.includes(dots.project));
  });
  followGroup();
  followSheet();
  const isIn = (bounds, part) => isPartIn(bounds, part) || isAreaIn(bounds, part);
  const isSeen = (bounds) => shownEarlier.value.some(({ parts }) => parts.some((part) => isIn(bounds, part)));
  return { legendItems: (bounds) => (isSeen(bounds) ? [{ ...earlierSample, name: earlierWords.key }] : []) };
});
