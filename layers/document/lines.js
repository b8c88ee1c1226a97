// How one line or area is drawn: halo in metres, casing, line or dashed spine, a wide path to hit.
// Above the limit crowd.js draws them all, and only what is raised is drawn as here.
const CANVAS = PROJECTS.reduce((sum, project) => sum + project.parts.length, 0) > STYLE.svg_limit;

const markPaint = (pane, options) => ({ pane, renderer: rendererOf(pane), interactive: false, smoothFactor: 0.5, lineJoin: "round", ...options });
const toneOf = (name) => "var(--" + name + ")";
const colourOf = (category) => toneOf("c-" + category);

function lineWidth(zoom) {
  let width = STYLE.line_widths[0][1];
  for (const [from, value] of STYLE.line_widths) if (zoom >= from) width = value;
  return width;
}

/** Opacity of each of n strokes so that together they reach a total. */
const stacked = (total, n) => 1 - Math.pow(1 - total, 1 / n);

/** A soft edge made of stacked strokes, as wide as the accuracy on the ground. */
class Halo {
  constructor(lines, project, part, factor) {
    this.part = part;
    this.factor = factor;
    this.strokes = Array.from({ length: STYLE.halo_steps[1] }, () =>
      L.polyline(lines, markPaint("halo", { color: colourOf(project.cat), opacity: 0 })),
    );
  }

  layers() {
    return this.strokes;
  }

  style(look, zoom, markWidth) {
    const rule = STYLE.certainty[this.part.sure];
    const half = Math.max(pixels(this.part.m || 0, zoom), markWidth / 2 + STYLE.halo_extra_px);
    const [least, most] = STYLE.halo_steps;
    const n = Math.max(least, Math.min(most, Math.round(half / STYLE.halo_step_px)));
    const raised = look === "selected" || look === "hovered";
    const total = (raised ? rule.halo_selected : rule.halo) * (look === "rest" ? STYLE.rest_halo : 1) * this.factor;
    this.strokes.forEach((stroke, index) => {
      const isUsed = index < n && total > 0;
      stroke.setStyle({ opacity: isUsed ? stacked(total, n) : 0, weight: isUsed ? (2 * half * (index + 1)) / n : 0 });
    });
  }
}

/** The crisp line (or the dashed spine) with its casing. */
class Course {
  constructor(lines, project, part, factor) {
    this.part = part;
    this.factor = factor;
    this.dashed = STYLE.certainty[part.sure].dash;
    this.casing = L.polyline(lines, markPaint("line", { color: toneOf("casing"), opacity: 0 }));
    this.line = L.polyline(lines, markPaint("line", { color: colourOf(project.cat), dashArray: this.dashed || null, lineCap: this.dashed ? "butt" : "round" }));
  }

  layers() {
    return [this.casing, this.line];
  }

  style(look, zoom) {
    const raised = look === "selected" || look === "hovered";
    const width = this.dashed ? STYLE.spine_px : lineWidth(zoom) + (look === "selected" ? STYLE.selected_extra_px : 0);
    const side = look === "selected" ? STYLE.casing_selected_px : STYLE.casing_px;
    const faded = look === "rest" ? STYLE.rest_line : 1;
    this.line.setStyle({ weight: width, opacity: faded * this.factor });
    this.casing.setStyle({ weight: width + 2 * side, opacity: this.dashed || look === "rest" ? 0 : raised ? 1 : STYLE.casing_opacity });
    if (raised) {
      this.casing.bringToFront();
      this.line.bringToFront();
    }
    return width;
  }
}

/** An area known only roughly: a faint tint, an edge that fades inwards, a soft rim. */
class Area {
  constructor(project, part) {
    const colour = colourOf(project.cat);
    this.fill = L.polygon(part.shape, markPaint("halo", { stroke: false, fillColor: colour, fillOpacity: STYLE.area_tint }));
    this.fades = Array.from({ length: STYLE.halo_steps[1] }, (_, step) => L.polygon(part.shape, markPaint("halo", { fill: false, color: colour, weight: 4 * (step + 1) })));
    this.edge = L.polygon(part.shape, markPaint("halo", { fill: false, color: colour, weight: STYLE.area_edge_px }));
    this.clipId = "clip-" + project.no.replace(/\W/g, "") + "-" + project.parts.indexOf(part);
  }

  layers() {
    return [this.fill, ...this.fades, this.edge];
  }

  /** The fade may show on the inner side only; the clip follows the drawn outline. */
  clip() {
    if (!this.fill._path) return;
    let shape = document.getElementById(this.clipId);
    if (!shape) {
      shape = svg("path", { id: this.clipId });
      PATTERNS.append(svg("clipPath", { id: this.clipId + "-box" }, shape));
    }
    shape.setAttribute("d", this.fill._path.getAttribute("d") || "M0 0");
    for (const fade of this.fades) fade._path.setAttribute("clip-path", "url(#" + this.clipId + "-box)");
  }

  style(look) {
    const faded = look === "rest" ? STYLE.rest_line : 1;
    const raised = look === "selected" || look === "hovered";
    this.fill.setStyle({ fillOpacity: STYLE.area_tint * faded * (raised ? 2 : 1) });
    this.edge.setStyle({ opacity: (raised ? 0.9 : STYLE.area_edge_opacity) * faded });
    for (const fade of this.fades) fade.setStyle({ opacity: 0.018 * faded * (raised ? 2 : 1) });
    this.clip();
  }
}
