// The same drawing as on the map in 32 pixels: the list shows how sure a place is, too.
function swatch(project) {
  const colour = "var(--c-" + project.cat + ")";
  const glyph = (size, extra) => svg("svg", { x: (32 - size) / 2, y: (32 - size) / 2, width: size, height: size, viewBox: "0 0 256 256", overflow: "visible", ...extra }, svg("use", { href: "#i-" + project.cat }));
  const edge = (size) => glyph(size, { fill: "var(--surface)", stroke: "var(--surface)", "stroke-width": 50, "stroke-linejoin": "round" });
  const drawn = {
    surveyed: () => [svg("circle", { cx: 16, cy: 16, r: 11.5, fill: colour }), glyph(14, { fill: "var(--glyph)" })],
    approximate: () => [svg("circle", { cx: 16, cy: 16, r: 16, fill: colour, opacity: 0.22 }), svg("circle", { cx: 16, cy: 16, r: 12, fill: colour, stroke: "var(--casing)", "stroke-width": 1 }), glyph(14, { fill: "var(--glyph)" })],
    schematic: () => [svg("circle", { cx: 16, cy: 16, r: 16, fill: "url(#soft-" + project.cat + ")" }), glyph(16, { fill: colour })],
    town: () => [svg("rect", { width: 32, height: 32, rx: 6, fill: "url(#" + hatch([project.cat], 6, 1) + ")", opacity: 0.8 }), edge(16), glyph(16, { fill: colour })],
    none: () => [glyph(18, { fill: colour })],
  };
  return svg("svg", { class: "swatch", width: 32, height: 32, viewBox: "0 0 32 32", "aria-hidden": "true" }, ...drawn[project.sure]());
}

/** Status by shape: full, half, hollow, triangle, dashes. */
function statusMark(status) {
  const ink = { fill: "none", stroke: "currentColor", "stroke-width": 1.4 };
  const drawn = {
    done: () => [svg("circle", { cx: 5, cy: 5, r: 5, fill: "currentColor" })],
    building: () => [svg("circle", { cx: 5, cy: 5, r: 4.3, ...ink }), svg("path", { d: "M5 .7a4.3 4.3 0 0 1 0 8.6z", fill: "currentColor" })],
    planned: () => [svg("circle", { cx: 5, cy: 5, r: 4.2, ...ink })],
    delayed: () => [svg("path", { d: "M5 1.2 9.2 9H.8z", ...ink, "stroke-linejoin": "round" })],
    unknown: () => [svg("path", { d: "M0 5h2M4 5h2M8 5h2", ...ink })],
  };
  return svg("svg", { class: "status-mark", width: 10, height: 10, viewBox: "0 0 10 10", "aria-hidden": "true" }, ...(drawn[status] || drawn.unknown)());
}
