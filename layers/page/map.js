// Folium's map, and what every layer needs of it: panes, pixels on the ground.
import { signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { isCalm } from "./dom.js";
import { page } from "./islands.js";

export const map = window[page.map];
const [west, south, east, north] = page.bounds;
export const cityBounds = L.latLngBounds([south, west], [north, east]);

/** The zoom, and a number that grows whenever the map looks elsewhere or has another size. */
export const zoom = signal(map.getZoom());
export const viewport = signal(0);

const renderers = new Map();

/** An SVG renderer that is no picture of its own to a screen reader: what can be pressed in it has a name. */
function makeRenderer(pane) {
  const renderer = L.svg({ pane, padding: 0.6 }); // the padding keeps a panned map from showing bare edges
  const begin = renderer._initContainer;
  renderer._initContainer = () => {
    begin.call(renderer);
    renderer._container.role = "none";
  };
  return renderer;
}

/** One SVG renderer a pane. */
export function rendererOf(pane) {
  if (!renderers.has(pane)) renderers.set(pane, makeRenderer(pane));
  return renderers.get(pane);
}

/** The options of a path that nobody can press. */
export const quietPath = (pane, options) => ({
  pane,
  renderer: rendererOf(pane),
  interactive: false,
  smoothFactor: 0.6,
  ...options,
});

export const cssVariable = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const EQUATOR_M = 40_075_016.686;

/** Pixels of a ground distance (metres) at a zoom, at the city's middle latitude. */
export function pixels(groundMetres, atZoom) {
  const perPixel = (EQUATOR_M * Math.cos(((south + north) / 2) * (Math.PI / 180))) / 2 ** (atZoom + 8);
  return groundMetres / perPixel;
}

export const toPoint = ([lat, lon]) => map.latLngToContainerPoint([lat, lon]);

/** Leaflet moves an icon by translate3d, which makes each a layer of its own: a hundred cost more than to paint them. */
export const flatMove = ({ x, y }) => `translate(${x}px,${y}px)`;

const FlatMarker = L.Marker.extend({
  _setPos(point) {
    this._icon._leaflet_pos = point;
    this._icon.style.transform = flatMove(point);
    this._zIndex = point.y + this.options.zIndexOffset;
    this._resetZIndex();
  },
});

/** A marker made of an element: `size` is [width, height] in pixels. */
export function elementMarker(place, html, { className, size, ...options }) {
  const icon = L.divIcon({ html, className, iconSize: size });
  return new FlatMarker(place, { icon, keyboard: false, ...options });
}

/** The margins are those of the outline that stands in the map's place until it is drawn (map.css). */
export function fitCity() {
  const [x, top, bottom] = ["fit-x", "fit-top", "fit-bottom"].map((name) => Number.parseInt(cssVariable(name), 10));
  map.fitBounds(cityBounds, { paddingTopLeft: [x, top], paddingBottomRight: [x, bottom], animate: false });
}

/**
 * Take the size of the map's box anew, then fit. Meanwhile the map has no limits: Leaflet would begin to glide back
 * within them, and the glide would go on under what is fitted.
 */
export function resize(fit = () => undefined) {
  const limits = map.options.maxBounds;
  map.setMaxBounds(null);
  map.invalidateSize({ animate: false });
  fit();
  map.setMaxBounds(limits);
}

/** Where the map looks, as a link spells it. */
export function cameraText() {
  const { lat, lng } = map.getCenter();
  // As Python writes it: no zeros at the end, or the same view would have two links.
  return [map.getZoom().toFixed(1), lat.toFixed(3), lng.toFixed(3)].map(Number).join("/");
}

/** Before anything is on the map: what is added is then drawn once, at the zoom where it is seen. */
function startMap() {
  // Leaflet has no public switch after the start; it reads this one before each zoom.
  if (isCalm()) map._zoomAnimated = false;
  map.invalidateSize({ animate: false });
  fitCity();
  zoom.value = map.getZoom();
  map.on("zoomend", () => {
    zoom.value = map.getZoom();
  });
  map.on("zoomend moveend resize", () => {
    viewport.value += 1;
  });
}

startMap();
