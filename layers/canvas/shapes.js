// The shapes of the canvas: paths in pixels of zoom 0, with their boxes.
import { style } from "../page/islands.js";

/** The projection of the map. */
export const PROJECTION = L.CRS.EPSG3857;

function worldPath(points) {
  const path = new Float64Array(points.length * 2);
  points.forEach(([lat, lon], index) => {
    const { x, y } = PROJECTION.latLngToPoint(L.latLng(lat, lon), 0);
    path.set([x, y], 2 * index);
  });
  return path;
}

function boxOf(path) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < path.length; i += 2) {
    box[0] = Math.min(box[0], path[i]);
    box[1] = Math.min(box[1], path[i + 1]);
    box[2] = Math.max(box[2], path[i]);
    box[3] = Math.max(box[3], path[i + 1]);
  }
  return box;
}

function shapesOf(project, part) {
  const make = (kind, factor) => (points) => {
    const path = worldPath(points);
    return { project, part, kind, factor, path, box: boxOf(path) };
  };
  return [
    ...part.lines.map(make("line", 1)),
    ...part.outside.map(make("line", style.outside_factor)),
    ...part.polygons.flat().map(make("ring", 1)),
    ...part.points.map((point) => make("disc", 1)([point])),
  ];
}

/** [{ project, part, kind: "line" | "ring" | "disc", factor, path, box }] */
export const gatherShapes = (projects) =>
  projects.flatMap((project) => project.parts.flatMap((part) => shapesOf(project, part)));

/** How far a point is from a path, in pixels of zoom 0. */
export function distanceTo(path, x, y) {
  let least = Infinity;
  for (let i = 2; i < path.length; i += 2) {
    const [fromX, fromY] = [path[i - 2], path[i - 1]];
    const [dx, dy] = [path[i] - fromX, path[i + 1] - fromY];
    const share = ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy || 1);
    const clamped = Math.max(0, Math.min(1, share));
    least = Math.min(least, Math.hypot(fromX + clamped * dx - x, fromY + clamped * dy - y));
  }
  return least;
}
