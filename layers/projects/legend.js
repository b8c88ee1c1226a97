// Which symbols of the projects are in sight.
import { shownProjects } from "../page/store.js";
import { isAreaIn, isPartIn } from "./boxes.js";
import { isMergedIn } from "./marks.js";

export function projectLegend(bounds) {
  const parts = shownProjects.value.flatMap((project) => project.parts);
  const isSeen = (test) => parts.some((part) => test(part) && isPartIn(bounds, part));
  return {
    surveyed: isSeen(({ certainty }) => certainty === "surveyed"),
    approximate: isSeen(({ certainty, polygons }) => certainty === "approximate" && !polygons.length),
    schematic: isSeen(({ certainty }) => certainty === "schematic"),
    area: parts.some((part) => isAreaIn(bounds, part)),
    merged: isMergedIn(bounds),
  };
}
