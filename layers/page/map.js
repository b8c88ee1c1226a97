// Folium's map, and what every layer needs of it: panes, pixels on the ground, the room that no panel covers.
import { signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { isCalm, isPhone } from "./dom.js";
import { page } from "./islands.js";

export const map = window[page.map];
const [west, south, east, north] = page.bounds;
export const cityBounds = L.latLngBounds([south, west], [north, east]);

/** The zoom, and a number that grows whenever the map looks elsewhere or has another size. */
export const zoom = signal(map.getZoom());
export const viewport = signal(0);

const LEAST_ROOM_PX = 200; // a ring road at the least zoom
const renderers = new Map();

/** One SVG renderer a pane; the padding keeps a panned map from showing bare edges. */
export function rendererOf(pane) {
  if (!renderers.has(pane)) renderers.set(pane, L.svg({ pane, padding: 0.6 }));
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

export function fitCity() {
  const padding = isPhone() ? [6, 62] : [76, 84];
  map.fitBounds(cityBounds, {
    paddingTopLeft: padding,
    paddingBottomRight: isPhone() ? [6, 50] : padding,
    animate: false,
  });
}

/** What the open panels cover of the map's left side, and of its bottom. */
function covered() {
  const frame = map.getContainer().getBoundingClientRect();
  const room = { left: 0, bottom: 0 };
  for (const id of ["card", "tour"]) {
    const panel = document.getElementById(id)?.getBoundingClientRect();
    if (!panel?.width || panel.right <= frame.left) continue; // none, or it lies over the list
    // A phone's page scrolls: once it is at its top, the sheet hides this much of the map.
    const end = frame.bottom + window.scrollY;
    if (isPhone()) room.bottom = Math.max(room.bottom, end - (window.innerHeight - panel.height));
    else if (panel.width > frame.width * 0.7) room.bottom = Math.max(room.bottom, frame.bottom - panel.top);
    else room.left = Math.max(room.left, panel.right - frame.left + 16);
  }
  return room;
}

/** How much of the margins is left where there is little room: in none Leaflet fits at its deepest zoom. */
const shareOf = (room, margins) => Math.min(1, Math.max(0, room - LEAST_ROOM_PX) / margins);

/** Bring bounds into the part of the map that nothing covers. `margins`: { left, top, right, bottom } in pixels. */
export function fitFree(bounds, { margins, maxZoom = 13, scroll = "auto" }) {
  if (!bounds?.isValid()) return;
  if (isPhone()) window.scrollTo({ top: 0, behavior: isCalm() ? "auto" : scroll });
  const { left, bottom } = covered();
  const size = map.getSize();
  const across = shareOf(size.x - left, margins.left + margins.right);
  const down = shareOf(size.y - bottom, margins.top + margins.bottom);
  map.fitBounds(bounds, {
    paddingTopLeft: [left + margins.left * across, margins.top * down],
    paddingBottomRight: [margins.right * across, bottom + margins.bottom * down],
    maxZoom,
    animate: !isCalm(),
    duration: 0.2,
  });
}

/** Where the map looks, as a link spells it. */
export function cameraText() {
  const { lat, lng } = map.getCenter();
  return `${map.getZoom().toFixed(1)}/${lat.toFixed(3)}/${lng.toFixed(3)}`;
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
