// The key: what can be seen now, and nothing else.
const KEY = document.getElementById("key");
let KEY_OPEN = false;

const sample = (width, ...children) => svg("svg", { width, height: 20, viewBox: "0 0 " + width + " 20", "aria-hidden": "true" }, ...children);
const grey = "var(--ink-2)";

const SAMPLES = {
  surveyed: () => sample(34, svg("path", { d: "M2 10h30", stroke: grey, "stroke-width": 4 })),
  approximate: () => sample(34, svg("rect", { x: 0, y: 3, width: 34, height: 14, rx: 4, fill: grey, opacity: 0.25 }), svg("path", { d: "M2 10h30", stroke: grey, "stroke-width": 3.2 })),
  schematic: () => sample(34, svg("rect", { x: 0, y: 3, width: 34, height: 14, rx: 7, fill: grey, opacity: 0.2 }), svg("path", { d: "M4 10h26", stroke: grey, "stroke-width": 2.2, "stroke-dasharray": "7 4" })),
  town: () => sample(50, svg("path", { d: "M2 18 18 2M11 18 27 2M0 11 9 2M20 18 27 11", stroke: grey, "stroke-width": 1 }), svg("rect", { x: 31, y: 1, width: 18, height: 17, rx: 4, fill: "var(--surface)", stroke: grey, "stroke-width": 0.8 }), svg("text", { x: 40, y: 12.5, "text-anchor": "middle", class: "key-count" }, "2"), svg("path", { d: "M34 15.5h12", stroke: grey, "stroke-width": 2 })),
  merged: () => sample(20, svg("circle", { cx: 10, cy: 10, r: 8, fill: "var(--surface)", stroke: grey, "stroke-width": 2.4, "stroke-dasharray": "10 2.6" }), svg("text", { x: 10, y: 13.6, "text-anchor": "middle", class: "key-count" }, "3")),
  area: () => sample(34, svg("rect", { x: 2, y: 3, width: 30, height: 14, rx: 4, fill: grey, "fill-opacity": 0.1, stroke: grey, "stroke-opacity": 0.55, "stroke-width": 2.6 })),
  order: () => sample(22, svg("rect", { x: 1, y: 2, width: 20, height: 16, rx: 4, fill: grey })),
  order_open: () => sample(22, svg("rect", { x: 1, y: 2, width: 20, height: 16, rx: 4, fill: "none", stroke: grey, "stroke-width": 1.4 })),
  road: () => sample(34, svg("path", { d: "M2 10h30", stroke: "var(--context-case)", "stroke-width": 4 })),
  railway: () => sample(34, svg("path", { d: "M2 10h30", stroke: "var(--railway)", "stroke-width": 1.2 }), svg("path", { d: "M5 10h26", stroke: "var(--railway)", "stroke-width": 5, "stroke-dasharray": "1 6" })),
  station: () => sample(20, svg("circle", { cx: 10, cy: 10, r: 3.4, fill: "var(--land)", stroke: "var(--station)", "stroke-width": 1.4 })),
  own: () => sample(34, svg("path", { d: "M2 10h30", stroke: "var(--ink)", "stroke-width": 2.2, "stroke-dasharray": "6 5" })),
  border: () => sample(34, svg("path", { d: "M2 10h30", stroke: "var(--outline)", "stroke-width": 1 })),
  near: () => sample(20, svg("circle", { cx: 10, cy: 10, r: 8, fill: "none", stroke: "var(--ink)", "stroke-dasharray": "2 3", "stroke-width": 1.4 })),
};

const anyIn = (bounds, lines) => lines.some((points) => points.length && bounds.intersects(L.latLngBounds(points)));
const partPoints = (part) => [...(part.lines || []), ...(part.far || []), ...(part.points || []).map(([lon, lat]) => [[lat, lon]])];

/** The boxes of what is drawn of a part, made once. */
const boxesOf = (part) => (part.boxes ??= partPoints(part).filter((points) => points.length).map((points) => L.latLngBounds(points)));
const isPartIn = (bounds, part) => boxesOf(part).some((box) => bounds.intersects(box));

const isAreaIn = (bounds, part) => (part.areaBoxes ??= (part.shape || []).map(([outer]) => L.latLngBounds(outer))).some((box) => bounds.intersects(box));

/** Whether something of a project is drawn in sight in a given way. */
function isSeen(bounds, test) {
  return shownProjects().some((project) => project.parts.some((part) => test(part, project) && isPartIn(bounds, part)));
}

