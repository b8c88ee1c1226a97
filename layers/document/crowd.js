// Many projects at once: beyond the limit for SVG one canvas draws them all, and only what is raised is SVG.
const WORLD = L.CRS.EPSG3857; // its pixels at zoom 0 are what shapes are kept in
const CELLS = 32768; // squares of the finder across the world: about 1.1 km here
const SHAPES = []; // { project, part, kind, xy, box, factor }
const FINDER = new Map(); // square → numbers of shapes that run through it
const SPRITES = new Map(); // category → a soft disc, drawn once
const REACH_PX = 11;
const DENSE = 500; // lines in sight from which the finest strokes are left out until one zooms in
const SOFT = document.createElement("canvas");

function worldPath(points) {
  const xy = new Float64Array(points.length * 2);
  points.forEach(([lat, lon], index) => {
    const { x, y } = WORLD.latLngToPoint(L.latLng(lat, lon), 0);
    xy[2 * index] = x;
    xy[2 * index + 1] = y;
  });
  return xy;
}

function boxOf(xy) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    box[0] = Math.min(box[0], xy[i]);
    box[1] = Math.min(box[1], xy[i + 1]);
    box[2] = Math.max(box[2], xy[i]);
    box[3] = Math.max(box[3], xy[i + 1]);
  }
  return box;
}

/** Enter every stretch of a course in the squares that its box covers. */
function enter(number, xy) {
  const step = 256 / CELLS;
  for (let i = 2; i < xy.length; i += 2) {
    const [west, east] = [Math.min(xy[i - 2], xy[i]), Math.max(xy[i - 2], xy[i])];
    const [north, south] = [Math.min(xy[i - 1], xy[i + 1]), Math.max(xy[i - 1], xy[i + 1])];
    for (let x = Math.floor(west / step); x <= Math.floor(east / step); x++)
      for (let y = Math.floor(north / step); y <= Math.floor(south / step); y++) {
        const key = x * CELLS + y;
        const held = FINDER.get(key);
        if (!held) FINDER.set(key, [number]);
        else if (held[held.length - 1] !== number) held.push(number);
      }
  }
}

function addShape(project, part, kind, points, factor) {
  const xy = worldPath(points);
  SHAPES.push({ project, part, kind, xy, box: boxOf(xy), factor });
  if (kind !== "disc") enter(SHAPES.length - 1, xy);
}

function gatherShapes() {
  for (const project of PROJECTS) {
    for (const part of project.parts) {
      for (const line of part.lines || []) addShape(project, part, "line", line, 1);
      for (const line of part.far || []) addShape(project, part, "line", line, STYLE.outside_factor);
      for (const polygon of part.shape || []) for (const ring of polygon) addShape(project, part, "ring", ring, 1);
      for (const [lon, lat] of part.points || []) addShape(project, part, "disc", [[lat, lon]], 1);
    }
  }
}

/** How many pixels around its course a shape may colour. */
function marginOf({ part, kind }, zoom) {
  return kind === "ring" ? 4 : pixels(part.m || 0, zoom) + 12;
}

/** The shapes to draw, by everything that must be the same in one stroke. */
function batches(bounds, scale, zoom) {
  const found = new Map();
  for (const shape of SHAPES) {
    if (!isShown(shape.project)) continue;
    const margin = marginOf(shape, zoom);
    const [west, north, east, south] = shape.box;
    if (east * scale < bounds.min.x - margin || west * scale > bounds.max.x + margin || south * scale < bounds.min.y - margin || north * scale > bounds.max.y + margin) continue;
    const half = shape.kind === "line" ? Math.max(1, Math.round(pixels(shape.part.m || 0, zoom) / 2)) * 2 : 0;
    const key = [shape.kind, shape.project.cat, shape.part.sure, shape.factor, half].join();
    if (!found.has(key)) found.set(key, { kind: shape.kind, cat: shape.project.cat, sure: shape.part.sure, factor: shape.factor, half, shapes: [] });
    found.get(key).shapes.push(shape);
  }
  return [...found.values()];
}

/** Add a course to the path, leaving out corners that fall on the pixel before them. */
function trace(pen, xy, scale) {
  let x = xy[0] * scale;
  let y = xy[1] * scale;
  pen.moveTo(x, y);
  for (let i = 2; i < xy.length; i += 2) {
    const [nextX, nextY] = [xy[i] * scale, xy[i + 1] * scale];
    if (i < xy.length - 2 && Math.abs(nextX - x) + Math.abs(nextY - y) < 1) continue;
    pen.lineTo(nextX, nextY);
    [x, y] = [nextX, nextY];
  }
}

