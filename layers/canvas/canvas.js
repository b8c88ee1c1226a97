// Many shapes at once: beyond the limit for SVG one canvas draws them all, and only what is raised is SVG.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { hover, leave } from "../page/actions.js";
import { style } from "../page/islands.js";
import { map } from "../page/map.js";
import { isPicking, isShown, selected } from "../page/store.js";
import { readColours } from "./colours.js";
import { drawOnCanvas } from "./drawing.js";
import { distanceTo, gatherShapes, PROJECTION } from "./shapes.js";

const REACH_PX = 11;

/** The id of the project whose line or edge is nearest to a place, null if none is near enough. */
function nearestTo(shapes, latlng) {
  const { x, y } = PROJECTION.latLngToPoint(latlng, 0);
  let least = REACH_PX / 2 ** map.getZoom();
  let best = null;
  for (const { project, path, box, kind } of shapes) {
    const isNear = x > box[0] - least && x < box[2] + least && y > box[1] - least && y < box[3] + least;
    if (!isNear || kind === "disc" || !isShown(project)) continue;
    const distance = distanceTo(path, x, y);
    if (distance < least) [best, least] = [project.id, distance];
  }
  return best;
}

/** What the pointer finds on the canvas is raised, as a line of SVG under it is. */
function followPointer(hit) {
  let under = null;
  const raise = (id) => {
    if (id === under) return;
    if (under !== null) leave(under);
    under = id;
    if (id !== null) hover(id);
  };
  map.on("mousemove", ({ latlng }) => raise(isPicking.value ? null : hit(latlng)));
  map.on("mouseout", () => raise(null));
}

/** Draw the shapes of projects on one canvas: { draw(), hitAt(latlng) }. */
export function makeCanvas(projects) {
  const shapes = gatherShapes(projects);
  const Canvas = L.Canvas.extend({
    _draw() {
      drawOnCanvas(this._ctx, this._bounds, shapes);
    },
  });
  readColours();
  const canvas = new Canvas({ pane: "line", padding: 0.1 }).addTo(map);
  const hit = (latlng) => nearestTo(shapes, latlng);
  followPointer(hit);
  // A canvas reads no CSS variables: its colours are read again when the theme is another one.
  new MutationObserver(() => {
    readColours();
    canvas._redraw();
  }).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  effect(() => {
    canvas.getPane().querySelector("canvas").style.opacity = selected.value ? style.rest_line : 1;
  });
  let isDrawn = true; // it has just been added
  const draw = () => {
    if (!isDrawn) canvas._redraw();
    isDrawn = false;
  };
  return { draw, hitAt: hit };
}
