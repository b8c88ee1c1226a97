// Fills that plain colours cannot be: hatches by category, soft discs.
import { colourOf, svg } from "./dom.js";
import { style } from "./islands.js";

const patterns = document.getElementById("patterns");

function softGradient(category) {
  const stop = ([offset, opacity]) =>
    svg("stop", { offset, "stop-color": colourOf(category), "stop-opacity": opacity });
  return svg("radialGradient", { id: `soft-${category}` }, ...style.soft_stops.map(stop));
}

for (const category of style.categories) patterns.append(softGradient(category));

/** The fill of a hatch: one stripe a category in turn, all at 45°. */
export function hatchFill(categories, gap, width) {
  const id = ["hatch", gap, width, ...categories].join("-").replaceAll(".", "_");
  if (!document.getElementById(id)) {
    const size = gap * categories.length;
    const box = { id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    const stripe = (category, index) =>
      svg("rect", { x: gap * index, y: 0, width, height: size, fill: colourOf(category) });
    patterns.append(svg("pattern", box, ...categories.map(stripe)));
  }
  return `url(#${id})`;
}

/** A clip that follows the outline of a drawn path. */
export function clipTo(id, path) {
  let shape = document.getElementById(id);
  if (!shape) {
    shape = svg("path", { id });
    patterns.append(svg("clipPath", { id: `${id}-box` }, shape));
  }
  shape.setAttribute("d", path.getAttribute("d") || "M0 0");
  return `url(#${id}-box)`;
}
