// Names on the map, placed greedily in a fixed order so that no two boxes touch.
const LABEL_PANE = MAP.getPane("label");
const MOST_NAMES = 80; // of lines, in a crowd
let LABELS = []; // [{ node, at, width, height }]
const FAMILY = () => getComputedStyle(document.body).fontFamily;
const fontOf = (size, weight) => (weight || 400) + " " + size + "px " + FAMILY();
const toPoint = (lat, lon) => MAP.latLngToContainerPoint([lat, lon]);

/** Boxes on the map that belong to controls, key and card. */
function coverBoxes() {
  const frame = MAP.getContainer().getBoundingClientRect();
  const nodes = document.querySelectorAll("#controls button, #key > *, #scale > *, #print > *, #whole, #hint:not([hidden]), #card:not([hidden]), #tour:not([hidden])");
  const boxes = [...nodes].map((node) => node.getBoundingClientRect()).filter((rect) => rect.width && rect.height);
  const out = boxes.map((rect) => [rect.left - frame.left - 4, rect.top - frame.top - 4, rect.right - frame.left + 4, rect.bottom - frame.top + 4]);
  if (isPhone() && IS_FRAMED) out.push([0, 0, frame.width, 58]);
  return out;
}

function newBoard() {
  const board = new Board(MAP.getSize());
  for (const box of coverBoxes()) board.take(box);
  for (const spot of MARK_SPOTS) {
    const point = toPoint(...spot.at);
    const isRest = VIEW.selected && spot.members.every((project) => lookOf(project) === "rest");
    board.mark(point.x, point.y, isRest ? 5 : spot.radius);
  }
  for (const project of linesInSight()) traceProject(board, project);
  if (VIEW.near) {
    const point = toPoint(VIEW.near.lat, VIEW.near.lon);
    board.mark(point.x, point.y, 20);
    const pill = toPoint(...aroundPoint(VIEW.near, 0));
    board.take([pill.x - 44, pill.y - 16, pill.x + 44, pill.y + 16]);
  }
  return board;
}

/** The lines whose names may stand on the map: all, or in a crowd the longest of those in sight. */
function linesInSight() {
  const lines = shownProjects().filter((project) => project.isLine && project.parts.length);
  if (!CANVAS) return lines;
  const bounds = MAP.getBounds();
  const seen = lines.filter((project) => project.parts.some((part) => isPartIn(bounds, part)));
  const span = (project) => Math.max(...project.parts.flatMap((part) => boxesOf(part).map((box) => box.getNorth() - box.getSouth() + box.getEast() - box.getWest())));
  return seen.map((project) => [span(project), project]).sort((a, b) => b[0] - a[0]).slice(0, MOST_NAMES).map(([, project]) => project);
}

function traceProject(board, project) {
  const weight = lookOf(project) === "selected" ? 5 : 2;
  for (const line of project.parts.flatMap((part) => [...(part.lines || []), ...(part.far || [])])) {
    const points = line.map(([lat, lon]) => toPoint(lat, lon));
    for (let i = 1; i < points.length; i++) board.trace(points[i - 1], points[i], weight);
  }
}

function addLabel(box, node) {
  const middle = MAP.containerPointToLatLng([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]);
  node.style.width = box[2] - box[0] + "px";
  node.style.height = box[3] - box[1] + "px";
  node.style.lineHeight = box[3] - box[1] + "px";
  node.classList.add("label", "leaflet-zoom-animated");
  LABEL_PANE.append(node);
  LABELS.push({ node, at: middle, width: box[2] - box[0], height: box[3] - box[1] });
}

/** Places beside a point: right, left, above, below and the corners between. */
function beside(point, width, height, gap) {
  const dx = width / 2 + gap;
  const dy = height / 2 + gap;
  return [[dx, 0, 0], [-dx, 0, 1], [0, -dy, 2], [0, dy, 2], [dx, -dy * 0.8, 3], [-dx, -dy * 0.8, 4], [dx, dy * 0.8, 4], [-dx, dy * 0.8, 5],
    [0, -dy * 2, 9], [0, dy * 2, 9], [dx * 1.3, -dy * 1.8, 12], [-dx * 1.3, dy * 1.8, 12]].map(([x, y, cost]) => [point.x + x, point.y + y, cost]);
}

/** Places along a line: beside points at fixed shares of its length that are in sight. */
function along(project, width, height) {
  const size = MAP.getSize();
  const lines = project.parts.flatMap((part) => part.lines || []).map((line) => line.map(([lat, lon]) => toPoint(lat, lon)));
  const spots = lines.flatMap((line) => [0.5, 0.35, 0.65, 0.2, 0.8, 0.06, 0.94].map((share, index) => [pointAt(line, share), index * 4]));
  return spots
    .filter(([point]) => point.x > 0 && point.y > 0 && point.x < size.x && point.y < size.y)
    .flatMap(([point, cost]) => beside(point, width, height, 7).map(([x, y, more]) => [x, y, more + cost]));
}

