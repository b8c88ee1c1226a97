// A count by town: stronger ink for more, and the number itself at each town, so that no colour need be told apart.
const SHADES = L.layerGroup();
const FAINTEST = 0.1;
const STRONGEST = 0.46;

/** How strong a class is: none at all for zero, then even steps. */
function shadeOf(index) {
  const { classes } = MODE.shade;
  const first = classes.length && classes[0].high === 0 ? 1 : 0;
  if (index < first) return 0;
  const steps = classes.length - first;
  return steps < 2 ? STRONGEST / 2 : FAINTEST + ((STRONGEST - FAINTEST) * (index - first)) / (steps - 1);
}

function drawShade() {
  SHADES.clearLayers();
  if (!MODE.shade) return;
  for (const town of TOWNS) {
    const value = MODE.shade.values[town.id];
    if (!value) continue;
    SHADES.addLayer(L.polygon(town.shape, paint("hatch", { fillColor: "var(--ink)", fillOpacity: shadeOf(value.class), color: "var(--surface)", weight: 1 })));
  }
  SHADES.addTo(MAP);
}

/** The number at a town's name. */
function shadeBadge(town) {
  const value = MODE.shade.values[town.id];
  if (!value) return null;
  const words = String(value.n);
  return { width: 12 + 8 * words.length, node: el("span", { class: "badge count" }, words) };
}

/** The key of the classes, in the place of the symbols'. */
function drawShadeKey() {
  const items = MODE.shade.classes.map(({ label }, index) => el("li", {}, sample(20, svg("rect", { x: 0.5, y: 2.5, width: 19, height: 15, rx: 2, fill: "var(--land)", stroke: "var(--outline)" }), svg("rect", { x: 0.5, y: 2.5, width: 19, height: 15, rx: 2, fill: "var(--ink)", "fill-opacity": shadeOf(index) })), el("span", {}, label)));
  replace(KEY, el("div", { class: "shade-key" }, el("p", {}, MODE.shade.title), el("ul", { class: "key-bar", "aria-label": MODE.shade.title }, ...items)));
}
