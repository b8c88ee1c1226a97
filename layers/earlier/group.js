// The group at the end of the list: what earlier reports left open, collapsed until somebody asks for it.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { el, replace } from "../page/dom.js";
import { filters, near } from "../page/store.js";
import { statusMark } from "../page/symbols.js";
import { say } from "../page/words.js";
import { paragraph, townsText } from "../panels/rows.js";
import { leftSample } from "./sheet.js";
import { earlierWords, hoveredEarlier, openEarlier, openLeft, openLeftByKey, shownEarlier } from "./state.js";

function rowOf(project) {
  const { id, name, now, in_row: report, place, status } = project;
  const raise = (isOn) => {
    hoveredEarlier.value = isOn ? project : null;
  };
  const on = {
    click: ({ detail }) => (detail ? openLeft(project) : openLeftByKey(project)), // a key clicks no times
    mouseenter: () => raise(true),
    mouseleave: () => raise(false),
    focus: () => raise(true),
    blur: () => raise(false),
  };
  const where = [townsText(project) || place.title, report].filter(Boolean).join(say("dot"));
  const side = el("span", { class: "row-status" }, statusMark(status), el("span", {}, now.word));
  const date = status === "unknown" ? null : el("span", { class: "row-date" }, now.short);
  const row = el(
    "button",
    { type: "button", class: "row", "data-left": id, on },
    leftSample(),
    el("span", { class: "row-name" }, name),
    el("span", { class: "row-where" }, where),
    el("span", { class: "row-right" }, side, date),
  );
  return el("li", {}, row);
}

/** Keep the group: a text that finds one opens it, else it stays as it was left. */
export function followGroup() {
  const title = el("h3");
  const rows = el("ol", { class: "rows" });
  const group = el("details", { id: "earlier" }, el("summary", {}, title), paragraph(earlierWords.note), rows);
  document.getElementById("results").after(group);
  effect(() => {
    const shown = shownEarlier.value;
    group.hidden = !shown.length || Boolean(near.value);
    replace(title, earlierWords.title + say("dot") + shown.length);
    replace(rows, ...shown.map(rowOf));
    if (shown.length && filters.value.text) group.open = true;
  });
  effect(() => {
    const left = new Map(shownEarlier.value.map((project) => [project.id, project]));
    void [hoveredEarlier.value, openEarlier.value];
    for (const row of rows.querySelectorAll("[data-left]")) {
      const project = left.get(row.dataset.left);
      row.classList.toggle("is-hovered", hoveredEarlier.value === project);
      row.classList.toggle("is-selected", openEarlier.value === project);
      row.setAttribute("aria-pressed", String(openEarlier.value === project));
    }
  });
}