function pointAt(line, share) {
  const steps = line.slice(1).map((point, index) => Math.hypot(point.x - line[index].x, point.y - line[index].y));
  let left = steps.reduce((sum, step) => sum + step, 0) * share;
  for (let i = 0; i < steps.length; i++) {
    if (left <= steps[i]) return { x: line[i].x + ((line[i + 1].x - line[i].x) * left) / (steps[i] || 1), y: line[i].y + ((line[i + 1].y - line[i].y) * left) / (steps[i] || 1) };
    left -= steps[i];
  }
  return line[line.length - 1];
}

function labelCandidates(project, width, height) {
  if (project.isLine) return along(project, width, height);
  if (project.glyph) return beside(toPoint(project.glyph[1], project.glyph[0]), width, height, 16);
  const town = TOWN_BY_ID.get(project.towns[0]);
  return town ? beside(toPoint(town.label[1], town.label[0]), width, height, 26) : [];
}

function labelRaised(board, project, look) {
  const isBig = look === "selected";
  if (isTownOnly(project) || project.sure === "none") return;
  const width = textWidth(project.name, fontOf(15, 700)) + 22;
  const height = 32;
  const box = board.place(labelCandidates(project, width, height), width, height, 4);
  if (!box) return;
  const colour = isBig ? "background:var(--w-" + project.cat + ");color:var(--glyph)" : "background:var(--surface);border:1.6px solid var(--c-" + project.cat + ")";
  addLabel(box, el("div", { class: "raised " + look, style: colour, "data-label": "raised" }, project.name));
}

function labelStations(board, project) {
  const own = DATA.stations.filter((station) => station.project === project.id);
  const ends = own.filter((station, index) => index === 0 || index === own.length - 1);
  for (const station of [...ends, ...own.filter((item) => !ends.includes(item))]) labelStation(board, station, "own");
}

function labelStation(board, station, kind) {
  const size = kind === "own" ? 13 : 12;
  const width = textWidth(station.name, fontOf(size)) + 6;
  const box = board.place(beside(toPoint(station.at[1], station.at[0]), width, 18, 6), width, 18, 2);
  if (box) addLabel(box, el("div", { class: "station-name " + kind, "data-label": "station" }, station.name));
}

/** Lines and points by name, quietly. */
function labelProject(board, project) {
  const width = textWidth(project.label, fontOf(13, 700)) + 8;
  const box = board.place(labelCandidates(project, width, 18), width, 18, 3);
  const faded = lookOf(project) === "rest" ? ";opacity:.4" : "";
  if (box) addLabel(box, el("div", { class: "project-name", style: "color:var(--w-" + project.cat + ")" + faded, "data-label": "project" }, project.label));
}

// Badges: how many projects of a town are known only by town.
function badge(projects, isWide) {
  if (isWide) {
    const counts = STYLE.categories.map((category) => [category, projects.filter((project) => project.cat === category).length]).filter(([, n]) => n);
    return { width: 10 + counts.length * 30 - 6, node: el("span", { class: "badge wide" }, ...counts.map(([category, n]) => el("span", { class: "pair" }, icon(category, 14, { style: "fill:var(--c-" + category + ")" }), String(n)))) };
  }
  const categories = STYLE.categories.filter((category) => projects.some((project) => project.cat === category));
  const bars = categories.map((category) => el("i", { style: "background:var(--c-" + category + ")" }));
  return { width: 20, node: el("span", { class: "badge" }, String(projects.length), el("span", { class: "foot" }, ...bars)) };
}

/** Order numbers along a selected town-only corridor; hollow where the order is not verified. */
function orderBadge(project, town) {
  const number = project.towns.indexOf(town.id) + 1;
  const isOpen = project.open.includes(town.id);
  const style = isOpen ? "color:var(--w-" + project.cat + ");border-color:var(--c-" + project.cat + ")" : "background:var(--c-" + project.cat + ");border-color:var(--c-" + project.cat + ");color:var(--glyph)";
  return { width: 22, node: el("span", { class: "badge order", style }, String(number)) };
}

function townBadge(town, projects) {
  if (MODE.shade) return shadeBadge(town);
  const raised = BY_ID.get(VIEW.selected);
  if (raised && isTownOnly(raised) && raised.towns.includes(town.id)) return raised.ordered && raised.towns.length > 1 ? orderBadge(raised, town) : null;
  return projects && projects.length ? badge(projects, MAP.getZoom() >= STYLE.glyph_badge_zoom) : null;
}

/** A name may stand where its middle and both 20 % points lie in its own town. */
function isInTown(box, town) {
  const y = (box[1] + box[3]) / 2;
  return [0.2, 0.5, 0.8].every((share) => {
    const place = MAP.containerPointToLatLng([box[0] + (box[2] - box[0]) * share, y]);
    return inShape(place.lat, place.lng, town.shape);
  });
}

