// Rows of projects: the same truth as the map, in words.
import { effect, untracked } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { hover, leave, select, selectByKey } from "../page/actions.js";
import { townName } from "../page/dataset.js";
import { button, colourOf, el, isCalm, isPhone } from "../page/dom.js";
import { lang } from "../page/islands.js";
import { hovered, selected } from "../page/store.js";
import { statusMark, swatch } from "../page/symbols.js";
import { say } from "../page/words.js";

/** A link to a source: http(s) only, anything else stays text. */
export function sourceLink(source) {
  if (!source) return null;
  const title = source.full || null;
  if (!/^https?:\/\//i.test(source.url || "")) return el("span", { class: "source", title }, source.title);
  const attributes = { class: "source", href: source.url, target: "_blank", rel: "noopener noreferrer", title };
  return el("a", attributes, source.title, el("span", { class: "sr-only" }, ` (${say("new_window")})`));
}

/** A source and when it was read. */
export const citation = (source) => source && el("span", {}, sourceLink(source), ` ${source.read}`);

export function townsText(project) {
  const { towns } = project;
  if (!towns.length) return project.located === "unsited" ? "" : say("none_place");
  if (towns.length > 3) return say("towns_n", { n: towns.length });
  return towns.map(townName).join(say("list_sep")) + project.since;
}

const statusSide = ({ status, now }) => [
  el("span", { class: "row-status" }, statusMark(status), el("span", {}, now.word)),
  status === "unknown" ? null : el("span", { class: "row-date" }, now.short),
];

/** One row; its right side is status and date, or what is given: then the status stands at the left. */
function makeRow(project, right) {
  const word = lang === "zh" ? project.stage_word : "";
  const where = [townsText(project), right ? project.now.word : word].filter(Boolean).join(say("dot"));
  const { id } = project;
  const on = {
    click: ({ detail }) => (detail ? select(id) : selectByKey(id)), // a key clicks no times
    mouseenter: () => hover(id),
    mouseleave: () => leave(id),
    focus: () => hover(id),
    blur: () => leave(id),
  };
  const row = el(
    "button",
    { type: "button", class: "row", "data-row": id, style: `--cat:${colourOf(project.category)}`, on },
    swatch(project),
    el("span", { class: "row-name" }, project.name),
    el("span", { class: "row-where" }, where),
    el("span", { class: "row-right" }, ...(right ?? statusSide(project))),
  );
  return el("li", {}, row);
}

/** A list of projects; `sideOf(project, index)` makes the right side of a row. */
export function rowList(projects, attributes, sideOf) {
  const item = (project, index) => makeRow(project, sideOf ? sideOf(project, index) : undefined);
  return el("ol", attributes, ...projects.map(item));
}

export const listHead = (title, note, level = "h2") =>
  el("div", { class: "list-head" }, el(level, {}, title), note ? el("span", {}, note) : null);

/** A short text with ways on: nothing found, a link that held something unknown. */
export function statePanel({ title, text, actions }) {
  const way = (action, index) => button({ class: index === 0 ? "button primary" : "button" }, action.run, action.label);
  return el(
    "div",
    { class: "state" },
    el("p", { class: "state-title" }, title),
    text ? el("p", {}, text) : null,
    el("div", { class: "actions" }, ...(actions || []).map(way)),
  );
}

export const paragraph = (...children) => el("p", { class: "quiet" }, ...children);

function markRow(row) {
  const { row: id } = row.dataset;
  row.classList.toggle("is-hovered", hovered.value === id);
  row.classList.toggle("is-selected", selected.value === id);
  row.setAttribute("aria-pressed", String(selected.value === id));
}

function scrollToRow(body, id) {
  const row = body.querySelector(`[data-row="${CSS.escape(id)}"]`);
  if (!row || isPhone()) return;
  const frame = body.getBoundingClientRect();
  const box = row.getBoundingClientRect();
  const isInSight = box.top >= frame.top && box.bottom <= frame.bottom;
  if (!isInSight) row.scrollIntoView({ block: "center", behavior: isCalm() ? "auto" : "smooth" });
}

/** Mark the rows of the map's selected and hovered project, also those that `drawn` has just made. */
export function followRows(drawn) {
  const body = document.getElementById("side-body");
  effect(() => {
    void [drawn.value, hovered.value, selected.value];
    for (const row of body.querySelectorAll("[data-row]")) markRow(row);
  });
  effect(() => {
    if (selected.value) untracked(() => queueMicrotask(() => selected.value && scrollToRow(body, selected.value)));
  });
}
