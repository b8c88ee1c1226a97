// Icons on the map: filled discs, bare glyphs on a rim, and counts where they stand too close.
const MARKS = new Map(); // project id → { marker, key }
const CLUSTERS = [];
let MARK_SPOTS = []; // [{ at, radius, ids }] for the labels and the legend

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

/** A paper disc with a ring cut into the categories of its members. */
function clusterNode(members) {
  const radius = 12.6;
  const length = 2 * Math.PI * radius;
  const arcs = members.map((project, index) =>
    svg("circle", {
      cx: 16, cy: 16, r: radius, fill: "none", stroke: "var(--c-" + project.cat + ")", "stroke-width": 3,
      "stroke-dasharray": length / members.length + " " + length, "stroke-dashoffset": (-length * index) / members.length, transform: "rotate(-90 16 16)",
    }),
  );
  const count = svg("text", { x: 16, y: 20.5, "text-anchor": "middle", class: "cluster-count" });
  count.textContent = members.length;
  return svg("svg", { width: 32, height: 32, viewBox: "0 0 32 32", "aria-hidden": "true" }, svg("circle", { cx: 16, cy: 16, r: 14.6, fill: "var(--surface)" }), ...arcs, count);
}

function makeCluster(members) {
  const sum = members.reduce(([lat, lon], { glyph }) => [lat + glyph[1], lon + glyph[0]], [0, 0]);
  const at = [sum[0] / members.length, sum[1] / members.length];
  const sorted = [...members].sort((a, b) => STYLE.categories.indexOf(a.cat) - STYLE.categories.indexOf(b.cat));
  const marker = L.marker(at, { icon: L.divIcon({ html: el("div", {}, clusterNode(sorted)), className: "mark cluster" + (VIEW.selected ? " rest" : ""), iconSize: [32, 32] }), keyboard: false, bubblingMouseEvents: false });
  const open = () => MAP.fitBounds(L.latLngBounds(members.map(({ glyph }) => [glyph[1], glyph[0]])), { paddingTopLeft: [leftPadding() + 60, 80], paddingBottomRight: [80, 80], maxZoom: 15, animate: !isCalm() });
  marker.on("click", () => pickOr(open));
  marker.on("add", () =>
    fill(marker.getElement(), { tabindex: 0, role: "button", "aria-label": say("merged", { n: members.length }) + "：" + members.map(({ name }) => name).join(say("list_sep")),
      on: { keydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), open()) } }, []));
  return { marker, at, members };
}

/** Greedy groups of marks closer than the merging distance; raised ones stand alone. */
function groupMarks(projects) {
  const groups = [];
  for (const project of projects) {
    const point = MAP.latLngToLayerPoint([project.glyph[1], project.glyph[0]]);
    const look = lookOf(project);
    const isAlone = look === "selected" || look === "hovered";
    const group = isAlone ? null : groups.find((other) => !other.isAlone && other.point.distanceTo(point) < STYLE.merge_px);
    if (group) group.members.push(project);
    else groups.push({ point, isAlone, members: [project] });
  }
  return groups;
}

function drawMarks(what) {
  const projects = shownProjects().filter((project) => project.glyph);
  const groups = groupMarks(projects);
  const single = new Set(groups.filter((group) => group.members.length === 1).map((group) => group.members[0].id));
  for (const project of PROJECTS.filter((item) => item.glyph)) drawMark(project, single.has(project.id));
  for (const cluster of CLUSTERS.splice(0)) cluster.marker.remove();
  for (const group of groups.filter(({ members }) => members.length > 1)) {
    const cluster = makeCluster(group.members);
    cluster.marker.addTo(MAP);
    CLUSTERS.push(cluster);
  }
  MARK_SPOTS = groups.map(({ members }) => ({ members, radius: members.length > 1 ? 16 : 13, at: members.length > 1 ? CLUSTERS.find((cluster) => cluster.members === members).at : [members[0].glyph[1], members[0].glyph[0]] }));
  return what;
}

function drawMark(project, isOn) {
  let marker = MARKS.get(project.id);
  if (!isOn) {
    if (marker) marker.remove();
    return;
  }
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
