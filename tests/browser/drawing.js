// Runs in every frame, before its own scripts: counts what a page draws. `dgDrawing` holds the counts of the frame.
(() => {
  const counts = { nodes: 0, changes: 0, canvas: 0 };
  window.dgDrawing = counts;
  const seen = new WeakSet(); // the parser tells of a node on its own and again within its parent
  const meet = (node) => {
    if (node instanceof SVGElement && !seen.has(node)) {
      seen.add(node);
      counts.nodes += 1;
    }
  };
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === "attributes" && target instanceof SVGElement) counts.changes += 1;
      for (const node of addedNodes) {
        meet(node);
        if (node instanceof Element) node.querySelectorAll("*").forEach(meet);
      }
    }
  }).observe(document, { attributes: true, childList: true, subtree: true });
  for (const name of ["stroke", "fill", "drawImage"]) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      counts.canvas += 1;
      return draw.apply(this, given);
    };
  }
})();
