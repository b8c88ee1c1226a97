// A count by town: stronger ink for more, and the number itself at each town, so that no colour need be told apart.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { towns } from "../page/dataset.js";
import { layer } from "../page/layer.js";
import { map, quietPath } from "../page/map.js";
import { townCounts } from "../page/store.js";

const FAINTEST = 0.1;
const STRONGEST = 0.46;

/** How strong a class is: none at all for zero, then even steps. */
export function opacityOf(index, classes) {
  const first = classes[0]?.high === 0 ? 1 : 0;
  if (index < first) return 0;
  const steps = classes.length - first;
  return steps < 2 ? STRONGEST / 2 : FAINTEST + ((STRONGEST - FAINTEST) * (index - first)) / (steps - 1);
}

function shade(town, { values, classes }) {
  const value = values[town.id];
  if (!value) return [];
  const fill = { fillColor: "var(--ink)", fillOpacity: opacityOf(value.class, classes) };
  return [L.polygon(town.polygons, quietPath("hatch", { ...fill, color: "var(--surface)", weight: 1 }))];
}

layer("counts", () => {
  const drawn = L.layerGroup().addTo(map);
  effect(() => {
    drawn.clearLayers();
    if (!townCounts.value) return;
    for (const polygon of towns.flatMap((town) => shade(town, townCounts.value))) drawn.addLayer(polygon);
  });
});
