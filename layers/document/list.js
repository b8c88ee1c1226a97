// The list: the same truth as the map, in words.
const RESULTS = document.getElementById("results");
const ROWS = new Map(); // project id → [row button, …]

const townName = (id) => (TOWN_BY_ID.get(id) || { name: id }).name;

function townsText(project) {
  if (!project.towns.length) return project.located === "unsited" ? "" : say("none_place");
  if (project.towns.length > 3) return say("towns_n", { n: project.towns.length });
  return project.towns.map(townName).join(say("list_sep")) + project.since;
}

function statusRight(project) {
  return [
    el("span", { class: "row-status" }, statusMark(project.status), el("span", {}, project.now.word)),
    project.status === "unknown" ? null : el("span", { class: "row-date" }, project.now.short),
  ];
}

function rowParts(project, right) {
  const where = [townsText(project), LANG === "zh" ? project.stage : ""].filter(Boolean).join(say("dot"));
  return [swatch(project), el("span", { class: "row-name" }, project.name), el("span", { class: "row-where" }, where), el("span", { class: "row-right" }, ...(right || statusRight(project)))];
}

/** One row; the right side is status and date, or a distance. */
function makeRow(project, right) {
  const button = el(
    "button",
    {
      type: "button", class: "row", "data-row": project.id, style: "--cat:var(--c-" + project.cat + ")",
      on: { click: () => select(project.id), mouseenter: () => hover(project.id), mouseleave: () => unhover(project.id), focus: () => hover(project.id), blur: () => unhover(project.id) },
    },
    ...rowParts(project, right),
  );
  ROWS.set(project.id, [...(ROWS.get(project.id) || []), button]);
  return el("li", {}, button);
}

/** A list of projects, one row each; `right` makes the right side of a row. */
function rowList(projects, attributes, right) {
  return el("ol", attributes, ...projects.map((project, at) => makeRow(project, right ? right(project, at) : null)));
}

function listHead(title, note, level) {
  return el("div", { class: "list-head" }, el(level || "h2", {}, title), note ? el("span", {}, note) : null);
}

function drawList() {
  ROWS.clear();
  const shown = shownProjects();
  const placed = shown.filter((project) => project.located !== "unsited");
  const unsited = shown.filter((project) => project.located === "unsited");
  const parts = [];
  if (placed.length || !unsited.length)
    parts.push(listHead(say("count", { n: placed.length }) + (unsited.length ? say("also", { n: unsited.length }) : ""), say("report_order")), rowList(placed, { class: "rows" }));
  if (unsited.length)
    parts.push(listHead(say("unsited") + say("dot") + unsited.length, say("unsited_note"), "h3"), rowList(unsited, { class: "rows unsited" }));
  replace(RESULTS, ...parts);
}

/** Rows follow the map: hovered, selected. */
function markRows(what) {
  for (const [id, buttons] of ROWS)
    for (const button of buttons) {
      button.classList.toggle("is-hovered", VIEW.hovered === id);
      button.classList.toggle("is-selected", VIEW.selected === id);
      button.setAttribute("aria-pressed", String(VIEW.selected === id));
    }
  if (what === "select" && VIEW.selected && !isPhone()) showRow(VIEW.selected);
}

function showRow(id) {
  const row = (ROWS.get(id) || [])[0];
  if (!row) return;
  const frame = document.getElementById("side-body").getBoundingClientRect();
  const box = row.getBoundingClientRect();
  if (box.top < frame.top || box.bottom > frame.bottom) row.scrollIntoView({ block: "center", behavior: isCalm() ? "auto" : "smooth" });
}
