// The visitor's own shapes, for this session: dashed ink over everything else, names as text nodes only.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { textWidth } from "../labels/board.js";
import { beside } from "../labels/candidates.js";
import { fontOf, RANK } from "../labels/labels.js";
import { el } from "../page/dom.js";
import { layer } from "../page/layer.js";
import { fitCity, map, quietPath, resize, toPoint } from "../page/map.js";
import { fitFree } from "../page/room.js";
import { ownShapes } from "../page/store.js";

const MOST_OWN_NAMES = 40; // more names than that are told by pointing alone
const EDGE = { color: "var(--surface)", weight: 6, opacity: 0.85, fill: false };
const DASHES = { color: "var(--ink)", weight: 2.2, dashArray: "6 5", fillColor: "var(--ink)", fillOpacity: 0.06 };

/** One shape: a light edge below, so that it is seen on every colour, and the dashes above. */
function drawShape({ name, geometry }) {
  const group = L.featureGroup();
  for (const isEdge of [true, false]) {
    const look = { interactive: !isEdge, className: isEdge ? "own-edge" : "own-shape" };
    const style = { ...quietPath("station", isEdge ? EDGE : DASHES), ...look };
    const dot = { ...style, radius: 8, dashArray: isEdge ? null : "3 3" };
    L.geoJSON(geometry, { style: () => style, pointToLayer: (_, at) => L.circleMarker(at, dot) }).addTo(group);
  }
  group.bindTooltip(() => el("span", {}, name), { sticky: true, className: "own-tip" });
  return group.addTo(map);
}

function ownLabel({ name }, group) {
  const middle = group.getBounds().getCenter();
  if (!name || !map.getBounds().contains(middle)) return [];
  const width = textWidth(name, fontOf(13, 700)) + 12;
  const candidates = beside(toPoint([middle.lat, middle.lng]), width, 20, 12);
  const node = () => el("div", { class: "own-name", "data-label": "own" }, name);
  return [{ rank: RANK.own, pad: 3, options: [{ width, height: 20, candidates, node }] }];
}

/** On the upload page the map stands without list and search. */
function followLayout() {
  effect(() => {
    const isAlone = Boolean(ownShapes.value?.alone);
    if (document.body.classList.contains("own-alone") === isAlone) return;
    document.body.classList.toggle("own-alone", isAlone);
    resize(fitCity);
  });
}

layer("own", () => {
  let drawn = []; // [[shape, its Leaflet layer]]
  let known = "[]";
  const bounds = () => L.featureGroup(drawn.map(([, group]) => group)).getBounds();
  followLayout();
  effect(() => {
    const shapes = ownShapes.value?.shapes || [];
    const key = JSON.stringify(shapes);
    if (key === known) return;
    known = key;
    for (const [, group] of drawn) group.remove();
    drawn = shapes.map((shape) => [shape, drawShape(shape)]);
    if (drawn.length) fitFree(bounds(), { maxZoom: 14 });
  });
  return {
    labels: () => (drawn.length > MOST_OWN_NAMES ? [] : drawn.flatMap(([shape, group]) => ownLabel(shape, group))),
    legend: (inSight) => ({ own: drawn.length > 0 && inSight.intersects(bounds()) }),
  };
});
