// Runs in every frame of both apps. Notes when the set of shapes that a map shows last changed, and the last click.
(() => {
  window.top.dgBenchmark ??= { clicked: 0, drawn: 0, shapes: 0, frames: 0 };
  const log = window.top.dgBenchmark;
  const now = () => performance.timeOrigin + performance.now();
  window.addEventListener(
    "click",
    () => {
      log.clicked = now();
    },
    true,
  );
  let before = "";
  const look = () => {
    if (document.querySelector(".leaflet-container")) {
      const shapes = [...document.querySelectorAll(".leaflet-pane path, .leaflet-marker-icon")].filter((shape) =>
        shape.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
      );
      const signature = `${shapes.length} ${shapes.reduce((sum, shape) => sum + (shape.getAttribute("d") ?? "").length, 0)}`;
      if (signature !== before) {
        before = signature;
        log.shapes = shapes.length;
        // The picture stands on the screen one frame after the change.
        requestAnimationFrame(() => {
          log.drawn = now();
        });
      }
    }
    requestAnimationFrame(look);
  };
  // A frame asked for before the document stands may never come.
  window.addEventListener("DOMContentLoaded", () => requestAnimationFrame(look));
})();
