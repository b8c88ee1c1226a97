// Icons on the map: filled discs, bare glyphs on a rim, and counts where they stand too close.
const MARKS = new Map(); // project id → { marker, key }
const CLUSTERS = [];
const MOST_ARCS = 12; // members of a merged mark that are told apart
let MARK_SPOTS = []; // [{ at, radius, ids }] for the labels and the legend

// Leaflet moves an icon by translate3d, which makes each a layer of its own: a hundred of them cost more to
// put together than to paint.
L.Marker.include({
  _setPos(point) {
    this._icon._leaflet_pos = point;
    this._icon.style.transform = flatMove(point);
    this._zIndex = point.y + this.options.zIndexOffset;
    this._resetZIndex();
  },
});

const flatMove = ({ x, y }) => "translate(" + x + "px," + y + "px)";

function markNode(project) {
  const isDisc = project.parts.some((part) => part.points && (part.sure === "surveyed" || part.sure === "approximate"));
  if (isDisc)
    return svg(
      "svg",
      { width: 26, height: 26, viewBox: "0 0 26 26", "aria-hidden": "true" },
      svg("circle", { cx: 13, cy: 13, r: 11.3, fill: "var(--c-" + project.cat + ")", stroke: "var(--casing)", "stroke-width": 1.6 }),
      svg("svg", { x: 6, y: 6, width: 14, height: 14, viewBox: "0 0 256 256", fill: "var(--glyph)" }, svg("use", { href: "#i-" + project.cat })),
    );
  const glyph = (extra) => svg("svg", { x: 4, y: 4, width: 18, height: 18, viewBox: "0 0 256 256", overflow: "visible", ...extra }, svg("use", { href: "#i-" + project.cat }));
  return svg(
    "svg",
    { width: 26, height: 26, viewBox: "0 0 26 26", "aria-hidden": "true" },
    glyph({ fill: "var(--land)", stroke: "var(--land)", "stroke-width": 46, "stroke-linejoin": "round" }),
    glyph({ fill: "var(--c-" + project.cat + ")" }),
  );
}

function makeMark(project) {
  const box = el("div", { class: "mark-box" }, markNode(project), el("span", { class: "mark-dot", style: "background:var(--c-" + project.cat + ")" }));
  const marker = L.marker([project.glyph[1], project.glyph[0]], { icon: L.divIcon({ html: box, className: "mark", iconSize: [26, 26] }), keyboard: false, bubblingMouseEvents: false });
  marker.on({ mouseover: () => hover(project.id), mouseout: () => unhover(project.id), click: () => pickOr(() => select(project.id)) });
  marker.on("add", () => {
    const node = marker.getElement();
    if (node.dataset.shape) return;
    fill(node, { "data-shape": project.id, tabindex: 0, role: "button", "aria-label": shapeLabel(project), on: shapeKeys(project.id) }, []);
  });
  return marker;
}

/** How much of the ring each colour takes: each member its own arc while they are few, else each category. */
function ringShares(members) {
  const order = (category) => STYLE.categories.indexOf(category);
  if (members.length <= MOST_ARCS) return members.map(({ cat }) => [cat, 1 / members.length]).sort((a, b) => order(a[0]) - order(b[0]));
  const counts = new Map();
  for (const { cat } of members) counts.set(cat, (counts.get(cat) || 0) + 1);
  return [...counts].map(([cat, n]) => [cat, n / members.length]).sort((a, b) => order(a[0]) - order(b[0]));
}

/** A paper disc with a ring cut into the categories of its members. */
function clusterNode(members) {
  const radius = 12.6;
  const length = 2 * Math.PI * radius;
  let start = 0;
  const arcs = ringShares(members).map(([cat, share]) => {
    const arc = svg("circle", {
      cx: 16, cy: 16, r: radius, fill: "none", stroke: "var(--c-" + cat + ")", "stroke-width": 3,
      "stroke-dasharray": length * share + " " + length, "stroke-dashoffset": -length * start, transform: "rotate(-90 16 16)",
    });
    start += share;
    return arc;
  });
  const count = svg("text", { x: 16, y: 20.5, "text-anchor": "middle", class: "cluster-count" + (members.length > 99 ? " many" : "") });
  count.textContent = members.length;
  return svg("svg", { width: 32, height: 32, viewBox: "0 0 32 32", "aria-hidden": "true" }, svg("circle", { cx: 16, cy: 16, r: 14.6, fill: "var(--surface)" }), ...arcs, count);
}

function clusterName(members) {
  const names = members.slice(0, MOST_ARCS).map(({ name }) => name).join(say("list_sep"));
  return say("merged", { n: members.length }) + "：" + names + (members.length > MOST_ARCS ? "…" : "");
}

