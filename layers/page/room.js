// The room on the map that nothing covers. Every fit looks there, and names keep out of the rest.
import { isCalm, isPhone } from "./dom.js";
import { map } from "./map.js";

const COVERING =
  "#card, #tour, #choices > *, #controls button, #key > *, #scale > *, #print > *, #whole, #hint, .without-list #side";
const LEAST_PX = 40; // less is no room: Leaflet would fit at its deepest zoom
const LEAST_ROOM_PX = 200; // below this the margins shrink: a ring road at the least zoom

const sidesOf = ({ left, top, right, bottom }) => [left, top, right, bottom];

/** A phone's page scrolls: what is not fixed is where it stands once the page is at its top. */
function standingAt(node) {
  const box = sidesOf(node.getBoundingClientRect());
  const scrolled = getComputedStyle(node).position === "fixed" ? 0 : window.scrollY;
  return [box[0], box[1] + scrolled, box[2], box[3] + scrolled];
}

/** The boxes that lie over the map, [left, top, right, bottom] in its pixels. */
export function coveredBoxes() {
  const [x, y, right, bottom] = standingAt(map.getContainer());
  const isOver = (box) => box[0] < right && box[2] > x && box[1] < bottom && box[3] > y;
  return [...document.querySelectorAll(COVERING)]
    .filter((node) => node.offsetWidth)
    .map(standingAt)
    .filter(isOver)
    .map((box) => [box[0] - x, box[1] - y, box[2] - x, box[3] - y]);
}

/** What is left of a room beside, below, or above a box; the parts that are too small to look at are left out. */
function roomsBeside([left, top, right, bottom], box) {
  const parts = [
    [Math.max(left, box[2]), top, right, bottom],
    [left, top, Math.min(right, box[0]), bottom],
    [left, Math.max(top, box[3]), right, bottom],
    [left, top, right, Math.min(bottom, box[1])],
  ];
  return parts.filter((part) => part[2] - part[0] > LEAST_PX && part[3] - part[1] > LEAST_PX);
}

const sizeOf = (box) => (box[2] - box[0]) * (box[3] - box[1]);

/** The room where something of a shape ([width, height]) is seen largest. */
function freeRoom([width, height]) {
  const scaleIn = (room) => Math.min((room[2] - room[0]) / width, (room[3] - room[1]) / height);
  const { x, y } = map.getSize();
  const end = window.innerHeight - standingAt(map.getContainer())[1]; // a phone's map may end below the window
  let room = [0, 0, x, Math.max(LEAST_PX, Math.min(y, end))];
  // What stands at the foot is as wide as the map: the key grows with what comes into sight.
  const key = document.getElementById("key");
  const foot = key.offsetHeight ? [[0, standingAt(key)[1] - standingAt(map.getContainer())[1], x, y]] : [];
  for (const box of [...foot, ...coveredBoxes().sort((a, b) => sizeOf(b) - sizeOf(a))]) {
    const isFree = box[0] >= room[2] || box[2] <= room[0] || box[1] >= room[3] || box[3] <= room[1];
    const [best] = isFree ? [] : roomsBeside(room, box).sort((a, b) => scaleIn(b) - scaleIn(a));
    room = best ?? room;
  }
  return room;
}

/** The shape of bounds on the screen, [width, height] in pixels of some zoom; a point is a square. */
function extentOf(bounds) {
  const size = map.project(bounds.getSouthEast(), 12).subtract(map.project(bounds.getNorthWest(), 12));
  return [Math.max(size.x, 1), Math.max(size.y, 1)];
}

let waiting = null; // what was asked for while the map was zooming: Leaflet would drop it without a word

function fitLater(act) {
  if (!waiting) {
    map.once("zoomend", () => {
      const last = waiting;
      waiting = null;
      last();
    });
  }
  waiting = act;
}

/** Bring bounds into that room, with a margin in pixels on each side. */
export function fitFree(bounds, options = {}) {
  if (!bounds?.isValid()) return;
  if (map._animatingZoom) fitLater(() => fitFree(bounds, options));
  else fitNow(bounds, options);
}

function fitNow(bounds, { margin = 24, maxZoom = 13, scroll = "auto", animate = !isCalm() }) {
  if (isPhone()) window.scrollTo({ top: 0, behavior: isCalm() ? "auto" : scroll });
  const room = freeRoom(extentOf(bounds));
  const { x, y } = map.getSize();
  const shrunk = (length) => margin * Math.min(1, Math.max(0, length - LEAST_ROOM_PX) / (2 * margin));
  const across = shrunk(room[2] - room[0]);
  const down = shrunk(room[3] - room[1]);
  map.fitBounds(bounds, {
    paddingTopLeft: [room[0] + across, room[1] + down],
    paddingBottomRight: [x - room[2] + across, y - room[3] + down],
    maxZoom,
    animate,
    duration: 0.2,
  });
}
