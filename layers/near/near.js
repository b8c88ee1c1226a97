// The place to measure from: its circle, what lies outside veiled, and a hollow cross so that a project there is seen.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { el, svg } from "../page/dom.js";
import { pointAround } from "../page/geometry.js";
import { layer } from "../page/layer.js";
import { elementMarker, map, quietPath, toPoint } from "../page/map.js";
import { near } from "../page/store.js";
import { metres } from "../page/words.js";

const WORLD = [
  [10, 100],
  [40, 100],
  [40, 128],
  [10, 128],
];
const CROSS = "M24 2v9M24 37v9M2 24h9M37 24h9";

function hereNode() {
  const strokes = [
    ["var(--surface)", 5],
    ["var(--ink)", 2],
  ];
  const marks = strokes.flatMap(([stroke, width]) => [
    svg("circle", { cx: 24, cy: 24, r: 16, stroke, "stroke-width": width }),
    svg("path", { d: CROSS, stroke, "stroke-width": width }),
  ]);
  return el(
    "div",
    {},
    svg("svg", { width: 48, height: 48, viewBox: "0 0 48 48", "aria-hidden": "true", fill: "none" }, ...marks),
  );
}

function circleOf(place) {
  const ring = Array.from({ length: 96 }, (_, step) => pointAround(place, place.radius_m, (step / 96) * 2 * Math.PI));
  const pill = el("span", {}, metres(place.radius_m));
  const here = { className: "near-here", size: [48, 48], zIndexOffset: 3000, interactive: false };
  const label = { className: "near-pill", size: [84, 28], interactive: false };
  const veil = { stroke: false, fillColor: "var(--neighbour)", fillOpacity: 0.5 };
  return [
    L.polygon([WORLD, ring], quietPath("veil", veil)),
    L.polygon(ring, quietPath("station", { fill: false, color: "var(--ink)", weight: 1.6, dashArray: "2 4" })),
    elementMarker([place.lat, place.lon], hereNode(), here),
    elementMarker(pointAround(place, place.radius_m, 0), pill, label),
  ];
}

const isDrawn = (place) => Boolean(place && !place.outside_m);

layer("near", () => {
  const drawn = L.layerGroup().addTo(map);
  effect(() => {
    drawn.clearLayers();
    if (isDrawn(near.value)) for (const part of circleOf(near.value)) drawn.addLayer(part);
  });
  return {
    obstacles(board) {
      if (!near.value) return;
      const here = toPoint([near.value.lat, near.value.lon]);
      board.mark(here.x, here.y, 20);
      const pill = toPoint(pointAround(near.value, near.value.radius_m, 0));
      board.take([pill.x - 44, pill.y - 16, pill.x + 44, pill.y + 16]);
    },
    legend: () => ({ near: isDrawn(near.value) }),
  };
});
