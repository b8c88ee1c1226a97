// Very many projects from afar: one mark a cell of the map, with how many lie there and of which categories.
const CELL_PX = 58;
const TURN_ROUND = 2 * Math.PI;
const MOST_RADIUS_PX = 24;
let FAR_MARKS = []; // { x, y, radius (pixels of the layer), n, project (if alone), bounds (pixels of zoom 0) }

/** The grid stands on the ground: it stays while the map is moved, and changes with every half step of the zoom. */
function cellGrid(bounds, scale) {
  const step = CELL_PX / Math.pow(2, Math.round(MAP.getZoom() * 2) / 2);
  const origin = MAP.getPixelOrigin();
  const at = (pixel, offset) => Math.floor((pixel + offset) / scale / step);
  const [west, north] = [at(bounds.min.x, origin.x), at(bounds.min.y, origin.y)];
  return { step, west, north, columns: at(bounds.max.x, origin.x) - west + 1, rows: at(bounds.max.y, origin.y) - north + 1 };
}

/** Count in typed arrays: 100,000 projects in a millisecond or two. */
function countCells({ step, west, north, columns, rows }) {
  const kinds = COLUMNS.cat.values.length;
  const size = columns * rows;
  const sums = { n: new Int32Array(size), x: new Float64Array(size), y: new Float64Array(size), by: new Int32Array(size * kinds), first: new Array(size) };
  const { x, y, lon } = PLACES;
  const { codes } = COLUMNS.cat;
  const isClose = sight().isClose;
  for (const project of shownProjects()) {
    const { row } = project;
    if (lon[row] === NOWHERE || (isClose && hasDrawing(project))) continue;
    const [column, line] = [Math.floor(x[row] / step) - west, Math.floor(y[row] / step) - north];
    if (column < 0 || line < 0 || column >= columns || line >= rows) continue;
    const cell = line * columns + column;
    if (!sums.n[cell]++) sums.first[cell] = project;
    sums.x[cell] += x[row];
    sums.y[cell] += y[row];
    sums.by[cell * kinds + codes[row]]++;
  }
  return sums;
}

/** The marks: between the middle of the cell and that of its projects, so that neighbours keep clear of each other. */
function makeCells(grid, scale) {
  const sums = countCells(grid);
  const origin = MAP.getPixelOrigin();
  const kinds = COLUMNS.cat.values;
  const cells = [];
  for (let cell = 0; cell < sums.n.length; cell++) {
    const n = sums.n[cell];
    if (!n) continue;
    const [west, north] = [(grid.west + (cell % grid.columns)) * grid.step, (grid.north + Math.floor(cell / grid.columns)) * grid.step];
    const between = (sum, low) => (n === 1 ? sum : (sum / n + low + grid.step / 2) / 2) * scale;
    cells.push({
      n, x: between(sums.x[cell], west) - origin.x, y: between(sums.y[cell], north) - origin.y, project: n === 1 ? sums.first[cell] : null,
      radius: n === 1 ? 11.3 : Math.min(MOST_RADIUS_PX, 12 + 1.7 * Math.log2(n)), box: [west, north, west + grid.step, north + grid.step],
      shares: kinds.map((category, at) => [category, sums.by[cell * kinds.length + at]]).filter(([, count]) => count),
    });
  }
  return cells;
}

function drawCells(pen, bounds, scale) {
  FAR_MARKS = makeCells(cellGrid(bounds, scale), scale);
  Object.assign(pen, { globalAlpha: 1, lineCap: "butt", textAlign: "center", textBaseline: "middle", font: "700 12px " + TONES.get("family") });
  pen.setLineDash([]);
  for (const cell of FAR_MARKS) cell.project ? drawAlone(pen, cell) : drawCell(pen, cell);
}

const shortCount = (n) => (n > 9999 ? Math.floor(n / 1000) + "k" : String(n));

/** A paper disc with its number, in a ring cut into the categories' shares. */
function drawCell(pen, { x, y, radius, n, shares }) {
  pen.beginPath();
  pen.arc(x, y, radius + 2, 0, TURN_ROUND);
  pen.fillStyle = TONES.get("surface");
  pen.fill();
  let start = -Math.PI / 2;
  pen.lineWidth = 3.4;
  for (const [category, count] of inStyleOrder(shares)) {
    const end = start + (TURN_ROUND * count) / n;
    pen.beginPath();
    pen.arc(x, y, radius, start, end);
    pen.strokeStyle = TONES.get("c-" + category);
    pen.stroke();
    start = end;
  }
  pen.fillStyle = TONES.get("ink");
  pen.fillText(shortCount(n), x, y + 0.5);
}

const inStyleOrder = (shares) => [...shares].sort((a, b) => STYLE.categories.indexOf(a[0]) - STYLE.categories.indexOf(b[0]));

const GLYPHS = new Map(); // category → its symbol as a path of 256 × 256

function glyphPath(category) {
  if (!GLYPHS.has(category)) {
    const whole = new Path2D();
    for (const path of document.querySelectorAll("#i-" + category + " path")) whole.addPath(new Path2D(path.getAttribute("d")));
    GLYPHS.set(category, whole);
  }
  return GLYPHS.get(category);
}

/** One project alone: a disc where its place is known, else the bare symbol, as marks.js draws them. */
function drawAlone(pen, { x, y, project }) {
  const isFirm = project.sure === "surveyed" || project.sure === "approximate";
  const colour = TONES.get("c-" + project.cat);
  const size = isFirm ? 14 : 18;
  pen.beginPath();
  pen.arc(x, y, 11.3, 0, TURN_ROUND);
  Object.assign(pen, { fillStyle: isFirm ? colour : TONES.get("surface"), strokeStyle: TONES.get("casing"), lineWidth: 1.6 });
  pen.fill();
  pen.stroke();
  pen.save();
  pen.translate(x - size / 2, y - size / 2);
  pen.scale(size / 256, size / 256);
  pen.fillStyle = isFirm ? TONES.get("glyph") : colour;
  pen.fill(glyphPath(project.cat));
  pen.restore();
}

function cellAt(latlng) {
  const { x, y } = MAP.latLngToLayerPoint(latlng);
  return FAR_MARKS.find((cell) => Math.hypot(cell.x - x, cell.y - y) <= cell.radius + 3) || null;
}

/** A mark that was chosen: alone it is its project, else the map goes to its cell. Says whether there was one. */
function openCell(latlng) {
  const cell = cellAt(latlng);
  if (!cell) return false;
  if (cell.project) {
    select(cell.project.id);
    return true;
  }
  const [west, north, east, south] = cell.box;
  const place = (x, y) => WORLD.pointToLatLng(L.point(x, y), 0);
  const zoom = Math.max(MAP.getZoom() + 1, MAP.getBoundsZoom(L.latLngBounds(place(west, north), place(east, south)), false, L.point(leftPadding() + 160, 160)) - 1);
  MAP.setView(place((west + east) / 2, (north + south) / 2), Math.min(zoom, MAP.getMaxZoom()), { animate: !isCalm() });
  return true;
}

// A map that is moved without a zoom needs other squares.
if (MANY) MAP.on("moveend", () => needSquares(sight().squares));

/** Marks that the names on the map keep clear of. */
const cellSpots = () => FAR_MARKS.map(({ x, y, radius }) => ({ members: [], radius, at: latLngOf(MAP.layerPointToLatLng([x, y])) }));
const latLngOf = ({ lat, lng }) => [lat, lng];
const categoriesOfCells = () => new Set(FAR_MARKS.flatMap(({ shares }) => shares.map(([category]) => category)));
