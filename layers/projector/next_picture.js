// A small picture of the next step: the towns, and the projects that it shows.
import { cityOutline, outerRings, projectById, townById, towns } from "../page/dataset.js";
import { colourOf, svg } from "../page/dom.js";

const WIDTH = 320;
const places = towns.flatMap(outerRings).flat();
const [south, north] = [Math.min(...places.map(([lat]) => lat)), Math.max(...places.map(([lat]) => lat))];
const [west, east] = [Math.min(...places.map(([, lon]) => lon)), Math.max(...places.map(([, lon]) => lon))];
const across = Math.cos(((south + north) / 2) * (Math.PI / 180)); // a degree of longitude is shorter
const scale = WIDTH / ((east - west) * across);
const height = Math.ceil((north - south) * scale);

const toXY = ([lat, lon]) => [(lon - west) * across * scale, (north - lat) * scale];
const pathOf = (line, end = "") => {
  const points = line.map((place) => toXY(place).map((number) => number.toFixed(1)));
  return `M${points.join("L")}${end}`;
};
const ringsPath = (rings) => rings.map((ring) => pathOf(ring, "Z")).join("");

function shapesOf({ parts, category }, { isSelected }) {
  const stroke = colourOf(category);
  const look = { stroke, "stroke-width": isSelected ? 4 : 2, "stroke-linecap": "round" };
  const lines = parts
    .flatMap((part) => part.lines)
    .map((line) => svg("path", { d: pathOf(line), fill: "none", ...look }));
  const areas = parts
    .flatMap((part) => part.polygons)
    .map((rings) => svg("path", { d: ringsPath(rings), fill: stroke, ...look }));
  const points = parts
    .flatMap((part) => part.points)
    .map((place) => {
      const [cx, cy] = toXY(place);
      return svg("circle", { cx, cy, r: isSelected ? 7 : 4, fill: stroke });
    });
  return [...areas, ...lines, ...points];
}

/** A project without a site: its towns. */
function townsOf(project) {
  if (project.parts.length) return [];
  return project.towns
    .filter((id) => townById.has(id))
    .map((id) =>
      svg("path", { d: ringsPath(outerRings(townById.get(id))), fill: colourOf(project.category), opacity: 0.25 }),
    );
}

/** The picture of the step after a step; null where none comes. */
export function nextPicture(current, { idsOfStep, label }) {
  const step = current?.tour.steps[current.number];
  if (!step) return null;
  const ids = idsOfStep({ ...current, step }) ?? [...projectById.keys()];
  const shown = ids.map((id) => projectById.get(id)).filter(Boolean);
  const box = { width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label };
  const ground = svg("path", { d: ringsPath(cityOutline), fill: "var(--land)", stroke: "var(--field)" });
  const shapes = shown.flatMap((project) => [
    ...townsOf(project),
    ...shapesOf(project, { isSelected: step.selected === project.id }),
  ]);
  return svg("svg", { ...box, class: "notes-picture" }, ground, ...shapes);
}
