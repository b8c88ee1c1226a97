// The names of the streets and places: after ours, in the room that is left, drawn on a canvas as text and nothing else.
import { EXTENT } from "./decode.js";
import { ROADS } from "./looks.js";

const APART_PX = 260; // as near to each other a name is written once
const MOST_NAMES = 120;
const STRAIGHT = 0.985; // of the way along a street, its chord must have
const SHARES = [0.5, 0.3, 0.7, 0.15, 0.85];
const SIZES = { minor: 11, medium: 11, major: 12, motorway: 12, village: 12 };
const PLACE_ORDER = ["townhall", "hospital", "station", "village", "school"];
const MINOR_FROM = 15; // the zoom from which small streets have names
const HEIGHT = 15;
const MARK_PX = 3;

const wordsIn = ({ name, nameEn, ref }, lang) => (lang === "en" && nameEn) || name || nameEn || ref;

/** The lines of a tile in pixels of the map. */
function screenLines({ box, tile }, offset) {
  const unit = box.size / EXTENT;
  const toScreen = ({ x, y }) => ({ x: box.x + x * unit - offset.x, y: box.y + y * unit - offset.y });
  const lines = tile.lines.flatMap(({ words, rings }) => rings.map((ring) => ({ words, line: ring.map(toScreen) })));
  return { lines, places: tile.places.map(({ words, point }) => ({ words, point: toScreen(point) })) };
}

const lengthOf = (line) =>
  line.slice(1).reduce((sum, to, index) => sum + Math.hypot(to.x - line[index].x, to.y - line[index].y), 0);

/** The point at a distance along a line. */
function pointAt(line, distance) {
  let left = distance;
  for (let index = 1; index < line.length; index++) {
    const [from, to] = [line[index - 1], line[index]];
    const step = Math.hypot(to.x - from.x, to.y - from.y);
    if (left <= step && step)
      return { x: from.x + ((to.x - from.x) * left) / step, y: from.y + ((to.y - from.y) * left) / step };
    left -= step;
  }
  return line[line.length - 1];
}

/** Where along a line a text of a width may be written: [{ x, y, angle }], upright, only where the line is straight. */
function stretches(line, width) {
  const length = lengthOf(line);
  if (length < width) return [];
  return SHARES.flatMap((share) => {
    const start = (length - width) * share;
    const [from, to] = [pointAt(line, start), pointAt(line, start + width)];
    if (Math.hypot(to.x - from.x, to.y - from.y) < width * STRAIGHT) return [];
    const angle = Math.atan((to.y - from.y) / (to.x - from.x || 1e-6));
    return [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, angle }];
  });
}

/** The box that a turned text fills. */
const turnedSize = (width, angle) => ({
  width: Math.abs(width * Math.cos(angle)) + Math.abs(HEIGHT * Math.sin(angle)),
  height: Math.abs(width * Math.sin(angle)) + Math.abs(HEIGHT * Math.cos(angle)),
});

class Writer {
  #board;
  #door;
  #written = new Map(); // text → where it stands
  found = [];

  constructor(board, door) {
    this.#board = board;
    this.#door = door;
  }