function contextSeen(bounds) {
  const { base } = DATA;
  return {
    road: base.roads.some((road) => anyIn(bounds, road.lines)),
    railway: base.railways.some((rail) => anyIn(bounds, rail.lines)),
    station: CONTEXT_STATIONS.some((station) => bounds.contains([station.at[1], station.at[0]])) || DATA.stations.some((station) => BY_ID.has(station.project) && isShown(BY_ID.get(station.project)) && bounds.contains([station.at[1], station.at[0]])),
    border: TOWNS.some((town) => anyIn(bounds, town.shape.map(([outer]) => outer))),
  };
}

/** Which symbols are in sight now, by key. */
function seenSymbols() {
  const bounds = MAP.getBounds();
  const selected = BY_ID.get(VIEW.selected);
  const townsInSight = [...townOnlyByTown().keys()].some((id) => anyIn(bounds, TOWN_BY_ID.get(id).shape.map(([outer]) => outer)));
  const isRoute = Boolean(selected && isTownOnly(selected) && selected.ordered && selected.towns.length > 1);
  return {
    surveyed: isSeen(bounds, (part) => part.sure === "surveyed"),
    approximate: isSeen(bounds, (part) => part.sure === "approximate" && !part.shape),
    schematic: isSeen(bounds, (part) => part.sure === "schematic"),
    area: shownProjects().some((project) => project.parts.some((part) => isAreaIn(bounds, part))),
    town: townsInSight,
    order: isRoute && selected.open.length < selected.towns.length,
    order_open: isRoute && selected.open.length > 0,
    merged: CLUSTERS.some(({ at }) => bounds.contains(at)),
    own: isOwnSeen(),
    near: Boolean(VIEW.near && !VIEW.near.outside_m),
    ...contextSeen(bounds),
  };
}

const BAR = ["own", "surveyed", "approximate", "schematic", "town", "merged", "order", "order_open"];
const MORE = ["area", "near", "road", "railway", "station", "border"];

const keyItem = (name) => el("li", { "data-key": name }, SAMPLES[name](), el("span", {}, say("key_" + name)));

function categoriesSeen() {
  const bounds = MAP.getBounds();
  const inTowns = (project) => isTownOnly(project) && project.towns.some((id) => TOWN_BY_ID.has(id) && anyIn(bounds, TOWN_BY_ID.get(id).shape.map(([outer]) => outer)));
  const isIn = (project) => inTowns(project) || project.parts.some((part) => isPartIn(bounds, part) || isAreaIn(bounds, part));
  return STYLE.categories.filter((category) => shownProjects().some((project) => project.cat === category && isIn(project)));
}

function wholeKey(seen) {
  const categories = categoriesSeen().map((category) => el("li", { "data-key": "cat-" + category }, icon(category, 18, { style: "fill:var(--c-" + category + ")" }), el("span", {}, WORDS.names.category[category])));
  const statuses = Object.keys(WORDS.names.status).filter((status) => shownProjects().some((project) => project.status === status));
  return el(
    "div",
    { id: "key-more" },
    el("h3", {}, say("key_category")), el("ul", {}, ...categories),
    el("h3", {}, say("key_context")), el("ul", {}, ...MORE.filter((name) => seen[name]).map(keyItem)),
    el("h3", {}, say("key_status")), el("ul", {}, ...statuses.map((status) => el("li", { "data-key": "status-" + status }, statusMark(status), el("span", {}, WORDS.names.status[status])))),
  );
}

function drawLegend() {
  if (MODE.shade) return drawShadeKey();
  const seen = seenSymbols();
  const hadFocus = KEY.contains(document.activeElement);
  const toggle = el("button", { type: "button", class: "key-toggle", "aria-expanded": String(KEY_OPEN), "aria-label": say("key_more"), title: say("key_more"), on: { click: () => { KEY_OPEN = !KEY_OPEN; drawLegend(); drawLabels(); } } }, icon("caret-right", 14, { style: "transform:rotate(" + (KEY_OPEN ? 90 : -90) + "deg)" }));
  const bar = el("ul", { class: "key-bar", "aria-label": say("key") }, ...BAR.filter((name) => seen[name]).map(keyItem), el("li", {}, toggle));
  replace(KEY, KEY_OPEN ? wholeKey(seen) : null, bar);
  if (hadFocus) toggle.focus();
}
