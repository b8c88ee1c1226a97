// The ground under the projects: a coarse water at first, and the fine ground once somebody looks closer.
import { computed, effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { textWidth } from "../labels/board.js";
import { around } from "../labels/candidates.js";
import { fontOf, RANK } from "../labels/labels.js";
import { fetchBeside } from "../page/beside.js";
import { el } from "../page/dom.js";
import { decodePaths } from "../page/geometry.js";
import { groundIsland, page, style } from "../page/islands.js";
import { layer } from "../page/layer.js";
import { map, quietPath, toPoint, zoom } from "../page/map.js";
import { scheduleOverlay } from "../page/overlay.js";
import { isWhole } from "../page/search.js";

const SIZES = { sea: [15, 2], lake: [12, 1], river: [12, 1], road: [10, 0] }; // size and spacing in pixels
const APART_PX = 280; // as near to each other a name stands once

const isClose = computed(() => zoom.value >= style.ground_zoom);
const fine = signal(null);
let isAsked = false;

/** Get the fine ground, after the map is drawn and what cards and search need is here. */
function ask() {
  if (isAsked) return;
  isAsked = true;
  const take = (ground) => {
    fine.value = ground;
  };
  if (page.beside) fetchBeside("ground.json", take);
  else take(groundIsland());
}

function groundArea(polygons, scale, name) {
  const shapes = polygons.map((rings) => decodePaths(rings, scale));
  const edge = name === "water" ? { color: "var(--coast)", weight: 0.8 } : { stroke: false };
  return L.polygon(shapes, quietPath("ground", { fillColor: `var(--${name})`, fillOpacity: 1, ...edge }));
}

/** Woods lie under water; tracks beyond the city look like those in it. */
const fineLayers = ({ woods, water, tracks, scale }) => [
  groundArea(woods, scale, "woods"),
  groundArea(water, scale, "water"),
  L.polyline(
    decodePaths(tracks, scale),
    quietPath("context", { color: "var(--railway)", lineCap: "butt", weight: 1.1 }),
  ),
];

/** Show the fine ground where it is here and looked at, else the coarse water. */
function followZoom(coarse) {
  const made = computed(() => fine.value && fineLayers(fine.value));
  let shown = [];
  effect(() => {
    if (isClose.value && isWhole.value) ask();
    const wanted = (isClose.value && made.value) || [coarse];
    if (wanted === shown || wanted[0] === shown[0]) return;
    for (const one of shown) one.remove();
    for (const one of wanted) one.addTo(map);
    shown = wanted;
    scheduleOverlay();
  });
}

function groundLabel({ name, kind, point }) {
  const [size, spacing] = SIZES[kind];
  const isRoad = kind === "road";
  const css = isRoad ? "road-number" : `neighbour sea ${kind}`;
  const attributes = { class: css, style: `letter-spacing:${spacing}px;font-size:${size}px`, "data-label": kind };
  const node = () => el("div", attributes, name);
  const width = textWidth(name, fontOf(size, isRoad ? 700 : 400), spacing) + (isRoad ? 8 : 6);
  const candidates = isRoad
    ? [[point.x, point.y, 0]]
    : [...around(point, [0], [0, -20, 20]), ...around(point, [-30, 30], [0])];
  return { rank: RANK.context, pad: 4, options: [{ width, height: isRoad ? 14 : 20, candidates, node }] };
}

/** The names in sight, those of one name well apart. */
function inSight(names) {
  const bounds = map.getBounds();
  const kept = [];
  for (const { name, kind, at } of names) {
    if (!bounds.contains([at[1], at[0]])) continue;
    const point = toPoint([at[1], at[0]]);
    const isTwice = kept.some((other) => other.name === name && point.distanceTo(other.point) < APART_PX);
    if (!isTwice) kept.push({ name, kind, point });
  }
  return kept;
}

layer("ground", (data) => {
  followZoom(groundArea(data.water, data.scale, "water"));
  const isNamed = ({ kind }) => kind !== "road" || zoom.value >= style.point_name_zoom;
  return {
    labels() {
      const close = isClose.value && fine.value ? fine.value.names.filter(isNamed) : [];
      return inSight([...data.names, ...close]).map(groundLabel);
    },
  };
});