function townCandidates(town) {
  const middle = toPoint(town.label[1], town.label[0]);
  const out = [];
  for (const dy of [0, -12, 12, -24, 24, -38, 38, -54, 54]) for (const dx of [0, -14, 14, -28, 28, -44, 44, -64, 64]) out.push([middle.x + dx, middle.y + dy, Math.hypot(dx, dy) * 0.5]);
  return out.sort((a, b) => a[2] - b[2]);
}

function labelTown(board, town, projects) {
  const size = isPhone() ? 12 : 13;
  const isBold = isRaisedTown(town);
  const tag = townBadge(town, projects);
  const name = textWidth(town.name, fontOf(size, isBold ? 700 : 400)) + 4;
  const accept = (box) => isInTown(box, town);
  const candidates = townCandidates(town);
  const width = name + (tag ? tag.width + 6 : 0);
  let box = board.place(candidates, width, 20, 2, accept);
  let text = town.name;
  if (!box && tag) {
    text = "";
    box = board.place(candidates, tag.width + 2, 20, 2, accept);
  }
  if (!box) return;
  const faded = VIEW.selected && tag && !isBold ? "rest" : "";
  addLabel(box, el("div", { class: "town-name " + (isBold ? "bold " : "") + faded, style: "font-size:" + size + "px", "data-label": "town", "data-town": town.id }, text ? el("span", {}, text) : null, tag ? tag.node : null));
}

function isRaisedTown(town) {
  const raised = BY_ID.get(VIEW.selected);
  return VIEW.filters.towns.includes(town.id) || Boolean(raised && isTownOnly(raised) && raised.towns.includes(town.id));
}

function labelTowns(board) {
  const byTown = townOnlyByTown();
  const count = (town) => (byTown.get(town.id) || []).length;
  const order = [...TOWNS].sort((a, b) => isRaisedTown(b) - isRaisedTown(a) || count(b) - count(a) || b.area - a.area);
  for (const town of order) labelTown(board, town, byTown.get(town.id));
}

function labelContext(board) {
  for (const station of CONTEXT_STATIONS) {
    if (station.kind === "outside" || MAP.getZoom() >= STYLE.near_zoom) labelStation(board, station, "context");
  }
  const areas = [...DATA.base.neighbours.areas.map((area) => ({ ...area, css: area.kind === "city" ? "city" : "district" })), ...DATA.base.water.areas.map((area) => ({ ...area, css: "sea" }))];
  for (const area of areas) {
    if (!area.label) continue;
    const isCity = area.css === "city";
    const spacing = isCity ? 6 : 2;
    const text = isCity && LANG === "en" ? area.name.toUpperCase() : area.name;
    const size = area.css === "district" ? 12 : 15;
    const width = textWidth(text, fontOf(size), spacing) + 6;
    const box = board.place(neighbourCandidates(area), width, 20, 4);
    if (box) addLabel(box, el("div", { class: "neighbour " + area.css, style: "letter-spacing:" + spacing + "px;font-size:" + size + "px", "data-label": "neighbour" }, text));
  }
}

function neighbourCandidates(area) {
  const middle = toPoint(area.label[1], area.label[0]);
  return [[0, 0], [0, -20], [0, 20], [-30, 0], [30, 0]].map(([dx, dy]) => [middle.x + dx, middle.y + dy, Math.hypot(dx, dy)]);
}

function drawLabels() {
  for (const { node } of LABELS) node.remove();
  LABELS = [];
  const board = newBoard();
  const shown = shownProjects();
  const raised = (id) => (BY_ID.has(id) && isShown(BY_ID.get(id)) ? BY_ID.get(id) : undefined);
  const selected = raised(VIEW.selected);
  const hovered = VIEW.hovered === VIEW.selected ? undefined : raised(VIEW.hovered);
  if (selected) labelRaised(board, selected, "selected");
  if (hovered) labelRaised(board, hovered, "hovered");
  if (selected && selected.isLine) labelStations(board, selected);
  labelOwn(board);
  labelTowns(board);
  if (!selected) for (const project of linesInSight()) if (project !== hovered) labelProject(board, project);
  if (!selected && MAP.getZoom() >= STYLE.point_name_zoom) {
    const alone = new Set(MARK_SPOTS.filter(({ members }) => members.length === 1).map(({ members }) => members[0].id));
    const named = CANVAS ? [...alone].map((id) => BY_ID.get(id)) : shown;
    for (const project of named.filter((item) => !item.isLine && item !== hovered && alone.has(item.id))) labelProject(board, project);
  }
  labelContext(board);
  moveLabels(MAP.getCenter(), MAP.getZoom());
}

/** Keep the names on their places while the zoom runs. */
function moveLabels(center, zoom) {
  for (const { node, at, width, height } of LABELS) {
    const point = zoom === MAP.getZoom() ? MAP.latLngToLayerPoint(at) : MAP._latLngToNewLayerPoint(at, zoom, center);
    node.style.transform = flatMove({ x: Math.round(point.x - width / 2), y: Math.round(point.y - height / 2) });
  }
}

MAP.on("zoomanim", (event) => moveLabels(event.center, event.zoom));
