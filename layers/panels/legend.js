// The key: what can be seen now, and nothing else.
import { signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { opacityOf } from "../counts/counts.js";
import { isTownOnly, outerRings, townById } from "../page/dataset.js";
import { button, categoryIcon, drawing, el, icon, replace } from "../page/dom.js";
import { style } from "../page/islands.js";
import { askLayers, panel } from "../page/layer.js";
import { map } from "../page/map.js";
import { onOverlay, scheduleOverlay } from "../page/overlay.js";
import { shownProjects, townCounts } from "../page/store.js";
import { sample, statusMark } from "../page/symbols.js";
import { nameOf, say } from "../page/words.js";
import { isAreaIn, isPartIn } from "../projects/boxes.js";

const BAR = ["own", "surveyed", "approximate", "schematic", "town", "merged", "order", "order_open"];
const MORE = ["area", "near", "road", "railway", "station", "border"];

/** Whether the whole key is open; printing opens it. */
export const isKeyOpen = signal(false);

/** Which symbols are in sight, by key; a layer may bring keys of its own, with their words. */
function seenSymbols(bounds) {
  const seen = {};
  for (const [key, isSeen] of askLayers("legend", bounds).flatMap(Object.entries)) seen[key] = seen[key] || isSeen;
  return seen;
}

/** The badge of a town without the hatch that stands before it in the sample. */
const badgeAlone = () => drawing(20, 20, style.samples.town.shapes.slice(1), { viewBox: "30 0 20 20" });

const keyItem = (key, mark = sample(key)) => el("li", { "data-key": key }, mark, el("span", {}, say(`key_${key}`)));

/** Layers from elsewhere give their drawing and name themselves: { key, shapes, width, name }. */
const foreignItem = ({ name, width, shapes }) =>
  el("li", { "data-key": "frame" }, drawing(width, 20, shapes), el("span", {}, name));

function isProjectIn(bounds, project) {
  const isIn = (id) => outerRings(townById.get(id)).some((ring) => bounds.intersects(L.latLngBounds(ring)));
  if (isTownOnly(project)) return project.towns.filter((id) => townById.has(id)).some(isIn);
  return project.parts.some((part) => isPartIn(bounds, part) || isAreaIn(bounds, part));
}

function wholeKey(bounds, seen) {
  const shown = shownProjects.value;
  const inSight = shown.filter((project) => isProjectIn(bounds, project));
  const categories = style.categories.filter((category) => inSight.some((project) => project.category === category));
  const statuses = Object.keys(style.statuses).filter((status) => shown.some((project) => project.status === status));
  const item = (key, mark, word) => el("li", { "data-key": key }, mark, el("span", {}, word));
  const ofCategory = (one) => item(`cat-${one}`, categoryIcon(one, 18), nameOf("category", one));
  const ofStatus = (one) => item(`status-${one}`, statusMark(one), nameOf("status", one));
  return el(
    "div",
    { id: "key-more" },
    el("h3", {}, say("key_category")),
    el("ul", {}, ...categories.map(ofCategory)),
    el("h3", {}, say("key_context")),
    el("ul", {}, ...MORE.filter((key) => seen[key]).map((key) => keyItem(key))),
    el("h3", {}, say("key_status")),
    el("ul", {}, ...statuses.map(ofStatus)),
  );
}

/** The key of the classes, in the place of the symbols'. */
function countsKey({ title, classes }) {
  const item = ({ label }, index) => {
    const box = { x: 0.5, y: 2.5, width: 19, height: 15, rx: 2 };
    const land = ["rect", { ...box, fill: "var(--land)", stroke: "var(--outline)" }];
    const ink = ["rect", { ...box, fill: "var(--ink)", "fill-opacity": opacityOf(index, classes) }];
    return el("li", {}, drawing(20, 20, [land, ink]), el("span", {}, label));
  };
  const list = el("ul", { class: "key-bar", "aria-label": title }, ...classes.map(item));
  return el("div", { class: "shade-key" }, el("p", {}, title), list);
}

function toggleKey() {
  isKeyOpen.value = !isKeyOpen.value;
  scheduleOverlay();
}

function keyToggle() {
  const label = say("key_more");
  const attributes = {
    class: "key-toggle",
    "aria-expanded": String(isKeyOpen.value),
    "aria-label": label,
    title: label,
  };
  const turn = { style: `transform:rotate(${isKeyOpen.value ? 90 : -90}deg)` };
  return button(attributes, toggleKey, icon("caret-right", 14, turn));
}

function drawKey(node) {
  if (townCounts.value) return replace(node, countsKey(townCounts.value));
  const bounds = map.getBounds();
  const seen = seenSymbols(bounds);
  const hadFocus = node.contains(document.activeElement);
  const opener = keyToggle();
  const markOf = (key) => (key === "town" && !seen.hatch ? badgeAlone() : sample(key));
  const foreign = askLayers("legendItems", bounds).flat().map(foreignItem);
  const items = [
    ...BAR.filter((key) => seen[key]).map((key) => keyItem(key, markOf(key))),
    ...foreign,
    el("li", {}, opener),
  ];
  const bar = el("ul", { class: "key-bar", "aria-label": say("key") }, ...items);
  replace(node, isKeyOpen.value ? wholeKey(bounds, seen) : null, bar);
  if (hadFocus) opener.focus();
  return node;
}

panel("legend", () => {
  const node = document.getElementById("key");
  onOverlay(() => drawKey(node));
});
