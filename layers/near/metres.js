// Ground metres from a place to what is drawn, on a plane around the place: right to a part in a thousand.
const LAT_M = 110_850;
const LON_M = 111_320;

/** Metres from the origin to the step between two points of the plane. */
function toStep([x1, y1], [x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = dx || dy ? -(x1 * dx + y1 * dy) / (dx * dx + dy * dy) : 0;
  const share = Math.min(Math.max(along, 0), 1);
  return Math.hypot(x1 + share * dx, y1 + share * dy);
}

const toLine = (line) => Math.min(...line.map((point, index) => toStep(line[Math.max(index - 1, 0)], point)));

/** Whether the origin lies in a ring; the even-odd rule. */
function isIn(ring) {
  const crossed = ring.filter(([x1, y1], index) => {
    const [x2, y2] = ring.at(index - 1);
    return y1 > 0 !== y2 > 0 && (x2 - x1) * (0 - y1) * Math.sign(y2 - y1) > (0 - x1) * Math.abs(y2 - y1);
  });
  return crossed.length % 2 === 1;
}

function toPolygon(rings) {
  const [outer, ...holes] = rings;
  if (isIn(outer) && !holes.some(isIn)) return 0;
  return Math.min(...rings.map((ring) => toLine([...ring, ring[0]])));
}

/** Metres from a place ({ lat, lon }) to a part: its lines, points and polygons are [lat, lon] pairs. */
export function metresTo({ lat, lon }, { lines, outside, points, polygons }) {
  const perLon = LON_M * Math.cos((lat * Math.PI) / 180);
  const plane = (path) => path.map(([y, x]) => [(x - lon) * perLon, (y - lat) * LAT_M]);
  const found = [
    ...[...lines, ...outside].map((line) => toLine(plane(line))),
    ...plane(points).map(([x, y]) => Math.hypot(x, y)),
    ...polygons.map((rings) => toPolygon(rings.map(plane))),
  ];
  return Math.min(...found);
}
