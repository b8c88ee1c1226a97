// The quiet part: water, neighbours, land, expressways, railways.
const MAP = window[DATA.map];
const [WEST, SOUTH, EAST, NORTH] = DATA.bounds;
const CITY = L.latLngBounds([SOUTH, WEST], [NORTH, EAST]);
const RENDERERS = {};

function fitCity() {
  MAP.fitBounds(CITY, { paddingTopLeft: isPhone() ? [6, 62] : [76, 84], paddingBottomRight: isPhone() ? [6, 50] : [76, 84], animate: false });
}

// Before anything is on the map: what is added is then drawn once, at the zoom where it is seen.
MAP.setMinZoom(9).setMaxZoom(17);
MAP.invalidateSize({ animate: false });
fitCity();

/** One SVG renderer a pane; the padding keeps a panned map from showing bare edges. */
function rendererOf(pane) {
  if (!RENDERERS[pane]) RENDERERS[pane] = L.svg({ pane, padding: 0.6 });
  return RENDERERS[pane];
}

const cssVar = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

/** Pixels of a ground distance at a zoom, at the city's middle latitude. */
function pixels(groundMetres, zoom) {
  const perPixel = (40075016.686 * Math.cos(((SOUTH + NORTH) / 2) * (Math.PI / 180))) / Math.pow(2, zoom + 8);
  return groundMetres / perPixel;
}

const paint = (pane, options) => ({ pane, renderer: rendererOf(pane), interactive: false, smoothFactor: 0.6, ...options });

function drawBase() {
  const { base } = DATA;
  const water = decodeArcs(base.water.arcs);
  for (const { rings } of base.water.areas)
    L.polygon(shapesOf(rings, water), paint("base", { fillColor: "var(--water)", fillOpacity: 1, color: "var(--coast)", weight: 1 })).addTo(MAP);
  L.polyline(decodeArcs(base.neighbours.arcs), paint("base", { color: "var(--border)", weight: 0.7, opacity: 0.7 })).addTo(MAP);
  const outline = DATA.outline.map((ring) => ringOf(ring, TOWN_ARCS));
  for (const [weight, opacity] of [[10, 0.07], [5, 0.1]])
    L.polygon(outline, paint("base", { fill: false, color: "var(--shadow)", weight, opacity })).addTo(MAP);
  // The land once and each border once: a path a town would draw every border twice.
  L.polygon(outline, paint("land", { fillColor: "var(--land)", fillOpacity: 1, stroke: false })).addTo(MAP);
  L.polyline(TOWN_ARCS, paint("land", { color: "var(--border)", weight: 0.8 })).addTo(MAP);
  L.polygon(outline, paint("land", { fill: false, color: "var(--outline)", weight: 1.1 })).addTo(MAP);
  drawContext(base);
}

function drawContext(base) {
  for (const { lines } of base.roads) {
    L.polyline(lines, paint("context", { color: "var(--context-case)", weight: 4, opacity: 0.55 })).addTo(MAP);
    L.polyline(lines, paint("context", { color: "var(--context-road)", weight: 2.6 })).addTo(MAP);
  }
  for (const { kind, lines } of base.railways) {
    L.polyline(lines, paint("context", { color: "var(--railway)", weight: 1.1, lineCap: "butt" })).addTo(MAP);
    if (kind === "railway")
      L.polyline(lines, paint("context", { color: "var(--railway)", weight: 4, dashArray: "1 7", lineCap: "butt" })).addTo(MAP);
  }
}

const CONTEXT_STATIONS = DATA.stations.filter((station) => !station.project);
const stationDots = CONTEXT_STATIONS.map((station) => ({
  station,
  dot: L.circleMarker([station.at[1], station.at[0]], paint("context", { radius: 1.8, color: "var(--station)", weight: 1, fillColor: "var(--land)", fillOpacity: 1 })),
}));

/** Stations of the context: dots grow with the zoom; the outside termini are always there. */
function drawStations() {
  const zoom = MAP.getZoom();
  for (const { station, dot } of stationDots) {
    dot.setRadius(zoom >= 12 ? 3 : station.kind === "outside" ? 2.4 : 1.5);
    if (!MAP.hasLayer(dot)) dot.addTo(MAP);
  }
}
