// Start, redraw in one fixed order, and the door for the app: window.dgmap.
// The map is seen and can be moved before names, list, chips and buttons are made: together they take as long again.
const NO_FRAME_MS = 1000;
let isFurnished = false;
let pendingLabels = false;

function scheduleLabels() {
  if (pendingLabels || !isFurnished) return;
  pendingLabels = true;
  requestAnimationFrame(drawOver);
}

/** What depends on where everything stands on the screen. */
function drawOver() {
  pendingLabels = false;
  for (const drawing of DRAWINGS.values()) drawing.clip();
  drawMarks();
  drawLegend();
  drawScale(); // before the names, which keep clear of it
  drawLabels();
}

function drawPanels() {
  drawSeek();
  drawList();
  drawNear();
  drawStates();
}

REDRAW.push(
  (what) => isFurnished && what === "all" && drawPanels(),
  drawProjects,
  drawStations,
  (what) => what !== "hover" && drawCard(),
  markRows,
  (what) => {
    drawMarks(what);
    scheduleLabels();
  },
);

let isDrawn = false;

const idsKey = (ids) => ids && (MANY ? ids.key : [...ids]);

/** All that is drawn, as text: two states alike need no drawing between them. */
const fingerprint = () => JSON.stringify([VIEW.filters, idsKey(VIEW.ids), VIEW.found && idsKey(VIEW.found.ids), VIEW.selected, VIEW.near, VIEW.notices, VIEW.empty, VIEW.offers, VIEW.asking, TOUR, MODE.town && MODE.town.id, MODE.shade]);

/** The link's view, where the app's first page holds it (ui/early): then the first picture is the right one. */
function firstState() {
  try {
    const first = IS_FRAMED && window.parent.document.getElementById("dgmap-first");
    return first ? { ...JSON.parse(first.textContent).state, theme: window.parent.document.documentElement.dataset.theme } : {};
  } catch {
    return {}; // a host of another origin
  }
}

let lastCamera = null;
let lastNear = null;

function applyCamera(state) {
  const camera = Array.isArray(state.camera) ? state.camera : null;
  const key = JSON.stringify(camera);
  if (camera === null || key === lastCamera) return false;
  lastCamera = key;
  MAP.setView([camera[1], camera[2]], camera[0], { animate: false });
  return true;
}

function applyTheme(theme) {
  if (theme !== "light" && theme !== "dark" && theme !== "auto") return;
  if (document.documentElement.dataset.theme === theme) return;
  document.documentElement.dataset.theme = theme;
  recolourCrowd();
}

/** The projects of a mask: one bit a project in the report's order, as hexadecimal digits. */
function idsOfMask(mask) {
  if (MANY) return Passing.ofMask(mask);
  const bit = (row) => (parseInt(mask[mask.length - 1 - (row >> 2)] || "0", 16) >> (row & 3)) & 1;
  return new Set(PROJECTS.filter((project) => bit(project.row)).map((project) => project.id));
}

/** Take over what the app says of filters and selection; the server's answer holds over the page's own. */
function applyView(state) {
  TURN = Math.max(TURN, state.turn || 0);
  VIEW.filters = cleanFilters(state.filters);
  VIEW.found = typeof state.found === "string" ? { text: VIEW.filters.text, ids: idsOfMask(state.found) } : null;
  if (typeof state.mask === "string") VIEW.ids = idsOfMask(state.mask);
  else VIEW.ids = Array.isArray(state.ids) ? (MANY ? Passing.of(state.ids) : new Set(state.ids)) : idsOf(VIEW.filters);
  VIEW.offers = state.offers || null;
  VIEW.empty = state.empty || null;
  return BY_ID.has(state.selected) ? state.selected : null;
}

/** The whole state, each time: what is left out is at its rest. A state older than the last act here is late. */
function apply(said) {
  applyTheme(said.theme);
  const before = fingerprint();
  const isLate = typeof said.turn === "number" && said.turn < TURN;
  const state = withTour(said, isLate);
  VIEW.near = state.near || null;
  VIEW.notices = state.notices || [];
  VIEW.asking = Boolean(state.asking);
  applyMode(state);
  const selected = isLate ? VIEW.selected : applyView(state);
  const isNew = selected !== VIEW.selected;
  VIEW.selected = selected;
  // The usual answer only confirms what is already on the screen.
  if (!isDrawn || fingerprint() !== before) redraw("all");
  isDrawn = true;
  if (isNew) markRows("select");
  const moved = applyCamera(state);
  if (!moved && !state.camera) fitMode();
  const nearKey = VIEW.near && [VIEW.near.lon, VIEW.near.lat, VIEW.near.radius_m].join();
  if (!moved && isNew && selected) fitProject(BY_ID.get(selected));
  else if (!moved && nearKey && nearKey !== lastNear && !VIEW.near.outside_m) fitNear();
  lastNear = nearKey;
  applyOwn(state.own);
  setPicking(Boolean(state.picking));
  fitTour();
}

/** How many pixels at the top of the column belong to the app. */
function head(px) {
  document.documentElement.style.setProperty("--head", Math.max(0, Number(px) || 0) + "px");
}

// Leaflet has no public switch after the start; it reads this one before each zoom.
if (isCalm()) MAP._zoomAnimated = false;
MAP.on("zoomend", () => {
  drawProjects();
  drawStations();
});
MAP.on("zoomend moveend resize", scheduleLabels);
MAP.on("moveend", () => tell("move", { m: cameraText() }));

let wasPhone = isPhone();
let hadSheet = hasSheet();
window.addEventListener("resize", () => {
  MAP.invalidateSize({ animate: false });
  if (wasPhone !== isPhone()) fitCity();
  if (hadSheet !== hasSheet() && VIEW.selected !== null) fitProject(BY_ID.get(VIEW.selected));
  wasPhone = isPhone();
  hadSheet = hasSheet();
  drawPrint();
});

function furnish() {
  if (isFurnished) return;
  isFurnished = true;
  makeSeek();
  makeControls();
  drawPrint();
  drawPanels();
  markRows("select");
  scheduleLabels();
  document.documentElement.dataset.ready = "yes";
  tell("ready", {});
  askMore();
}

/** After the frame that is to come has been painted, and the next one begun: what the visitor does goes first. */
const afterPaint = (act) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act)));

speak();
makeHead();
drawBase();
apply(firstState());
readAddress();
document.getElementById("silhouette").remove();
startGestures();
// A late font changes every width that was measured.
document.fonts.addEventListener("loadingdone", () => {
  WIDTHS.clear();
  scheduleLabels();
});

listenForKeys();
LATER.push(() => {
  if (!VIEW.filters.text) return void drawCard();
  VIEW.ids = idsOf(VIEW.filters);
  redraw("all");
});
window.dgmap = { apply, head, whole: () => takeMore() };
tell("drawn", {});
afterPaint(furnish);
// In the background, and in a frame that is not shown, no frames are given.
setTimeout(furnish, document.hidden ? 0 : NO_FRAME_MS);
