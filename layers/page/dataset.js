// The projects, towns and stations of the page, decoded once; empty where the map has no such layer.
import { decodePaths, inPolygons, polygonsOfArcs } from "./geometry.js";
import { payloadOf } from "./islands.js";

const areas = payloadOf("towns") || { area_scale: 1, arcs: [], outline: [], units: [] };
const context = payloadOf("basemap");
const drawn = payloadOf("projects") || { scale: 1, projects: [] };

/** The borders of the towns, each once. */
export const borders = decodePaths(areas.arcs, areas.area_scale);
/** The city's own outline. */
export const cityOutline = polygonsOfArcs(areas.outline.length ? [areas.outline] : [], borders).flat();
export const towns = areas.units.map((unit) => ({ ...unit, polygons: polygonsOfArcs(unit.rings, borders) }));
export const townById = new Map(towns.map((town) => [town.id, town]));
export const townName = (id) => townById.get(id)?.name ?? id;
export const townAt = (lat, lon) => towns.find((town) => inPolygons(lat, lon, town.polygons)) || null;
/** The outer rings of a town: what its bounds are made of. */
export const outerRings = (town) => town.polygons.map(([outer]) => outer);

function decodePart(part) {
  return {
    certainty: part.certainty,
    accuracy_m: part.accuracy_m,
    lines: decodePaths(part.paths || [], drawn.scale),
    outside: decodePaths(part.outside || [], drawn.scale),
    polygons: (part.rings || []).map((rings) => decodePaths(rings, drawn.scale)),
    points: (part.points || []).map(([lon, lat]) => [lat, lon]),
  };
}

export function decodeProject(project) {
  const parts = project.parts.map(decodePart);
  return { ...project, parts, isLine: parts.some(({ lines }) => lines.length > 0) };
}

export const projects = drawn.projects.map(decodeProject);
export const projectById = new Map(projects.map((project) => [project.id, project]));
export const isTownOnly = (project) => project.certainty === "town";

export const stations = (context?.stations || []).map((station) => ({
  ...station,
  place: [station.at[1], station.at[0]],
}));
export const stationsOf = (project) => stations.filter((station) => station.project === project.id);
/** Stations that belong to no project. */
export const contextStations = stations.filter((station) => !station.project);
