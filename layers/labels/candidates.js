// Where a name may stand: [x, y, cost] of its middle in pixels of the map, the cheapest first.
import { pointAlong } from "../page/geometry.js";
import { map, toPoint } from "../page/map.js";
import { nameScale } from "../page/store.js";

/** Beside a point: right, left, above, below and the corners between. */
export function beside(point, width, height, gap) {
  const dx = (width * nameScale.value) / 2 + gap;
  const dy = (height * nameScale.value) / 2 + gap;
  const steps = [
    [dx, 0, 0],
    [-dx, 0, 1],
    [0, -dy, 2],
    [0, dy, 2],
    [dx, -dy * 0.8, 3],
    [-dx, -dy * 0.8, 4],
    [dx, dy * 0.8, 4],
    [-dx, dy * 0.8, 5],
    [0, -dy * 2, 9],
    [0, dy * 2, 9],
    [dx * 1.3, -dy * 1.8, 12],
    [-dx * 1.3, dy * 1.8, 12],
  ];
  return steps.map(([x, y, cost]) => [point.x + x, point.y + y, cost]);
}

const SHARES = [0.5, 0.35, 0.65, 0.2, 0.8, 0.06, 0.94];

/** Along lines ([lat, lon] pairs): beside points at fixed shares of their length that are in sight. */
export function along(lines, width, height) {
  const size = map.getSize();
  const isInSight = ({ x, y }) => x > 0 && y > 0 && x < size.x && y < size.y;
  return lines
    .map((line) => line.map(toPoint))
    .flatMap((line) => SHARES.map((share, index) => [pointAlong(line, share), index * 4]))
    .filter(([point]) => isInSight(point))
    .flatMap(([point, cost]) => beside(point, width, height, 7).map(([x, y, more]) => [x, y, more + cost]));
}

/** Around the middle of an area, by offsets in pixels; farther costs more. */
export function around(point, columns, rows, price = 1) {
  const offsets = rows.flatMap((dy) => columns.map((dx) => [dx, dy]));
  return offsets
    .map(([dx, dy]) => [point.x + dx, point.y + dy, Math.hypot(dx, dy) * price])
    .sort((a, b) => a[2] - b[2]);
}
