// The colours of the moment: a canvas can not read CSS variables.

import { el } from "../page/dom.js";
import { style } from "../page/islands.js";
import { cssVariable } from "../page/map.js";

const SPRITE = 64; // half the width of a soft disc's picture, in pixels
const colours = new Map();
const sprites = new Map(); // category → a soft disc, drawn once

export function readColours() {
  sprites.clear();
  for (const name of ["casing", ...style.categories.map((category) => `c-${category}`)])
    colours.set(name, cssVariable(name));
}

export const casing = () => colours.get("casing");
export const colourOn = (category) => colours.get(`c-${category}`);

export function softDisc(category) {
  if (!sprites.has(category)) {
    const canvas = el("canvas", { width: 2 * SPRITE, height: 2 * SPRITE });
    const pen = canvas.getContext("2d");
    const soft = pen.createRadialGradient(SPRITE, SPRITE, 0, SPRITE, SPRITE, SPRITE);
    const alpha = (opacity) =>
      Math.round(opacity * 255)
        .toString(16)
        .padStart(2, "0");
    for (const [offset, opacity] of style.soft_stops) soft.addColorStop(offset, colourOn(category) + alpha(opacity));
    pen.fillStyle = soft;
    pen.fillRect(0, 0, 2 * SPRITE, 2 * SPRITE);
    sprites.set(category, canvas);
  }
  return sprites.get(category);
}
