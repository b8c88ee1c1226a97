// What the canvas shows of the shapes in sight: soft edges and discs below, then areas, casings, lines and stops.

import { style } from "../page/islands.js";
import { map, pixels } from "../page/map.js";
import { isShown } from "../page/store.js";
import { lineWidth, stackedOpacity } from "../projects/strokes.js";
import { casing, colourOn, softDisc } from "./colours.js";

const DENSE = 500; // lines in sight from which the finest strokes are left out until one zooms in
const softCanvas = document.createElement("canvas");

/** How many pixels around its course a shape may colour. */
const marginOf = ({ part, kind }, zoom) => (kind === "ring" ? 4 : pixels(part.accuracy_m || 0, zoom) + 12);

function isInSight(shape, { bounds, scale, zoom }) {
  const margin = marginOf(shape, zoom);
  const [west, north, east, south] = shape.box;
  if (east * scale < bounds.min.x - margin || west * scale > bounds.max.x + margin) return false;
  return south * scale >= bounds.min.y - margin && north * scale <= bounds.max.y + margin;
}

function batchOf({ kind, project, part, factor }, zoom) {
  const half = kind === "line" ? Math.max(1, Math.round(pixels(part.accuracy_m || 0, zoom) / 2)) * 2 : 0;
  return { kind, category: project.category, certainty: part.certainty, factor, half };
}

/** The shapes in sight, by everything that must be alike in one stroke. */
function batchesOf(shapes, view) {
  const found = new Map();
  for (const shape of shapes) {
    if (!isShown(shape.project) || !isInSight(shape, view)) continue;
    const batch = batchOf(shape, view.zoom);
    const key = Object.values(batch).join();
    if (!found.has(key)) found.set(key, { ...batch, shapes: [] });
    found.get(key).shapes.push(shape);
  }
  return [...found.values()];
}

/** Add a course to the path, leaving out corners that fall on the pixel before them. */
function trace(pen, path, scale) {
  let [x, y] = [path[0] * scale, path[1] * scale];
  pen.moveTo(x, y);
  for (let i = 2; i < path.length; i += 2) {
    const [nextX, nextY] = [path[i] * scale, path[i + 1] * scale];
    if (i < path.length - 2 && Math.abs(nextX - x) + Math.abs(nextY - y) < 1) continue;
    pen.lineTo(nextX, nextY);
    [x, y] = [nextX, nextY];
  }
}

function stroke(pen, batch, scale, { strokeStyle, lineWidth: width, opacity, dash, isSoft }) {
  if (!(opacity > 0)) return;
  pen.beginPath();
  for (const { path } of batch.shapes) trace(pen, path, scale);
  Object.assign(pen, { strokeStyle, lineWidth: width, globalAlpha: opacity });
  Object.assign(pen, { lineCap: dash || isSoft ? "butt" : "round", lineJoin: isSoft ? "bevel" : "round" });
  pen.setLineDash(dash ? dash.split(/[ ,]+/).map(Number) : []);
  pen.stroke();
}

/** The soft edge in one or two steps: in a crowd more of them look the same and cost as much as all else. */
function drawHalos(pen, batch, { scale, zoom, isDense }) {
  const half = Math.max(batch.half, lineWidth(zoom) / 2 + style.halo_extra_px);
  const total = style.certainty[batch.certainty].halo * batch.factor;
  const steps = isDense ? [0.75] : [1, 0.5];
  const opacity = stackedOpacity(total, steps.length);
  for (const share of steps) {
    const look = { strokeStyle: colourOn(batch.category), lineWidth: 2 * half * share, opacity, isSoft: true };
    stroke(pen, batch, scale, look);
  }
}

function drawCasings(pen, batch, { scale, zoom, isDense }) {
  if (isDense || style.certainty[batch.certainty].dash) return;
  const width = lineWidth(zoom) + 2 * style.casing_px;
  stroke(pen, batch, scale, { strokeStyle: casing(), lineWidth: width, opacity: style.casing_opacity });
}

function drawCourses(pen, batch, { scale, zoom }) {
  const { dash } = style.certainty[batch.certainty];
  const width = dash ? style.spine_px : lineWidth(zoom);
  stroke(pen, batch, scale, { strokeStyle: colourOn(batch.category), lineWidth: width, opacity: batch.factor, dash });
}

function drawRings(pen, batch, { scale }) {
  pen.beginPath();
  for (const { path } of batch.shapes) trace(pen, path, scale);
  Object.assign(pen, { fillStyle: colourOn(batch.category), globalAlpha: style.area_tint });
  pen.fill();
  const edge = { strokeStyle: colourOn(batch.category), lineWidth: style.area_edge_px };
  stroke(pen, batch, scale, { ...edge, opacity: style.area_edge_opacity });
}

function drawDiscs(pen, batch, { scale, zoom }) {
  pen.globalAlpha = 1;
  for (const { path, part } of batch.shapes) {
    const radius = pixels(part.accuracy_m || 0, zoom);
    const [x, y] = [path[0] * scale - radius, path[1] * scale - radius];
    if (radius > 1) pen.drawImage(softDisc(batch.category), x, y, 2 * radius, 2 * radius);
  }
}

/** Stops of a line that are known by themselves. */
function drawStops(pen, batch, { scale }) {
  pen.globalAlpha = 1;
  pen.setLineDash([]);
  for (const { path, part, project } of batch.shapes) {
    if (!project.isLine || part.certainty === "schematic") continue;
    pen.beginPath();
    pen.arc(path[0] * scale, path[1] * scale, 3.5, 0, 2 * Math.PI);
    Object.assign(pen, { fillStyle: casing(), strokeStyle: colourOn(batch.category), lineWidth: 1.6 });
    pen.fill();
    pen.stroke();
  }
}

/** What is soft is drawn at half the resolution: a quarter of the pixels, and nobody can see it. */
function drawSoft(pen, bounds, draw) {
  const size = bounds.getSize();
  softCanvas.width = Math.ceil(size.x / 2);
  softCanvas.height = Math.ceil(size.y / 2);
  const soft = softCanvas.getContext("2d");
  soft.scale(0.5, 0.5);
  soft.translate(-bounds.min.x, -bounds.min.y);
  draw(soft);
  pen.globalAlpha = 1;
  pen.drawImage(softCanvas, bounds.min.x, bounds.min.y, 2 * softCanvas.width, 2 * softCanvas.height);
}

const SOFT = [
  ["line", drawHalos],
  ["disc", drawDiscs],
];
const CRISP = [
  ["ring", drawRings],
  ["line", drawCasings],
  ["line", drawCourses],
  ["disc", drawStops],
];

/** Draw the shapes on a canvas whose pixels are those of the map's layers; `bounds` is what it covers. */
export function drawOnCanvas(pen, bounds, shapes) {
  const origin = map.getPixelOrigin();
  const zoom = map.getZoom();
  const view = { bounds: L.bounds(bounds.min.add(origin), bounds.max.add(origin)), scale: 2 ** zoom, zoom };
  const batches = batchesOf(shapes, view);
  const lines = batches.filter(({ kind }) => kind === "line").reduce((sum, batch) => sum + batch.shapes.length, 0);
  const run = (to, passes) => {
    to.translate(-origin.x, -origin.y);
    for (const [kind, draw] of passes)
      for (const batch of batches) if (batch.kind === kind) draw(to, batch, { ...view, isDense: lines > DENSE });
  };
  drawSoft(pen, bounds, (soft) => run(soft, SOFT));
  pen.save();
  run(pen, CRISP);
  pen.restore();
}