function makeCluster(members) {
  const sum = members.reduce(([lat, lon], { glyph }) => [lat + glyph[1], lon + glyph[0]], [0, 0]);
  const at = [sum[0] / members.length, sum[1] / members.length];
  const marker = L.marker(at, { icon: L.divIcon({ html: el("div", {}, clusterNode(members)), className: "mark cluster" + (VIEW.selected ? " rest" : ""), iconSize: [32, 32] }), keyboard: false, bubblingMouseEvents: false });
  const open = () => MAP.fitBounds(L.latLngBounds(members.map(({ glyph }) => [glyph[1], glyph[0]])), { paddingTopLeft: [leftPadding() + 60, 80], paddingBottomRight: [80, 80], maxZoom: 15, animate: !isCalm() });
  marker.on("click", () => pickOr(open));
  marker.on("add", () =>
    fill(marker.getElement(), { tabindex: 0, role: "button", "aria-label": clusterName(members),
      on: { keydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), open()) } }, []));
  return { marker, at, members };
}

const isRaised = (project) => VIEW.selected === project.id || VIEW.hovered === project.id;

/** Greedy groups of marks closer than the merging distance; raised ones stand alone. A mark looks for its group in the squares around it. */
function groupMarks(projects, merge) {
  const groups = [];
  const squares = new Map();
  for (const project of projects) {
    const point = MAP.latLngToLayerPoint([project.glyph[1], project.glyph[0]]);
    const isAlone = isRaised(project);
    const [column, row] = [Math.floor(point.x / merge), Math.floor(point.y / merge)];
    const group = isAlone ? null : nearestGroup(squares, column, row, point, merge);
    if (group) {
      group.members.push(project);
      continue;
    }
    const own = { number: groups.length, point, members: [project] };
    groups.push(own);
    if (isAlone) continue;
    const key = column + "," + row;
    squares.has(key) ? squares.get(key).push(own) : squares.set(key, [own]);
  }
  return groups;
}

/** The earliest group within the merging distance. */
function nearestGroup(squares, column, row, point, merge) {
  let found = null;
  for (let x = column - 1; x <= column + 1; x++)
    for (let y = row - 1; y <= row + 1; y++)
      for (const group of squares.get(x + "," + y) || [])
        if ((!found || group.number < found.number) && group.point.distanceTo(point) < merge) found = group;
  return found;
}

/** In a crowd marks merge sooner, and those far out of sight are left for later. */
function marksToDraw() {
  const projects = shownProjects().filter((project) => project.glyph);
  if (!CANVAS) return projects;
  const bounds = MAP.getBounds().pad(0.1);
  return projects.filter(({ glyph }) => bounds.contains([glyph[1], glyph[0]]));
}

let MARKED = ""; // what the marks on the map were drawn for
let MARKED_IDS = null;

function drawMarks(what) {
  const { x, y } = MAP.getPixelOrigin();
  const now = [MAP.getZoom(), x, y, MAP.getBounds().toBBoxString(), VIEW.selected, VIEW.hovered].join();
  if (now === MARKED && VIEW.ids === MARKED_IDS) return what;
  [MARKED, MARKED_IDS] = [now, VIEW.ids];
  const groups = groupMarks(marksToDraw(), CANVAS ? STYLE.merge_crowd_px : STYLE.merge_px);
  const single = new Map(groups.filter((group) => group.members.length === 1).map(({ members }) => [members[0].id, members[0]]));
  for (const [id, marker] of MARKS) if (!single.has(id)) marker.remove();
  for (const project of single.values()) drawMark(project);
  for (const cluster of CLUSTERS.splice(0)) cluster.marker.remove();
  MARK_SPOTS = [];
  for (const { members } of groups) {
    if (members.length === 1) {
      MARK_SPOTS.push({ members, radius: 13, at: [members[0].glyph[1], members[0].glyph[0]] });
      continue;
    }
    const cluster = makeCluster(members);
    cluster.marker.addTo(MAP);
    CLUSTERS.push(cluster);
    MARK_SPOTS.push({ members, radius: 16, at: cluster.at });
  }
  return what;
}

function drawMark(project) {
  let marker = MARKS.get(project.id);
  if (!marker) {
    marker = makeMark(project);
    MARKS.set(project.id, marker);
  }
  if (!MAP.hasLayer(marker)) marker.addTo(MAP);
  const look = lookOf(project);
  const node = marker.getElement();
  for (const name of ["rest", "selected", "hovered"]) node.classList.toggle(name, look === name);
  node.setAttribute("aria-pressed", String(look === "selected"));
  marker.setZIndexOffset(look === "selected" ? 2000 : look === "hovered" ? 1500 : 0);
}
