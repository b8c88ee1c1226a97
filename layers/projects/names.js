// The names of the projects: lines along their course, points beside their icon, what is raised in a plate of its own.
import { textWidth } from "../labels/board.js";
import { along, beside } from "../labels/candidates.js";
import { fontOf, RANK } from "../labels/labels.js";
import { stationLabel } from "../labels/stations.js";
import { isTownOnly, projectById, stationsOf, townById } from "../page/dataset.js";
import { colourOf, el } from "../page/dom.js";
import { style } from "../page/islands.js";
import { map, toPoint, zoom } from "../page/map.js";
import { hovered, isShown, lookOf, shownProjects } from "../page/store.js";
import { isPartIn, spanOf } from "./boxes.js";
import { singleMarks } from "./marks.js";

const MOST_NAMES = 80; // of lines, in a crowd

/** The lines whose names may stand on the map: all, or in a crowd the longest of those in sight. */
function namedLines(isCrowded) {
  const lines = shownProjects.value.filter(({ isLine }) => isLine);
  if (!isCrowded) return lines;
  const bounds = map.getBounds();
  const seen = lines.filter(({ parts }) => parts.some((part) => isPartIn(bounds, part)));
  return seen.sort((a, b) => spanOf(b) - spanOf(a)).slice(0, MOST_NAMES);
}

/** Names keep clear of the lines where they can. */
export function traceLines(board, { isCrowded }) {
  for (const project of namedLines(isCrowded)) {
    const weight = lookOf(project) === "selected" ? 5 : 2;
    for (const line of project.parts.flatMap(({ lines, outside }) => [...lines, ...outside])) {
      const points = line.map(toPoint);
      for (let i = 1; i < points.length; i++) board.trace(points[i - 1], points[i], weight);
    }
  }
}

function candidatesOf(project, width, height) {
  const lines = () => project.parts.flatMap((part) => part.lines);
  if (project.isLine) return along(lines(), width, height);
  if (project.icon_at) return beside(toPoint([project.icon_at[1], project.icon_at[0]]), width, height, 16);
  const town = townById.get(project.towns[0]);
  return town ? beside(toPoint([town.label[1], town.label[0]]), width, height, 26) : [];
}

function raisedLabel(project, look) {
  if (isTownOnly(project) || project.certainty === "none") return [];
  const [width, height] = [textWidth(project.name, fontOf(15, 700)) + 22, 32];
  const plate =
    look === "selected"
      ? `background:var(--w-${project.category});color:var(--glyph)`
      : `background:var(--surface);border:1.6px solid ${colourOf(project.category)}`;
  const node = () => el("div", { class: `raised ${look}`, style: plate, "data-label": "raised" }, project.name);
  const candidates = candidatesOf(project, width, height);
  return [{ rank: RANK.raised, pad: 4, options: [{ width, height, candidates, node }] }];
}

function quietLabel(project) {
  const width = textWidth(project.label, fontOf(13, 700)) + 8;
  const faded = lookOf(project) === "rest" ? ";opacity:.4" : "";
  const css = `color:var(--w-${project.category})${faded}`;
  const node = () => el("div", { class: "project-name", style: css, "data-label": "project" }, project.label);
  const candidates = candidatesOf(project, width, 18);
  const rank = project.isLine ? RANK.line : RANK.point;
  return { rank, pad: 3, options: [{ width, height: 18, candidates, node }] };
}

/** The stations of an open line: its ends first. */
function stationLabels(project) {
  const own = stationsOf(project);
  const isEnd = (station) => station === own[0] || station === own[own.length - 1];
  return [...own.filter(isEnd), ...own.filter((station) => !isEnd(station))].map((station) =>
    stationLabel(station, { isOwn: true }),
  );
}

export function projectLabels({ isCrowded, selected }) {
  const shownById = (id) => [projectById.get(id)].filter((project) => project && isShown(project));
  const [hoveredProject] = hovered.value === selected?.id ? [] : shownById(hovered.value);
  const raised = hoveredProject ? raisedLabel(hoveredProject, "hovered") : [];
  if (selected && isShown(selected))
    return [...raisedLabel(selected, "selected"), ...raised, ...(selected.isLine ? stationLabels(selected) : [])];
  const isQuiet = (project) => project !== hoveredProject;
  const points = zoom.value >= style.point_name_zoom ? singleMarks().filter(({ isLine }) => !isLine) : [];
  return [...raised, ...[...namedLines(isCrowded), ...points].filter(isQuiet).map(quietLabel)];
}
