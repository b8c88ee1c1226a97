// The quiet part: neighbours, expressways, railways, and the stations of the context.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { textWidth } from "../labels/board.js";
import { around } from "../labels/candidates.js";
import { fontOf, RANK } from "../labels/labels.js";
import { stationLabel } from "../labels/stations.js";
import { contextStations, projectById, stations } from "../page/dataset.js";
import { el } from "../page/dom.js";
import { decodePaths } from "../page/geometry.js";
import { lang, style } from "../page/islands.js";
import { layer } from "../page/layer.js";
import { map, quietPath, toPoint, zoom } from "../page/map.js";
import { isShown, selected } from "../page/store.js";

const anyIn = (bounds, lines) => lines.some((points) => points.length && bounds.intersects(L.latLngBounds(points)));

function drawBorders({ neighbours, area_scale: scale }) {
  const edge = { color: "var(--border)", weight: 0.7, opacity: 0.7 };
  L.polyline(decodePaths(neighbours.paths, scale), quietPath("base", edge)).addTo(map);
}

function drawLines(roads, railways) {
  for (const lines of roads) {
    L.polyline(lines, quietPath("context", { color: "var(--context-case)", weight: 4, opacity: 0.55 })).addTo(map);
    L.polyline(lines, quietPath("context", { color: "var(--context-road)", weight: 2.6 })).addTo(map);
  }
  const rail = { color: "var(--railway)", lineCap: "butt" };
  for (const { kind, lines } of railways) {
    L.polyline(lines, quietPath("context", { ...rail, weight: 1.1 })).addTo(map);
    if (kind === "railway")
      L.polyline(lines, quietPath("context", { ...rail, weight: 4, dashArray: "1 7" })).addTo(map);
  }
}

const DOT = { radius: 1.8, color: "var(--station)", weight: 1, fillColor: "var(--land)", fillOpacity: 1 };

/** Dots grow with the zoom; the termini outside of the city are a little larger from the start. */
function drawStations() {
  const dots = contextStations.map((station) => ({
    isOutside: station.kind === "outside",
    dot: L.circleMarker(station.place, quietPath("context", DOT)).addTo(map),
  }));
  effect(() => {
    const isClose = zoom.value >= 12;
    for (const { dot, isOutside } of dots) dot.setRadius(isClose ? 3 : isOutside ? 2.4 : 1.5);
  });
}

const LOOKS = { city: [15, 6], district: [12, 2] }; // size and spacing in pixels

function areaLabel(area) {
  const look = area.kind === "city" ? "city" : "district";
  const [size, spacing] = LOOKS[look];
  const text = look === "city" && lang === "en" ? area.name.toUpperCase() : area.name;
  const width = textWidth(text, fontOf(size), spacing) + 6;
  const css = { class: `neighbour ${look}`, style: `letter-spacing:${spacing}px;font-size:${size}px` };
  const node = () => el("div", { ...css, "data-label": "neighbour" }, text);
  const middle = toPoint([area.label[1], area.label[0]]);
  const candidates = [...around(middle, [0], [0, -20, 20]), ...around(middle, [-30, 30], [0])];
  return { rank: RANK.context, pad: 4, options: [{ width, height: 20, candidates, node }] };
}

layer("basemap", (data) => {
  const roads = data.roads.map((paths) => decodePaths(paths, data.scale));
  const railways = data.railways.map(({ kind, paths }) => ({ kind, lines: decodePaths(paths, data.scale) }));
  drawBorders(data);
  drawLines(roads, railways);
  drawStations();
  const isDrawn = ({ project }) => !project || (projectById.has(project) && isShown(projectById.get(project)));
  // Whoever looks for a place looks for its station: those of a project's line too, once it is in service.
  const isServed = (station) => isDrawn(station) && projectById.get(station.project).status === "done";
  const served = () => stations.filter(({ project }) => project && project !== selected.value);
  return {
    labels() {
      const isClose = zoom.value >= style.near_zoom;
      const named = contextStations.filter(({ kind }) => isClose || kind === "outside");
      const own = isClose ? served().filter(isServed) : [];
      return [
        ...[...named, ...own].map((station) => stationLabel(station, { isOwn: false })),
        ...data.neighbours.areas.map(areaLabel),
      ];
    },
    legend: (bounds) => ({
      road: roads.some((lines) => anyIn(bounds, lines)),
      railway: railways.some(({ lines }) => anyIn(bounds, lines)),
      station: stations.some((station) => bounds.contains(station.place) && isDrawn(station)),
    }),
  };
});
