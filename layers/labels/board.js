// Which boxes of the screen are taken, and what a box would cover.
const CELL = 8;
const widths = new Map();
let pen = null;

/** The width of a text in the real font: estimates failed in English. */
export function textWidth(text, font, spacing = 0) {
  const key = [font, spacing, text].join("|");
  if (!widths.has(key)) {
    pen ??= document.createElement("canvas").getContext("2d");
    pen.font = font;
    widths.set(key, Math.ceil(pen.measureText(text).width + spacing * [...text].length));
  }
  return widths.get(key);
}

/** A late font changes every width that was measured. */
export const forgetWidths = () => widths.clear();

const overlaps = (a, b, pad) => a[0] < b[2] + pad && a[2] > b[0] - pad && a[1] < b[3] + pad && a[3] > b[1] - pad;
const keyOf = (x, y) => Math.floor(x / CELL) * 4096 + Math.floor(y / CELL);

/** Boxes are [left, top, right, bottom] in pixels of the map. */
export class Board {
  #size;
  #boxes = [];
  #marks = [];
  #cells = new Map();

  constructor(size) {
    this.#size = size;
  }

  take(box) {
    this.#boxes.push(box);
  }

  mark(x, y, radius) {
    this.#marks.push([x - radius, y - radius, x + radius, y + radius]);
  }

  /** Note a stretch of a line: a name may cover it, at a price. */
  trace(from, to, weight) {
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / CELL));
    for (let i = 0; i <= steps; i++) {
      const x = from.x + ((to.x - from.x) * i) / steps;
      const y = from.y + ((to.y - from.y) * i) / steps;
      if (x < 0 || y < 0 || x > this.#size.x || y > this.#size.y) continue;
      this.#cells.set(keyOf(x, y), Math.max(weight, this.#cells.get(keyOf(x, y)) || 0));
    }
  }

  #isFree(box, pad) {
    const isInside = box[0] >= 2 && box[1] >= 2 && box[2] <= this.#size.x - 2 && box[3] <= this.#size.y - 2;
    if (!isInside || this.#boxes.some((other) => overlaps(box, other, pad))) return false;
    return !this.#marks.some((other) => overlaps(box, other, 1));
  }

  #covered(box) {
    let sum = 0;
    for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x++)
      for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y++)
        sum += this.#cells.get(x * 4096 + y) || 0;
    return sum;
  }

  /** Take the cheapest free place of [x, y, cost] (the middle of the box); null if none is free. */
  place(candidates, { width, height, pad, accept = () => true }) {
    let best = null;
    for (const [x, y, cost] of candidates) {
      const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      if (best && cost >= best.cost) continue;
      if (!this.#isFree(box, pad) || !accept(box)) continue;
      const total = cost + 6 * this.#covered(box);
      if (!best || total < best.cost) best = { box, cost: total };
    }
    if (best) this.take(best.box);
    return best?.box ?? null;
  }
}
