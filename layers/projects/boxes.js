// The boxes of what is drawn of a project: what is in sight, and how long a line is.
const drawnLines = ({ lines, outside, points }) => [...lines, ...outside, ...points.map((point) => [point])];
const boxesByPart = new WeakMap();

function once(part, key, make) {
  if (!boxesByPart.has(part)) boxesByPart.set(part, {});
  const made = boxesByPart.get(part);
  made[key] ??= make();
  return made[key];
}

/** The bounds of each line and point of a part. */
export const boxesOf = (part) =>
  once(part, "lines", () =>
    drawnLines(part)
      .filter(({ length }) => length)
      .map((points) => L.latLngBounds(points)),
  );

const areaBoxes = (part) => once(part, "areas", () => part.polygons.map(([outer]) => L.latLngBounds(outer)));

export const isPartIn = (bounds, part) => boxesOf(part).some((box) => bounds.intersects(box));
export const isAreaIn = (bounds, part) => areaBoxes(part).some((box) => bounds.intersects(box));

const extent = (box) => box.getNorth() - box.getSouth() + box.getEast() - box.getWest();

/** How long the longest line of a project is, in degrees of its box. */
export const spanOf = (project) => Math.max(...project.parts.flatMap((part) => boxesOf(part).map(extent)));
