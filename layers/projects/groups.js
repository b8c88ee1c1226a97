// Which icons stand so close that they become one mark.

/** The earliest group within the merging distance. */
function nearestGroup(squares, [column, row], point, merge) {
  let found = null;
  for (let x = column - 1; x <= column + 1; x++)
    for (let y = row - 1; y <= row + 1; y++)
      for (const group of squares.get(`${x},${y}`) || [])
        if ((!found || group.order < found.order) && group.point.distanceTo(point) < merge) found = group;
  return found;
}

/**
 * Group projects whose icons are closer than `merge` pixels, greedily in their order; raised ones stand by themselves.
 * A project looks for its group in the squares around it. `pixelOf(project)` is a Leaflet point.
 */
export function groupMarks(projects, { pixelOf, isRaised, merge }) {
  const groups = [];
  const squares = new Map();
  for (const project of projects) {
    const point = pixelOf(project);
    const square = [Math.floor(point.x / merge), Math.floor(point.y / merge)];
    const group = isRaised(project) ? null : nearestGroup(squares, square, point, merge);
    if (group) {
      group.members.push(project);
      continue;
    }
    const own = { order: groups.length, point, members: [project] };
    groups.push(own);
    if (!isRaised(project)) squares.set(square.join(), [...(squares.get(square.join()) || []), own]);
  }
  return groups.map(({ members }) => members);
}
