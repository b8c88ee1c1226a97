// Which screen boxes are taken, and what a box would cover.
const CELL = 8;
let MEASURER = null;
const WIDTHS = new Map();

/** The width of a text in the real font; estimates failed in English. */
function textWidth(text, font, spacing) {
  const key = font + "|" + (spacing || 0) + "|" + text;
  if (!WIDTHS.has(key)) {
    if (!MEASURER) MEASURER = document.createElement("canvas").getContext("2d");
    MEASURER.font = font;
    WIDTHS.set(key, Math.ceil(MEASURER.measureText(text).width + (spacing || 0) * [...text].length));
  }
  return WIDTHS.get(key);
}

class Board {
  constructor(size) {
    this.size = size;
    this.boxes = [];
    this.marks = [];
    this.cells = new Map();
  }

  static overlaps(a, b, pad) {
    return a[0] < b[2] + pad && a[2] > b[0] - pad && a[1] < b[3] + pad && a[3] > b[1] - pad;
  }

  take(box) {
    this.boxes.push(box);
  }

  mark(x, y, radius) {
    this.marks.push([x - radius, y - radius, x + radius, y + radius]);
  }

  isFree(box, pad) {
    const inside = box[0] >= 2 && box[1] >= 2 && box[2] <= this.size.x - 2 && box[3] <= this.size.y - 2;
    return inside && !this.boxes.some((other) => Board.overlaps(box, other, pad)) && !this.marks.some((other) => Board.overlaps(box, other, 1));
  }

  /** Remember that a line passes here; a label over it costs more. */
  trace(from, to, weight) {
    const steps = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / CELL));
    for (let i = 0; i <= steps; i++) {
      const x = from.x + ((to.x - from.x) * i) / steps;
      const y = from.y + ((to.y - from.y) * i) / steps;
      if (x < 0 || y < 0 || x > this.size.x || y > this.size.y) continue;
      const key = Math.floor(x / CELL) * 4096 + Math.floor(y / CELL);
      this.cells.set(key, Math.max(weight, this.cells.get(key) || 0));
    }
  }

  covered(box) {
    let sum = 0;
    for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x++)
      for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y++) sum += this.cells.get(x * 4096 + y) || 0;
    return sum;
  }

  /** Take the cheapest free candidate ([x, y, cost] of the box's middle), or none. */
  place(candidates, width, height, pad, accept) {
    let best = null;
    for (const [x, y, cost] of candidates) {
      const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
      if (best && cost >= best.cost) continue;
      if (!this.isFree(box, pad) || (accept && !accept(box))) continue;
      const total = cost + 6 * this.covered(box);
      if (!best || total < best.cost) best = { box, cost: total };
    }
    if (best) this.take(best.box);
    return best ? best.box : null;
  }
}
