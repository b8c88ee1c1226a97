// Icons on the map: filled discs, bare glyphs on a rim, and counts where they stand too close.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { hover, leave, select, shapeControls } from "../page/actions.js";
import { colourOf, el, fill, svg } from "../page/dom.js";
import { style } from "../page/islands.js";
import { elementMarker, map, toPoint, viewport, zoom } from "../page/map.js";
import { pickOr } from "../page/picking.js";
import { fitFree } from "../page/room.js";
import { hovered, isRaised, lookOf, selected, shownProjects } from "../page/store.js";
import { say } from "../page/words.js";
import { groupMarks } from "./groups.js";
import { shapeLabel } from "./shape.js";

const MOST_ARCS = 12; // members of a merged mark that are told apart
const markers = new Map(); // project id → its marker
let clusters = []; // [{ marker, place, members }]
let spots = []; // [{ place, radius, members }]: where the marks stand now

const placeOf = ({ icon_at: [lon, lat] }) => [lat, lon];
const isFirm = ({ certainty }) => certainty === "surveyed" || certainty === "approximate";

const box26 = { width: 26, height: 26, viewBox: "0 0 26 26", "aria-hidden": "true" };

function glyph({ category }, place, attributes) {
  const box = { ...place, viewBox: "0 0 256 256", ...attributes };
  return svg("svg", box, svg("use", { href: `#i-${category}` }));
}

function markNode(project) {
  const color = colourOf(project.category);
  if (project.parts.some((part) => part.points.length && isFirm(part))) {
    const disc = { cx: 13, cy: 13, r: 11.3, fill: color, stroke: "var(--casing)", "stroke-width": 1.6 };
    const inside = { x: 6, y: 6, width: 14, height: 14 };
    return svg("svg", box26, svg("circle", disc), glyph(project, inside, { fill: "var(--glyph)" }));
  }
  const place = { x: 4, y: 4, width: 18, height: 18, overflow: "visible" };
  const edge = { fill: "var(--land)", stroke: "var(--land)", "stroke-width": 46, "stroke-linejoin": "round" };
  return svg("svg", box26, glyph(project, place, edge), glyph(project, place, { fill: color }));
}

const markAt = (place, node, className, size) =>
  elementMarker(place, node, { className, size: [size, size], bubblingMouseEvents: false });

function makeMarker(project) {
  const dot = el("span", { class: "mark-dot", style: `background:${colourOf(project.category)}` });
  const marker = markAt(placeOf(project), el("div", { class: "mark-box" }, markNode(project), dot), "mark", 26);
  const { id } = project;
  marker.on({ mouseover: () => hover(id), mouseout: () => leave(id), click: () => pickOr(() => select(id)) });
  marker.on("add", () => {
    const node = marker.getElement();
    if (!node.dataset.shape) fill(node, shapeControls(project, shapeLabel(project)));
  });
  return marker;
}

/** How much of the ring each colour takes: each member its own arc while they are few, else each category. */
function ringShares(members) {
  const order = (category) => style.categories.indexOf(category);
  const categories = members.map(({ category }) => category).sort((a, b) => order(a) - order(b));
  if (members.length <= MOST_ARCS) return categories.map((category) => [category, 1 / members.length]);
  const share = (category) => categories.filter((one) => one === category).length / members.length;
  return [...new Set(categories)].map((category) => [category, share(category)]);
}

/** A paper disc with a ring cut into the categories of its members. */
function clusterNode(members) {
  const radius = 12.6;
  const length = 2 * Math.PI * radius;
  let start = 0;
  const arcs = ringShares(members).map(([category, share]) => {
    const dash = { "stroke-dasharray": `${length * share} ${length}`, "stroke-dashoffset": -length * start };
    const ring = { cx: 16, cy: 16, r: radius, fill: "none", stroke: colourOf(category), "stroke-width": 3 };
    start += share;
    return svg("circle", { ...ring, ...dash, transform: "rotate(-90 16 16)" });
  });
  const css = `cluster-count${members.length > 99 ? " many" : ""}`;
  const count = svg("text", { x: 16, y: 20.5, "text-anchor": "middle", class: css }, String(members.length));
  const paper = svg("circle", { cx: 16, cy: 16, r: 14.6, fill: "var(--surface)" });
  return svg("svg", { width: 32, height: 32, viewBox: "0 0 32 32", "aria-hidden": "true" }, paper, ...arcs, count);
}

