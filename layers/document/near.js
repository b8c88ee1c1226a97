// Near a place: the circle on the map, and the list in groups by what the distance can tell.
const NEAR = document.getElementById("near");
const RADII = [1000, 3000, 5000, 10000];
const GROUPS = ["in", "maybe", "town"];
let NEAR_LAYERS = [];

/** A distance as sure as the place: within its error when it is smaller than that. */
function distanceText(project, distance) {
  if (distance === null || distance === undefined) return say("unknown_distance");
  if (project.m && distance < project.m) return say("within", { distance: metres(project.m) });
  return say("about", { distance: metres(distance) });
}

function nearRight(project, row) {
  const error = project.sure === "town" || !project.m ? townsText(project) : say(project.sure === "schematic" ? "schematic_error" : "place_error", { distance: metres(project.m) });
  return [el("b", { class: "row-status" }, distanceText(project, row.distance_m)), el("span", { class: "row-date" }, error)];
}

function rowsIn(group) {
  return VIEW.near.rows.filter((row) => row.group === group && BY_ID.has(row.id) && isShown(BY_ID.get(row.id)));
}

function nearTitle() {
  const { near } = VIEW;
  const radius = metres(near.radius_m);
  const found = rowsIn("in");
  if (!found.length) return near.label ? say("near_none", { label: near.label, radius }) : say("near_none_plain", { radius });
  const [first] = found;
  return say("near_found", { radius, n: found.length, distance: nearestWords(BY_ID.get(first.id), first.distance_m) });
}

function nearestWords(project, distance) {
  if (project.m && distance < project.m) return say("near_found_in", { distance: metres(project.m) });
  return say("near_found_about", { distance: metres(distance) });
}

function nearText() {
  const { near } = VIEW;
  const words = [];
  if (rowsIn("in").length) {
    const counts = [["near_maybe_n", rowsIn("maybe").length], ["near_town_n", rowsIn("town").length]].filter(([, n]) => n).map(([key, n]) => say(key, { n }));
    words.push(say("near_from", { label: near.label || say("near_here") }));
    if (counts.length) words.push(counts.join(LANG === "zh" ? "，" : ", ") + (LANG === "zh" ? "。" : "."));
  } else {
    const nearest = near.nearest && BY_ID.get(near.nearest.id);
    if (nearest) words.push(say("near_nearest", { name: nearest.name, distance: distanceText(nearest, near.nearest.distance_m) }));
    if (rowsIn("town").length) words.push(say("near_town_extra", { n: rowsIn("town").length }));
  }
  return words.join(LANG === "zh" ? "" : " ");
}

const radiusChip = (radius) =>
  el("button", { type: "button", class: "chip", "aria-pressed": String(VIEW.near.radius_m === radius), on: { click: () => tell("radius", { radius_m: radius }) } }, metres(radius));

function nearActions() {
  const wider = RADII.find((radius) => radius > VIEW.near.radius_m);
  const buttons = [];
  if (!rowsIn("in").length && wider) buttons.push(el("button", { type: "button", class: "button primary", on: { click: () => tell("radius", { radius_m: wider }) } }, say("near_widen", { radius: metres(wider) })));
  buttons.push(el("button", { type: "button", class: "button", on: { click: startPicking } }, say("near_move")));
  buttons.push(el("button", { type: "button", class: "button", on: { click: () => tell("near_off", {}) } }, say("near_off")));
  return el("div", { class: "actions" }, ...buttons);
}

function nearGroup(group) {
  const rows = rowsIn(group);
  if (!rows.length) return [];
  const head = group === "in" ? listHead(say("count", { n: rows.length }), say("nearest_first"), "h3") : listHead(say("near_" + group), say("near_" + group + "_note", { radius: metres(VIEW.near.radius_m) }), "h3");
  head.classList.add("group-" + group);
  return [head, rowList(rows.map((row) => BY_ID.get(row.id)), { class: "rows", "data-group": group }, (project, at) => nearRight(project, rows[at]))];
}

function outsidePanel() {
  const title = say("near_outside", { distance: say("about", { distance: metres(VIEW.near.outside_m) }) });
  return statePanel({ title, text: say("near_outside_text"), actions: [{ label: say("near_pick"), run: startPicking }, { label: say("near_off"), event: { type: "near_off" } }] });
}

function drawNear() {
  NEAR.hidden = !VIEW.near;
  document.body.classList.toggle("has-near", Boolean(VIEW.near));
  drawCircle();
  if (!VIEW.near) return void replace(NEAR);
  ROWS.clear();
  replace(RESULTS);
  if (VIEW.near.outside_m) return void replace(NEAR, outsidePanel());
  replace(
    NEAR,
    el("h2", { class: "near-title" }, nearTitle()),
    el("p", { class: "quiet" }, nearText()),
    el("div", { class: "chips", role: "group", "aria-label": say("near_radius") }, ...RADII.map(radiusChip)),
    ...GROUPS.flatMap(nearGroup),
    nearActions(),
  );
}

/** The circle, what lies outside veiled, and a hollow cross-hair so that a project there stays in sight. */
function drawCircle() {
  for (const layer of NEAR_LAYERS.splice(0)) layer.remove();
  const { near } = VIEW;
  if (!near || near.outside_m) return;
  const at = [near.lat, near.lon];
  const ring = Array.from({ length: 96 }, (_, step) => aroundPoint(near, (step / 96) * 2 * Math.PI));
  const world = [[10, 100], [40, 100], [40, 128], [10, 128]];
  const pill = L.divIcon({ className: "near-pill", html: el("span", {}, metres(near.radius_m)), iconSize: [84, 28] });
  NEAR_LAYERS = [
    L.polygon([world, ring], paint("veil", { stroke: false, fillColor: "var(--neighbour)", fillOpacity: 0.5 })),
    L.polygon(ring, paint("station", { fill: false, color: "var(--ink)", weight: 1.6, dashArray: "2 4" })),
    L.marker(at, { interactive: false, keyboard: false, zIndexOffset: 3000, icon: L.divIcon({ className: "near-here", html: hereNode(), iconSize: [48, 48] }) }),
    L.marker(aroundPoint(near, 0), { interactive: false, keyboard: false, icon: pill }),
  ];
  for (const layer of NEAR_LAYERS) layer.addTo(MAP);
}

function aroundPoint(near, bearing) {
  const north = (near.radius_m * Math.cos(bearing)) / 110850;
  const east = (near.radius_m * Math.sin(bearing)) / (111320 * Math.cos((near.lat * Math.PI) / 180));
  return [near.lat + north, near.lon + east];
}

function hereNode() {
  const cross = "M24 2v9M24 37v9M2 24h9M37 24h9";
  return el("div", {}, svg("svg", { width: 48, height: 48, viewBox: "0 0 48 48", "aria-hidden": "true", fill: "none" },
    svg("circle", { cx: 24, cy: 24, r: 16, stroke: "var(--surface)", "stroke-width": 5 }), svg("path", { d: cross, stroke: "var(--surface)", "stroke-width": 5 }),
    svg("circle", { cx: 24, cy: 24, r: 16, stroke: "var(--ink)", "stroke-width": 2 }), svg("path", { d: cross, stroke: "var(--ink)", "stroke-width": 2 })));
}

function fitNear() {
  const { near } = VIEW;
  const bounds = L.latLngBounds([0, 0.5, 1, 1.5].map((turn) => aroundPoint(near, turn * Math.PI)));
  MAP.fitBounds(bounds, { padding: isPhone() ? [10, 64] : [40, 96], animate: !isCalm() });
}
