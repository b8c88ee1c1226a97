// What is near a place, in words and groups: surely within the circle, perhaps, or only its town known. In the script that
// comes with the first place (asking.js): what it shows is the page's, and so are the makers of rows.
import { button, el } from "../page/dom.js";

const door = window.dgmap.near;
const { projectById, isShown, near, setPicking, metres, say } = door;
export const tell = door.tell;
const { listHead, paragraph, rowList, statePanel, townsText } = door;

const RADII = [1000, 3000, 5000, 10_000];
const GROUPS = ["in", "maybe", "town"];

/** A distance no finer than the place: within its error, or rounded to the power of ten below it. */
function distanceText({ accuracy_m: error }, distance) {
  if (distance === null || distance === undefined) return say("near_unknown_distance");
  if (error && distance < error) return say("near_within", { distance: metres(error) });
  const step = 10 ** Math.floor(Math.log10(Math.max(error || 1, 1)));
  return say("near_about", { distance: metres(Math.round(distance / step) * step) });
}

function distanceSide(project, { distance_m: distance }) {
  const { accuracy_m: error, certainty } = project;
  const key = certainty === "schematic" ? "near_schematic_error" : "near_place_error";
  const note = certainty === "town" || !error ? townsText(project) : say(key, { distance: metres(error) });
  return [el("b", { class: "row-status" }, distanceText(project, distance)), el("span", { class: "row-date" }, note)];
}

const shownRows = () => near.value.rows.filter(({ id }) => projectById.has(id) && isShown(projectById.get(id)));
const rowsIn = (group) => shownRows().filter((row) => row.group === group);

/** The nearest of those surely in the circle, else of what is shown, wherever it lies; empty where none is known. */
function nearestText() {
  const known = shownRows().filter(({ distance_m: distance }) => distance !== null);
  const [nearest] = known.sort((a, b) => (b.group === "in") - (a.group === "in") || a.distance_m - b.distance_m);
  if (!nearest) return "";
  const project = projectById.get(nearest.id);
  return say("near_nearest", { name: project.name, distance: distanceText(project, nearest.distance_m) });
}

/** What is near in one sentence: how many, the nearest, how many may be (layers/title.py says it, too). */
function sentence() {
  const radius = metres(near.value.radius_m);
  const [sure, ...others] = GROUPS.map((group) => rowsIn(group).length);
  const unsure = others.map((n, place) => n && say(`near_${GROUPS[place + 1]}_n`, { n })).filter(Boolean);
  const found = sure ? say("near_said", { n: sure, radius }) : say("near_none", { radius });
  const parts = [found, nearestText(), unsure.join(say("list_sep"))];
  return parts.filter(Boolean).join(say("ui_semicolon")) + say("said_end");
}

const radiusChip = (radius) => {
  const pressed = String(near.value.radius_m === radius);
  return button({ class: "chip", "aria-pressed": pressed }, () => tell("radius", { radius_m: radius }), metres(radius));
};

/** Whether a project is surely within a circle: a wider one is offered only where it brings something. */
const isSurely = ({ id, distance_m: distance }, radius) =>
  distance !== null && distance + (projectById.get(id).accuracy_m || 0) <= radius;

function actions() {
  const wider = RADII.find(
    (radius) => radius > near.value.radius_m && shownRows().some((row) => isSurely(row, radius)),
  );
  const isEmpty = !rowsIn("in").length;
  const widen = () => tell("radius", { radius_m: wider });
  return el(
    "div",
    { class: "actions" },
    isEmpty && wider && button({ class: "button primary" }, widen, say("near_widen", { radius: metres(wider) })),
    button({ class: "button" }, () => setPicking(true), say("near_move")),
    button({ class: "button" }, () => tell("near_off"), say("near_off")),
  );
}

function groupParts(group) {
  const rows = rowsIn(group);
  if (!rows.length) return [];
  const radius = metres(near.value.radius_m);
  const head =
    group === "in"
      ? listHead(say("count", { n: rows.length }), say("near_nearest_first"), "h3")
      : listHead(say(`near_${group}`), say(`near_${group}_note`, { radius }), "h3");
  head.classList.add(`group-${group}`);
  const projects = rows.map(({ id }) => projectById.get(id));
  const attributes = { class: "rows", "data-group": group };
  return [head, rowList(projects, attributes, (project, index) => distanceSide(project, rows[index]))];
}

function outsideState() {
  const distance = say("near_about", { distance: metres(near.value.outside_m) });
  const ways = [
    { label: say("near_pick"), run: () => setPicking(true) },
    { label: say("near_off"), run: () => tell("near_off") },
  ];
  return statePanel({ title: say("near_outside", { distance }), text: say("near_outside_text"), actions: ways });
}

/** The panel of the place that is measured from. */
export function nearParts() {
  if (near.value.outside_m) return [outsideState()];
  return [
    el("h2", { class: "near-title" }, sentence()),
    paragraph(say("near_from", { label: near.value.label || say("near_here") })),
    el("div", { class: "chips", role: "group", "aria-label": say("near_radius") }, ...RADII.map(radiusChip)),
    ...GROUPS.flatMap(groupParts),
    actions(),
  ];
}
