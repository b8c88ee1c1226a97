// What is near a place, in words and groups: surely within the circle, perhaps, or only its town known. In the script that
// comes with the first place (asking.js): what it shows is the page's, and so are the makers of rows.
import { button, el } from "../page/dom.js";

const door = window.dgmap.near;
const { lang, projectById, isShown, near, setPicking, metres, say } = door;
export const tell = door.tell;
const { listHead, paragraph, rowList, statePanel, townsText } = door;

const RADII = [1000, 3000, 5000, 10_000];
const GROUPS = ["in", "maybe", "town"];

/** A distance no finer than the place: within its error, or rounded to the power of ten below it; `key` of words. */
function distanceText({ accuracy_m: error }, distance, key = "") {
  if (distance === null || distance === undefined) return say("unknown_distance");
  if (error && distance < error) return say(key ? `${key}_in` : "within", { distance: metres(error) });
  const step = 10 ** Math.floor(Math.log10(Math.max(error || 1, 1)));
  return say(key ? `${key}_about` : "about", { distance: metres(Math.round(distance / step) * step) });
}

function distanceSide(project, { distance_m: distance }) {
  const { accuracy_m: error, certainty } = project;
  const key = certainty === "schematic" ? "schematic_error" : "place_error";
  const note = certainty === "town" || !error ? townsText(project) : say(key, { distance: metres(error) });
  return [el("b", { class: "row-status" }, distanceText(project, distance)), el("span", { class: "row-date" }, note)];
}

const shownRows = () => near.value.rows.filter(({ id }) => projectById.has(id) && isShown(projectById.get(id)));
const rowsIn = (group) => shownRows().filter((row) => row.group === group);

function title() {
  const { label } = near.value;
  const radius = metres(near.value.radius_m);
  const found = rowsIn("in");
  if (!found.length) return label ? say("near_none", { label, radius }) : say("near_none_plain", { radius });
  const [{ id, distance_m: distance }] = found;
  const words = distanceText(projectById.get(id), distance, "near_found");
  return say("near_found", { radius, n: found.length, distance: words });
}

function foundText() {
  const keys = { near_maybe_n: "maybe", near_town_n: "town" };
  const counts = Object.entries(keys).map(([key, group]) => [key, rowsIn(group).length]);
  const words = counts.filter(([, n]) => n).map(([key, n]) => say(key, { n }));
  const [comma, stop] = lang === "zh" ? ["，", "。"] : [", ", "."];
  return [
    say("near_from", { label: near.value.label || say("near_here") }),
    words.length ? words.join(comma) + stop : "",
  ];
}

/** The nearest of what is shown, wherever it lies. */
function nearestText() {
  const known = shownRows().filter(({ distance_m: distance }) => distance !== null);
  const [nearest] = known.sort((a, b) => a.distance_m - b.distance_m);
  const words = [];
  if (nearest) {
    const project = projectById.get(nearest.id);
    words.push(say("near_nearest", { name: project.name, distance: distanceText(project, nearest.distance_m) }));
  }
  if (rowsIn("town").length) words.push(say("near_town_extra", { n: rowsIn("town").length }));
  return words;
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
      ? listHead(say("count", { n: rows.length }), say("nearest_first"), "h3")
      : listHead(say(`near_${group}`), say(`near_${group}_note`, { radius }), "h3");
  head.classList.add(`group-${group}`);
  const projects = rows.map(({ id }) => projectById.get(id));
  const attributes = { class: "rows", "data-group": group };
  return [head, rowList(projects, attributes, (project, index) => distanceSide(project, rows[index]))];
}

function outsideState() {
  const distance = say("about", { distance: metres(near.value.outside_m) });
  const ways = [
    { label: say("near_pick"), run: () => setPicking(true) },
    { label: say("near_off"), run: () => tell("near_off") },
  ];
  return statePanel({ title: say("near_outside", { distance }), text: say("near_outside_text"), actions: ways });
}

/** The panel of the place that is measured from. */
export function nearParts() {
  if (near.value.outside_m) return [outsideState()];
  const text = rowsIn("in").length ? foundText() : nearestText();
  return [
    el("h2", { class: "near-title" }, title()),
    paragraph(text.filter(Boolean).join(lang === "zh" ? "" : " ")),
    el("div", { class: "chips", role: "group", "aria-label": say("near_radius") }, ...RADII.map(radiusChip)),
    ...GROUPS.flatMap(groupParts),
    actions(),
  ];
}
