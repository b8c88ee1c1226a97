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

function swatchGlyph(project, size, extra) {
  const place = { x: (32 - size) / 2, y: (32 - size) / 2, width: size, height: size, viewBox: "0 0 256 256" };
  return svg("svg", { ...place, overflow: "visible", ...extra }, svg("use", { href: `#i-${project.category}` }));
}

const edge = { fill: "var(--surface)", stroke: "var(--surface)", "stroke-width": 50, "stroke-linejoin": "round" };
const disc = (attributes) => svg("circle", { cx: 16, cy: 16, ...attributes });

const SWATCHES = {
  surveyed: (project, fill) => [disc({ r: 11.5, fill }), swatchGlyph(project, 14, { fill: "var(--glyph)" })],
  approximate: (project, fill) => [
    disc({ r: 16, fill, opacity: 0.22 }),
    disc({ r: 12, fill, stroke: "var(--casing)", "stroke-width": 1 }),
    swatchGlyph(project, 14, { fill: "var(--glyph)" }),
  ],
  schematic: (project, fill) => [
    disc({ r: 16, fill: `url(#soft-${project.category})` }),
    swatchGlyph(project, 16, { fill }),
  ],
  town: (project, fill) => [
    svg("rect", { width: 32, height: 32, rx: 6, fill: hatchFill([project.category], 6, 1), opacity: 0.8 }),
    swatchGlyph(project, 16, edge),
    swatchGlyph(project, 16, { fill }),
  ],
  none: (project, fill) => [swatchGlyph(project, 18, { fill })],
};

/** The same drawing as on the map in 32 pixels: the list shows how sure a place is, too. */
export function swatch(project) {
  const box = { class: "swatch", width: 32, height: 32, viewBox: "0 0 32 32", "aria-hidden": "true" };
  return svg("svg", box, ...SWATCHES[project.certainty](project, colourOf(project.category)));
}
