// Of very many projects the words come by chunks of the list and the drawings by squares of the map, when they are seen.
const MOST_CLOSE = 400; // projects standing in sight up to which all that is there is drawn, one by one
const MOST_SQUARES = 96; // squares fetched for one picture
const SQUARES_HELD = 160; // beyond, those longest out of sight are forgotten
const STILL_MS = 80; // a list that flies by is asked for nothing
const FETCHED = new Map(); // name → promise
const SQUARES = new Map(); // number of a square → its projects, once here; the last one used last

/** A file beside the page; one that did not come may be asked for again. */
function fetchBeside(name) {
  if (!FETCHED.has(name)) {
    const asked = fetchJson(fileOf(name));
    asked.catch(() => FETCHED.delete(name));
    FETCHED.set(name, asked);
  }
  return FETCHED.get(name);
}

/** What did not come is drawn as before, and asked for again with the next look at it. */
const notHere = () => undefined;

// --- words ---------------------------------------------------------------------------------------------------

const UNNAMED = new Map(); // row button → { project, fill }: rows that wait for their words
let wordsTimer = 0;

function waitForWords(button, project, fill) {
  UNNAMED.set(button, { project, fill });
  clearTimeout(wordsTimer);
  wordsTimer = setTimeout(askWords, STILL_MS);
}

function askWords() {
  const chunks = new Set();
  for (const [button, { project }] of UNNAMED) button.isConnected ? chunks.add(Math.floor(project.at / MANY.size)) : UNNAMED.delete(button);
  for (const number of chunks) askChunk(number).then(fillRows, notHere);
}

function askChunk(number) {
  const name = "rows-" + number;
  const isNew = !FETCHED.has(name);
  const asked = fetchBeside(name);
  if (!isNew) return asked;
  const taken = asked.then((rows) => rows.forEach((words, index) => takeWords(PROJECTS[number * MANY.size + index], words)));
  taken.then(wordsAreHere, notHere);
  FETCHED.set(name, taken);
  return taken;
}

const wordsOf = (project) => askChunk(Math.floor(project.at / MANY.size));

function takeWords(project, { now, ...rest }) {
  Object.assign(project, rest, { isNamed: true });
  if (!hasCard(project)) project.now = now;
}

function fillRows() {
  for (const [button, { project, fill }] of UNNAMED) {
    if (!project.isNamed) continue;
    UNNAMED.delete(button);
    if (button.isConnected) fill();
  }
}

/** What says names elsewhere: the groups near a place, the names on the map. */
function wordsAreHere() {
  fillRows();
  if (VIEW.near) drawNear();
  scheduleLabels();
}

// --- what is in sight ------------------------------------------------------------------------------------------

let SIGHT = null; // { key, ids, isClose, projects, squares }: the answer for this camera and these ids

const stepsOf = (value, low, high) => ((value - low) / (high - low)) * NOWHERE;

function squareOf(row) {
  const width = (NOWHERE + 1) / MANY.side;
  return Math.floor(PLACES.lat[row] / width) * MANY.side + Math.floor(PLACES.lon[row] / width);
}

/**
 * Whether so few stand in sight that each is drawn, and which: these, and the lines from elsewhere that may pass (a
 * reach is rough: far more are asked for than do). From afar only that there are more.
 */
function sight() {
  const bounds = MAP.getBounds();
  const key = bounds.toBBoxString();
  if (SIGHT && SIGHT.key === key && SIGHT.ids === VIEW.ids) return SIGHT;
  const [left, bottom, right, top] = MANY.bounds;
  const [west, east] = [stepsOf(bounds.getWest(), left, right), stepsOf(bounds.getEast(), left, right)];
  const [south, north] = [stepsOf(bounds.getSouth(), bottom, top), stepsOf(bounds.getNorth(), bottom, top)];
  const { lon, lat, reach } = PLACES;
  const projects = [];
  const squares = new Set();
  let standing = 0;
  for (const project of shownProjects()) {
    const { row } = project;
    const far = reach[row] * 256;
    if (lon[row] === NOWHERE || lon[row] + far < west || lon[row] - far > east || lat[row] + far < south || lat[row] - far > north) continue;
    projects.push(project);
    squares.add(squareOf(row));
    if (lon[row] >= west && lon[row] <= east && lat[row] >= south && lat[row] <= north) standing += 1;
    if (standing > MOST_CLOSE || squares.size > MOST_SQUARES) return (SIGHT = { key, ids: VIEW.ids, isClose: false, projects: [], squares: new Set() });
  }
  return (SIGHT = { key, ids: VIEW.ids, isClose: true, projects, squares });
}

// --- drawings --------------------------------------------------------------------------------------------------

const hasDrawing = (project) => project.parts !== NO_PARTS;

/** Ask for the squares that are not here; they draw themselves when they come. */
function needSquares(numbers) {
  for (const number of numbers) {
    if (SQUARES.has(number)) SQUARES.set(number, takeOut(number));
    else if (!FETCHED.has("tile-" + number)) fetchBeside("tile-" + number).then((drawn) => takeSquare(number, drawn), notHere);
  }
}

function takeOut(number) {
  const projects = SQUARES.get(number);
  SQUARES.delete(number);
  return projects;
}

let BY_ROW = null;

function takeSquare(number, drawn) {
  if (!BY_ROW) PROJECTS.forEach((project) => ((BY_ROW ??= [])[project.row] = project));
  const projects = Object.entries(drawn).map(([row, what]) => Object.assign(BY_ROW[row], what));
  projects.forEach(unpackParts);
  gatherShapes(projects);
  SQUARES.set(number, projects);
  forgetSquares();
  for (const { id } of projects) forgetDrawing(id);
  scheduleDetail();
}

/** Memory is bounded: what is long out of sight is dropped and fetched again, from the browser's own store. */
function forgetSquares() {
  if (SQUARES.size <= SQUARES_HELD) return;
  const raised = [VIEW.selected, VIEW.hovered].filter((id) => BY_ID.has(id)).map((id) => squareOf(BY_ID.get(id).row));
  for (const number of [...SQUARES.keys()].slice(0, SQUARES.size - SQUARES_HELD / 2)) {
    if (sight().squares.has(number) || raised.includes(number)) continue;
    for (const project of takeOut(number)) {
      Object.assign(project, { parts: NO_PARTS, glyph: null });
      forgetMark(project.id);
    }
    FETCHED.delete("tile-" + number);
  }
  forgetShapes();
  for (const projects of SQUARES.values()) gatherShapes(projects);
}

let isDetailDue = false;

/** Several squares that come together are drawn once. */
function scheduleDetail() {
  if (isDetailDue) return;
  isDetailDue = true;
  requestAnimationFrame(() => {
    isDetailDue = false;
    MARKED = "";
    drawProjects("all");
    scheduleLabels();
  });
}

/** The squares of what is drawn one by one now. */
function needDetail(raised) {
  needSquares(sight().squares);
  needSquares(new Set(raised.filter((project) => PLACES.lon[project.row] !== NOWHERE).map((project) => squareOf(project.row))));
}

/** Where a project lies by the index, before what is drawn of it is here. */
function roughBounds({ row }) {
  if (PLACES.lon[row] === NOWHERE) return null;
  const [west, south, east, north] = MANY.bounds;
  const far = PLACES.reach[row] * 256;
  const at = (lon, lat) => [south + (lat / NOWHERE) * (north - south), west + (lon / NOWHERE) * (east - west)];
  return L.latLngBounds(at(PLACES.lon[row] - far, PLACES.lat[row] - far), at(PLACES.lon[row] + far, PLACES.lat[row] + far));
}