function stroke(pen, batch, scale, { colour, width, opacity, dash, isSoft }) {
  if (!(opacity > 0)) return;
  pen.beginPath();
  for (const { xy } of batch.shapes) trace(pen, xy, scale);
  Object.assign(pen, { strokeStyle: colour, lineWidth: width, globalAlpha: opacity, lineCap: dash || isSoft ? "butt" : "round", lineJoin: isSoft ? "bevel" : "round" });
  pen.setLineDash(dash ? dash.split(/[ ,]+/).map(Number) : []);
  pen.stroke();
}

/** The soft edge in one or two steps: in a crowd more of them look the same and cost as much as all else. */
function drawHalos(pen, batch, scale, zoom, isDense) {
  const half = Math.max(batch.half, lineWidth(zoom) / 2 + STYLE.halo_extra_px);
  const total = STYLE.certainty[batch.sure].halo * batch.factor;
  const steps = isDense ? [0.75] : [1, 0.5];
  for (const share of steps) stroke(pen, batch, scale, { colour: TONES.get("c-" + batch.cat), width: 2 * half * share, opacity: stacked(total, steps.length), isSoft: true });
}

function drawCasings(pen, batch, scale, zoom, isDense) {
  if (isDense || STYLE.certainty[batch.sure].dash) return;
  stroke(pen, batch, scale, { colour: TONES.get("casing"), width: lineWidth(zoom) + 2 * STYLE.casing_px, opacity: STYLE.casing_opacity });
}

function drawCourses(pen, batch, scale, zoom) {
  const { dash } = STYLE.certainty[batch.sure];
  stroke(pen, batch, scale, { colour: TONES.get("c-" + batch.cat), width: dash ? STYLE.spine_px : lineWidth(zoom), opacity: batch.factor, dash });
}

function drawRings(pen, batch, scale) {
  pen.beginPath();
  for (const { xy } of batch.shapes) trace(pen, xy, scale);
  Object.assign(pen, { fillStyle: TONES.get("c-" + batch.cat), globalAlpha: STYLE.area_tint });
  pen.fill();
  stroke(pen, batch, scale, { colour: TONES.get("c-" + batch.cat), width: STYLE.area_edge_px, opacity: STYLE.area_edge_opacity });
}

function sprite(category) {
  if (!SPRITES.has(category)) {
    const size = 64;
    const canvas = el("canvas", { width: 2 * size, height: 2 * size });
    const pen = canvas.getContext("2d");
    const soft = pen.createRadialGradient(size, size, 0, size, size, size);
    for (const [offset, opacity] of SOFT_STOPS) soft.addColorStop(offset, TONES.get("c-" + category) + Math.round(opacity * 255).toString(16).padStart(2, "0"));
    pen.fillStyle = soft;
    pen.fillRect(0, 0, 2 * size, 2 * size);
    SPRITES.set(category, canvas);
  }
  return SPRITES.get(category);
}

function drawSoftDiscs(pen, batch, scale, zoom) {
  pen.globalAlpha = 1;
  for (const { xy, part } of batch.shapes) {
    const radius = pixels(part.m || 0, zoom);
    if (radius > 1) pen.drawImage(sprite(batch.cat), xy[0] * scale - radius, xy[1] * scale - radius, 2 * radius, 2 * radius);
  }
}

/** Stops of a line that are known by themselves. */
function drawDots(pen, batch, scale) {
  pen.globalAlpha = 1;
  for (const { xy, part, project } of batch.shapes) if (project.isLine && part.sure !== "schematic") drawDot(pen, xy[0] * scale, xy[1] * scale, batch.cat);
}

function drawDot(pen, x, y, category) {
  pen.beginPath();
  pen.arc(x, y, 3.5, 0, 2 * Math.PI);
  Object.assign(pen, { fillStyle: TONES.get("casing"), strokeStyle: TONES.get("c-" + category), lineWidth: 1.6 });
  pen.setLineDash([]);
  pen.fill();
  pen.stroke();
}

const TONES = new Map(); // a canvas can not read CSS variables: the colours of the moment

function readTones() {
  SPRITES.clear();
  for (const name of ["casing", ...STYLE.categories.map((category) => "c-" + category)]) TONES.set(name, cssVar(name));
}

