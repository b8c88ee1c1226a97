// How one line or area is drawn: halo in metres, casing, line or dashed spine, faded edge.
import { colourOf } from "../page/dom.js";
import { style } from "../page/islands.js";
import { pixels, quietPath } from "../page/map.js";
import { clipTo } from "../page/patterns.js";

const [LEAST_STEPS, MOST_STEPS] = style.halo_steps;

export const isRaisedLook = (look) => look === "selected" || look === "hovered";
export const paint = (pane, options) => quietPath(pane, { smoothFactor: 0.5, lineJoin: "round", ...options });

export function lineWidth(zoom) {
  const reached = style.line_widths.filter(([from]) => zoom >= from);
  return reached[reached.length - 1][1];
}

/** Opacity of each of n strokes so that together they reach a total. */
export const stackedOpacity = (total, n) => 1 - (1 - total) ** (1 / n);

/** A soft edge made of stacked strokes, as wide as the accuracy on the ground. */
export class Halo {
  constructor(lines, { category }, part, factor) {
    this.part = part;
    this.factor = factor;
    const stroke = () => L.polyline(lines, paint("halo", { color: colourOf(category), opacity: 0 }));
    this.layers = Array.from({ length: MOST_STEPS }, stroke);
  }

  draw(look, zoom) {
    const rule = style.certainty[this.part.certainty];
    const half = Math.max(pixels(this.part.accuracy_m || 0, zoom), lineWidth(zoom) / 2 + style.halo_extra_px);
    const steps = Math.max(LEAST_STEPS, Math.min(MOST_STEPS, Math.round(half / style.halo_step_px)));
    const strength = isRaisedLook(look) ? rule.halo_selected : rule.halo;
    const total = strength * (look === "rest" ? style.rest_halo : 1) * this.factor;
    this.layers.forEach((stroke, index) => {
      const isUsed = index < steps && total > 0;
      const weight = isUsed ? (2 * half * (index + 1)) / steps : 0;
      stroke.setStyle({ opacity: isUsed ? stackedOpacity(total, steps) : 0, weight });
    });
  }
}

/** The crisp line (or the dashed spine) with its casing. */
export class Course {
  constructor(lines, { category }, part, factor) {
    this.factor = factor;
    this.dashes = style.certainty[part.certainty].dash;
    const look = { color: colourOf(category), dashArray: this.dashes || null, lineCap: this.dashes ? "butt" : "round" };
    this.casing = L.polyline(lines, paint("line", { color: "var(--casing)", opacity: 0 }));
    this.line = L.polyline(lines, paint("line", look));
    this.layers = [this.casing, this.line];
  }

  draw(look, zoom) {
    const isRaised = isRaisedLook(look);
    const extra = look === "selected" ? style.selected_extra_px : 0;
    const width = this.dashes ? style.spine_px : lineWidth(zoom) + extra;
    const side = look === "selected" ? style.casing_selected_px : style.casing_px;
    const hasCasing = !this.dashes && look !== "rest";
    const opacity = isRaised ? 1 : style.casing_opacity;
    this.line.setStyle({ weight: width, opacity: (look === "rest" ? style.rest_line : 1) * this.factor });
    this.casing.setStyle({ weight: width + 2 * side, opacity: hasCasing ? opacity : 0 });
    if (isRaised) for (const layer of this.layers) layer.bringToFront();
  }
}

/** An area known only roughly: a faint tint, an edge that fades inwards, a soft rim. */
export class Area {
  constructor({ category, number, parts }, part) {
    const color = colourOf(category);
    const polygon = (options) => L.polygon(part.polygons, paint("halo", options));
    this.tint = polygon({ stroke: false, fillColor: color, fillOpacity: style.area_tint });
    this.fades = Array.from({ length: MOST_STEPS }, (_, step) =>
      polygon({ fill: false, color, weight: 4 * (step + 1) }),
    );
    this.edge = polygon({ fill: false, color, weight: style.area_edge_px });
    this.clipId = `clip-${number.replace(/\W/g, "")}-${parts.indexOf(part)}`;
    this.layers = [this.tint, ...this.fades, this.edge];
  }

  /** The fade may show on the inner side only; the clip follows the drawn outline. */
  clip() {
    const outline = this.tint.getElement();
    if (!outline) return;
    const clip = clipTo(this.clipId, outline);
    for (const fade of this.fades) fade.getElement().setAttribute("clip-path", clip);
  }

  draw(look) {
    const faded = look === "rest" ? style.rest_line : 1;
    const isRaised = isRaisedLook(look);
    this.tint.setStyle({ fillOpacity: style.area_tint * faded * (isRaised ? 2 : 1) });
    this.edge.setStyle({ opacity: (isRaised ? 0.9 : style.area_edge_opacity) * faded });
    for (const fade of this.fades) fade.setStyle({ opacity: 0.018 * faded * (isRaised ? 2 : 1) });
    this.clip();
  }
}
