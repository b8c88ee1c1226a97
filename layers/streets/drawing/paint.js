// The streets themselves, on a canvas: tile by tile, each kind in all tiles before the next kind.
import { EXTENT } from "./decode.js";
import { edgeOf, ROADS, widthOf } from "./looks.js";

const TILE_PX = 256;

/** Where a tile lies in layer pixels at a zoom: { x, y, size }. `origin` is Leaflet's pixel origin. */
function boxOf([z, x, y], zoom, origin) {
  const size = TILE_PX * 2 ** (zoom - z);
  return { x: x * size - origin.x, y: y * size - origin.y, size };
}

/** The places of the tiles that bounds (layer pixels) touch: [[z, x, y]]. */
export function placesIn(bounds, { zoom, origin, source }) {
  const z = Math.max(source.minZoom, Math.min(source.maxZoom, Math.floor(zoom)));
  const size = TILE_PX * 2 ** (zoom - z);
  const first = bounds.min.add(origin).divideBy(size).floor();
  const last = bounds.max.add(origin).divideBy(size).floor();
  const found = [];
  for (let x = first.x; x <= last.x; x++) for (let y = first.y; y <= last.y; y++) found.push([z, x, y]);
  return found;
}

/** A tile that is here for a place: its own, or while that is on its way the one above it. */
function readyTile(store, [z, x, y], leastZoom) {
  const own = store.get(z, x, y);
  for (let up = 1; own === undefined && z - up >= leastZoom; up++) {
    const tile = store.peek(z - up, x >> up, y >> up);
    if (tile) return { tile, place: [z - up, x >> up, y >> up] };
  }
  return { tile: own, place: [z, x, y] };
}

/** What is drawn in bounds: [{ tile, box, clip }]; box and clip are { x, y, size }. */
export function gatherTiles(store, bounds, look) {
  return placesIn(bounds, look)
    .map((place) => ({ clip: boxOf(place, look.zoom, look.origin), ...readyTile(store, place, look.source.minZoom) }))
    .filter(({ tile }) => tile)
    .map(({ tile, place, clip }) => ({ tile, clip, box: boxOf(place, look.zoom, look.origin) }));
}

/** Draw one kind of one tile, no pixel beyond it: `act(pen, path, unit)` strokes or fills, `unit` is a pixel there. */
function drawPath(pen, { tile, box, clip }, kind, act) {
  const path = tile.paths.get(kind);
  if (!path) return;
  const [left, top] = [Math.round(clip.x), Math.round(clip.y)];
  pen.save();
  pen.beginPath();
  pen.rect(left, top, Math.round(clip.x + clip.size) - left, Math.round(clip.y + clip.size) - top);
  pen.clip();
  pen.translate(box.x, box.y);
  pen.scale(box.size / EXTENT, box.size / EXTENT);
  act(path, EXTENT / box.size);
  pen.restore();
}

function strokeAll(pen, tiles, kind, { colour, width, dash = [] }) {
  pen.strokeStyle = colour;
  for (const one of tiles)
    drawPath(pen, one, kind, (path, unit) => {
      pen.lineWidth = width * unit;
      pen.setLineDash(dash.map((step) => step * unit));
      pen.stroke(path);
    });
}

function fillAll(pen, tiles, kind, colour) {
  pen.fillStyle = colour;
  for (const one of tiles) drawPath(pen, one, kind, (path) => pen.fill(path));
}

/** Draw tiles (gatherTiles) in the colours of a palette. */
export function paintStreets(pen, tiles, { zoom, colours }) {
  pen.lineCap = "round";
  pen.lineJoin = "round";
  fillAll(pen, tiles, "green", colours.green);
  fillAll(pen, tiles, "water", colours.water);
  strokeAll(pen, tiles, "streams", { colour: colours.water, width: widthOf("streams", zoom) });
  for (const kind of ROADS) strokeAll(pen, tiles, kind, { colour: colours.edge, width: edgeOf(kind, zoom) });
  for (const kind of ROADS) strokeAll(pen, tiles, kind, { colour: colours[kind], width: widthOf(kind, zoom) });
  pen.lineCap = "butt";
  const rail = { colour: colours.rail, width: widthOf("rails", zoom) };
  strokeAll(pen, tiles, "rails", rail);
  strokeAll(pen, tiles, "rails", { ...rail, width: rail.width + 3, dash: [1, 7] });
}
