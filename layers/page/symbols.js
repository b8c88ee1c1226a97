// Small drawings beside words: how sure a place is, what the status is, keys of the legend (geo/symbols.py).
import { colourOf, drawing, svg } from "./dom.js";
import { style } from "./islands.js";
import { hatchFill } from "./patterns.js";

/** The drawing of a key of the legend. */
export function sample(key) {
  const { width, shapes } = style.samples[key];
  return drawing(width, 20, shapes);
}

/** Status by shape: full, half, hollow, triangle, dashes. */
export const statusMark = (status) =>
  drawing(10, 10, style.statuses[status] || style.statuses.unknown, { class: "status-mark" });

const FILLS = {
  soft: (category) => `url(#soft-${category})`,
  hatch: (category, { gap }) => hatchFill([category], gap, 1),
};

function swatchShape(category, [tag, { size, ...given }]) {
  if (tag !== "glyph") return svg(tag, { ...given, fill: FILLS[given.fill]?.(category, given) || given.fill });
  const edge = given.stroke ? { "stroke-width": 50, "stroke-linejoin": "round" } : {};
  const place = { x: (32 - size) / 2, y: (32 - size) / 2, width: size, height: size, viewBox: "0 0 256 256" };
  return svg("svg", { ...place, overflow: "visible", ...given, ...edge }, svg("use", { href: `#i-${category}` }));
}

/** A project as on the map, in 32 pixels: the list shows how sure a place is, too. */
export function swatch({ category, certainty }) {
  const box = { width: 32, height: 32, viewBox: "0 0 32 32", "aria-hidden": "true" };
  const shapes = style.swatches[certainty].map((shape) => swatchShape(category, shape));
  return svg("svg", { ...box, class: "swatch", style: `--cat:${colourOf(category)}` }, ...shapes);
}