function clusterName(members) {
  const names = members.slice(0, MOST_ARCS).map(({ name }) => name);
  const rest = members.length > MOST_ARCS ? "…" : "";
  return `${say("merged", { n: members.length })}：${names.join(say("list_sep"))}${rest}`;
}

function openCluster(members) {
  fitFree(L.latLngBounds(members.map(placeOf)), { margin: 60, maxZoom: 15, scroll: "smooth" });
}

function makeCluster(members) {
  const places = members.map(placeOf);
  const place = [0, 1].map((axis) => places.reduce((sum, one) => sum + one[axis], 0) / members.length);
  const css = `mark cluster${selected.value ? " rest" : ""}`;
  const marker = markAt(place, el("div", {}, clusterNode(members)), css, 32);
  const open = () => openCluster(members);
  const keydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open();
  };
  marker.on("click", () => pickOr(open));
  marker.on("add", () => {
    const name = { tabindex: 0, role: "button", "aria-label": clusterName(members) };
    fill(marker.getElement(), { ...name, on: { keydown } });
  });
  return { marker: marker.addTo(map), place, members };
}

function drawMarker(project) {
  if (!markers.has(project.id)) markers.set(project.id, makeMarker(project));
  const marker = markers.get(project.id);
  if (!map.hasLayer(marker)) marker.addTo(map);
  const look = lookOf(project);
  const node = marker.getElement();
  for (const name of ["rest", "selected", "hovered"]) node.classList.toggle(name, look === name);
  node.setAttribute("aria-pressed", String(look === "selected"));
  marker.setZIndexOffset(look === "selected" ? 2000 : look === "hovered" ? 1500 : 0);
}

/** Those far out of sight of a crowd are left for later. */
function marksToDraw(isCrowded) {
  const withIcon = shownProjects.value.filter(({ icon_at: place }) => place);
  if (!isCrowded) return withIcon;
  const bounds = map.getBounds().pad(0.1);
  return withIcon.filter((project) => bounds.contains(placeOf(project)));
}

function drawMarks(isCrowded) {
  const pixelOf = (project) => map.latLngToLayerPoint(placeOf(project));
  const merge = isCrowded ? style.merge_crowd_px : style.merge_px;
  const groups = groupMarks(marksToDraw(isCrowded), { pixelOf, isRaised, merge });
  const single = groups.filter(({ length }) => length === 1).flat();
  const kept = new Set(single.map(({ id }) => id));
  for (const [id, marker] of markers) if (!kept.has(id)) marker.remove();
  for (const { marker } of clusters) marker.remove();
  single.forEach(drawMarker);
  clusters = groups.filter(({ length }) => length > 1).map(makeCluster);
  spots = [
    ...single.map((project) => ({ members: [project], radius: 13, place: placeOf(project) })),
    ...clusters.map(({ members, place }) => ({ members, radius: 16, place })),
  ];
}

/** Keep the marks drawn: they merge and part with the zoom, and follow what is shown and raised. */
export function followMarks({ isCrowded }) {
  effect(() => {
    void [zoom.value, selected.value, hovered.value, isCrowded && viewport.value];
    drawMarks(isCrowded);
  });
}

/** The projects whose icon stands by itself now. */
export const singleMarks = () => spots.filter(({ members }) => members.length === 1).map(({ members }) => members[0]);

export const isMergedIn = (bounds) => clusters.some(({ place }) => bounds.contains(place));

export function markObstacles(board) {
  for (const { members, place, radius } of spots) {
    const point = toPoint(place);
    const isRest = selected.value && members.every((project) => lookOf(project) === "rest");
    board.mark(point.x, point.y, isRest ? 5 : radius);
  }
}