  #isFree(text, point) {
    const known = this.#written.get(text) ?? [];
    return known.every((other) => Math.hypot(other.x - point.x, other.y - point.y) > APART_PX);
  }

  #write(text, spot) {
    this.#written.set(text, [...(this.#written.get(text) ?? []), spot]);
    this.found.push({ text, ...spot });
  }

  get isFull() {
    return this.found.length >= MOST_NAMES;
  }

  /** Write a street's name along one of its stretches. */
  street({ words, line }) {
    const text = wordsIn(words, this.#door.lang);
    const size = SIZES[words.kind] ?? 11;
    const width = this.#door.textWidth(text, this.#door.fontOf(size)) + 12;
    for (const { x, y, angle } of stretches(line, width)) {
      if (!this.#isFree(text, { x, y })) continue;
      if (!this.#board.place([[x, y, 0]], { ...turnedSize(width - 8, angle), pad: 1 })) continue;
      return this.#write(text, { x, y, angle, size, kind: words.kind });
    }
    return undefined;
  }

  /** Write a place's name beside its mark; a village has none. */
  place({ words, point }) {
    const text = wordsIn(words, this.#door.lang);
    if (!this.#isFree(text, point)) return;
    const size = SIZES[words.kind] ?? 11;
    const width = this.#door.textWidth(text, this.#door.fontOf(size)) + 4;
    const aside = words.kind === "village" ? 0 : width / 2 + MARK_PX + 3;
    const spots = aside
      ? [
          [point.x + aside, point.y, 0],
          [point.x - aside, point.y, 1],
        ]
      : [[point.x, point.y, 0]];
    const box = this.#board.place(spots, { width, height: HEIGHT, pad: 2 });
    if (!box) return;
    const at = { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2 };
    this.#write(text, { ...at, angle: 0, size, kind: words.kind, mark: aside ? point : null });
  }
}

const byRank = (order) => (a, b) => order.indexOf(a.words.kind) - order.indexOf(b.words.kind);
const isNear = ({ x, y }, size) => x > -20 && y > -20 && x < size.x + 20 && y < size.y + 20;

/** What is written, in pixels of the map: [{ text, x, y, angle, size, kind, mark }]. `taken` are texts of ours. */
export function placeNames(board, tiles, door, { offset, size, zoom, taken }) {
  const writer = new Writer(board, door);
  const parts = tiles.map((tile) => screenLines(tile, offset));
  const isOurs = ({ words }) => taken.has(words.name) || taken.has(words.nameEn);
  const isNamed = ({ words }) => words.kind !== "minor" || zoom >= MINOR_FROM;
  const lines = parts
    .flatMap(({ lines: some }) => some.filter(isNamed))
    .filter(({ line }) => line.some((point) => isNear(point, size)));
  const places = parts.flatMap(({ places: some }) => some).filter((one) => isNear(one.point, size) && !isOurs(one));
  const [towns, others] = [
    places.filter(({ words }) => words.kind !== "school"),
    places.filter(({ words }) => words.kind === "school"),
  ];
  for (const one of towns.sort(byRank(PLACE_ORDER))) if (!writer.isFull) writer.place(one);
  for (const one of lines.sort(byRank([...ROADS].reverse()))) if (!writer.isFull) writer.street(one);
  for (const one of others) if (!writer.isFull) writer.place(one);
  return writer.found;
}

// --- drawing ---

const MARKS = {
  station: (pen) => pen.arc(0, 0, MARK_PX - 0.5, 0, 7),
  hospital: (pen) => {
    pen.rect(-1, -MARK_PX, 2, 2 * MARK_PX);
    pen.rect(-MARK_PX, -1, 2 * MARK_PX, 2);
  },
  townhall: (pen) => pen.rect(-2.5, -2.5, 5, 5),
  school: (pen) => {
    pen.moveTo(0, -MARK_PX);
    pen.lineTo(MARK_PX, MARK_PX - 0.5);
    pen.lineTo(-MARK_PX, MARK_PX - 0.5);
  },
};

function drawMark(pen, { x, y }, kind, colours) {
  pen.save();
  pen.translate(x, y);
  pen.beginPath();
  MARKS[kind]?.(pen);
  pen.strokeStyle = colours.land;
  pen.lineWidth = 2;
  pen.stroke();
  pen.fillStyle = colours.mark;
  pen.fill();
  pen.restore();
}

/** Draw the names at an offset, in the colours of a palette. */
export function paintNames(pen, names, { offset, colours, fontOf }) {
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const { text, x, y, angle, size, kind, mark } of names) {
    if (mark) drawMark(pen, { x: mark.x + offset.x, y: mark.y + offset.y }, kind, colours);
    pen.save();
    pen.translate(x + offset.x, y + offset.y);
    pen.rotate(angle);
    pen.font = fontOf(size);
    pen.strokeStyle = colours.halo;
    pen.lineWidth = 3;
    pen.strokeText(text, 0, 0);
    pen.fillStyle = kind === "village" ? colours.village : mark ? colours.place : colours.street;
    pen.fillText(text, 0, 0);
    pen.restore();
  }
}
