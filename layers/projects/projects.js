// The projects: their shapes, marks and names. Above some hundred shapes one canvas draws them all.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { makeCanvas } from "../canvas/canvas.js";
import { projectById, projects } from "../page/dataset.js";
import { style } from "../page/islands.js";
import { layer } from "../page/layer.js";
import { zoom } from "../page/map.js";
import { hovered, isShown, selected, shownProjects } from "../page/store.js";
import { projectLegend } from "./legend.js";
import { followMarks, markObstacles } from "./marks.js";
import { projectLabels, traceLines } from "./names.js";
import { Shape } from "./shape.js";

const isCrowded = projects.reduce((sum, { parts }) => sum + parts.length, 0) > style.svg_limit;
const shapes = new Map(); // project id → Shape

/** Above a canvas only what is raised is drawn in SVG. */
const raised = () => projects.filter(({ id }) => id === hovered.value || id === selected.value);

function drawShapes() {
  const wanted = isCrowded ? raised() : projects;
  const ids = new Set(wanted.map(({ id }) => id));
  for (const [id, shape] of shapes) if (!ids.has(id)) shape.show(false);
  for (const project of wanted) {
    if (!shapes.has(project.id)) shapes.set(project.id, new Shape(project));
    const shape = shapes.get(project.id);
    shape.show(isShown(project));
    if (shape.isOn) shape.draw(zoom.value);
  }
}

layer("projects", () => {
  const canvas = isCrowded ? makeCanvas(projects) : null;
  effect(() => {
    void [shownProjects.value, zoom.value, selected.value, hovered.value];
    canvas?.draw();
    drawShapes();
  });
  followMarks({ isCrowded });
  return {
    clip() {
      for (const shape of shapes.values()) shape.clip();
    },
    hitAt: (latlng) => canvas?.hitAt(latlng) ?? null,
    legend: projectLegend,
    labels: () => projectLabels({ isCrowded, selected: projectById.get(selected.value) }),
    obstacles(board) {
      markObstacles(board);
      traceLines(board, { isCrowded });
    },
  };
});
