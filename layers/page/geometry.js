// Coordinates: decoding what the islands hold, and the few measures that the page needs. Pairs are [lat, lon].
const DEGREE_M = 111_320;

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

/** The integers of a packed path (layers/geometry.py): five bits a digit, those from 32 on say that more follows. */
function unpack(text) {
  const numbers = [];
  let value = 0;
  let shift = 0;
  for (const char of text) {
    const digit = DIGITS.indexOf(char);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit > 31) continue;
    numbers.push(value & 1 ? ~(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}

/** A packed path (lon, lat and the steps from there) as [lat, lon] pairs. */
export function decodePath(text, scale) {
  const points = [];
  let lon = 0;
  let lat = 0;
  const steps = unpack(text);
  for (let index = 0; index < steps.length; index += 2) {
    lon += steps[index];
    lat += steps[index + 1];
    points.push([lat / scale, lon / scale]);
  }
  return points;
}

export const decodePaths = (paths, scale) => paths.map((path) => decodePath(path, scale));

/** A ring of arc numbers as pairs (TopoJSON): ~n is arc n backwards. Each arc begins where the last one ended. */
export const ringOfArcs = (numbers, arcs) =>
  numbers.flatMap((number) => (number < 0 ? arcs[~number].slice().reverse() : arcs[number]).slice(1));

export const polygonsOfArcs = (polygons, arcs) =>
  polygons.map((polygon) => polygon.map((ring) => ringOfArcs(ring, arcs)));

/** Whether a point lies in one ring; the even-odd rule. */
function inRing(lat, lon, ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [lat1, lon1] = ring[i];
    const [lat2, lon2] = ring[j];
    if (lat1 > lat !== lat2 > lat && lon < ((lon2 - lon1) * (lat - lat1)) / (lat2 - lat1) + lon1) inside = !inside;
  }
  return inside;
}

export const inPolygons = (lat, lon, polygons) =>
  polygons.some(([outer, ...holes]) => inRing(lat, lon, outer) && !holes.some((hole) => inRing(lat, lon, hole)));

/** The point at a distance and bearing (radians from the north) of a place, on a plane: right to a metre in 10 km. */
export function pointAround({ lat, lon }, distance, bearing) {
  const north = (distance * Math.cos(bearing)) / 110_850;
  const east = (distance * Math.sin(bearing)) / (DEGREE_M * Math.cos((lat * Math.PI) / 180));
  return [lat + north, lon + east];
}

/** The point at a share (0 to 1) of a line's length; points are { x, y } in pixels. */
export function pointAlong(line, share) {
  const steps = line.slice(1).map((point, index) => Math.hypot(point.x - line[index].x, point.y - line[index].y));
  let left = steps.reduce((sum, step) => sum + step, 0) * share;
  for (let i = 0; i < steps.length; i++) {
    const [from, to] = [line[i], line[i + 1]];
    const part = left / (steps[i] || 1);
    if (left <= steps[i]) return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    left -= steps[i];
  }
  return line[line.length - 1];
}