/** Soft edges and discs below, then areas, casings, lines and stops: as in SVG. */
function drawCrowdOn(pen, bounds) {
  const zoom = MAP.getZoom();
  const scale = Math.pow(2, zoom);
  const origin = MAP.getPixelOrigin();
  const all = batches(L.bounds(bounds.min.add(origin), bounds.max.add(origin)), scale, zoom);
  const isDense = all.reduce((sum, { kind, shapes }) => sum + (kind === "line" ? shapes.length : 0), 0) > DENSE;
  const run = (to, passes) => {
    for (const [kind, draw] of passes) for (const batch of all) if (batch.kind === kind) draw(to, batch, scale, zoom, isDense);
  };
  drawSoft(pen, bounds, (soft) => {
    soft.translate(-origin.x, -origin.y);
    run(soft, [["line", drawHalos], ["disc", drawSoftDiscs]]);
  });
  pen.save();
  pen.translate(-origin.x, -origin.y);
  run(pen, [["ring", drawRings], ["line", drawCasings], ["line", drawCourses], ["disc", drawDots]]);
  pen.restore();
}

/** What is soft is drawn at half the resolution: a quarter of the pixels, and nobody can see it. */
function drawSoft(pen, bounds, draw) {
  const size = bounds.getSize();
  SOFT.width = Math.ceil(size.x / 2);
  SOFT.height = Math.ceil(size.y / 2);
  const soft = SOFT.getContext("2d");
  soft.scale(0.5, 0.5);
  soft.translate(-bounds.min.x, -bounds.min.y);
  draw(soft);
  pen.globalAlpha = 1;
  pen.drawImage(SOFT, bounds.min.x, bounds.min.y, 2 * SOFT.width, 2 * SOFT.height);
}

const CrowdLayer = L.Canvas.extend({
  _draw() {
    drawCrowdOn(this._ctx, this._bounds);
  },
});

let CROWD = null;

function drawCrowd(what) {
  if (!CROWD) {
    readTones();
    gatherShapes();
    CROWD = new CrowdLayer({ pane: "line", padding: 0.1 }).addTo(MAP);
  } else if (what === "all") CROWD._redraw();
  CROWD.getPane().querySelector("canvas").style.opacity = VIEW.selected ? STYLE.rest_line : 1;
}

/** After a change of theme. */
function recolourCrowd() {
  if (!CROWD) return;
  readTones();
  CROWD._redraw();
}

/** How far a point is from a course, in pixels of zoom 0. */
function awayFrom(xy, x, y) {
  let least = Infinity;
  for (let i = 2; i < xy.length; i += 2) {
    const [fromX, fromY] = [xy[i - 2], xy[i - 1]];
    const [dx, dy] = [xy[i] - fromX, xy[i + 1] - fromY];
    const share = Math.max(0, Math.min(1, ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(fromX + share * dx - x, fromY + share * dy - y));
  }
  return least;
}

/** The id of the project whose line or edge is under a place, null if none is near enough. */
function hitAt(latlng) {
  if (!CANVAS) return null;
  const { x, y } = WORLD.latLngToPoint(latlng, 0);
  const reach = REACH_PX / Math.pow(2, MAP.getZoom());
  const step = 256 / CELLS;
  const near = new Set();
  for (let column = Math.floor((x - reach) / step); column <= Math.floor((x + reach) / step); column++)
    for (let row = Math.floor((y - reach) / step); row <= Math.floor((y + reach) / step); row++)
      for (const number of FINDER.get(column * CELLS + row) || []) near.add(number);
  let best = null;
  let least = reach;
  for (const number of near) {
    const { project, xy } = SHAPES[number];
    const away = isShown(project) ? awayFrom(xy, x, y) : Infinity;
    if (away < least) [best, least] = [project.id, away];
  }
  return best;
}

let HIT = null;

/** What the pointer finds on the canvas is raised, as a line of SVG under it is. */
function hoverCrowd(latlng) {
  const id = VIEW.picking ? null : hitAt(latlng);
  if (id === HIT) return;
  if (HIT !== null) unhover(HIT);
  HIT = id;
  if (id !== null) hover(id);
}

if (CANVAS) {
  MAP.on("mousemove", ({ latlng }) => hoverCrowd(latlng));
  MAP.on("mouseout", () => HIT !== null && unhover(HIT));
}
