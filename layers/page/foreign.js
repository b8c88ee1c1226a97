// What elements of Folium's own ask for beside Leaflet. Their HTML is that of whoever wrote the map; none of our data
// passes through here, and a page without such elements does not hold this file.
import { map } from "./map.js";

const PIN = "M13 1a12 12 0 0 1 12 12c0 9-12 24-12 24S1 22 1 13A12 12 0 0 1 13 1z";
const SIZE = { iconSize: [26, 38], iconAnchor: [13, 37], popupAnchor: [0, -32], tooltipAnchor: [12, -24] };
// The two of Folium's colours that CSS has no name for.
const COLOURS = { lightred: "#ff8e7f", darkpurple: "#5b396b" };

const pinOf = (fill, dot) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="26" height="38"><path d="${PIN}" fill="${fill}" stroke="#fff"/>` +
  `<circle cx="13" cy="13" r="4.5" fill="${dot}"/></svg>`;

const dataUrl = (svg) => `data:image/svg+xml,${encodeURIComponent(svg)}`;

/** jQuery as far as Folium uses it: `$("<div>…</div>")[0]` for popups, `$(document).ready(act)`. */
function query(given) {
  if (typeof given !== "string") return { 0: given, length: 1, ready: (act) => act() };
  return [...new DOMParser().parseFromString(given, "text/html").body.children];
}

/** Coloured markers (folium.Icon); the signs in them are fonts of others, so each has a dot. */
function awesomeIcon({ markerColor = "blue", iconColor = "white" } = {}) {
  const colour = (name) => (CSS.supports("color", COLOURS[name] || name) ? COLOURS[name] || name : "gray");
  return L.icon({ ...SIZE, iconUrl: dataUrl(pinOf(colour(markerColor), colour(iconColor))) });
}

/** Who made the tiles is written above our own small print. */
function showAttribution() {
  const control = L.control.attribution({ prefix: false }).addTo(map);
  document.getElementById("corner").prepend(control.getContainer());
}

window.$ = query;
window.jQuery = query;
L.AwesomeMarkers = { icon: awesomeIcon };
L.Icon.Default.imagePath = "";
L.Icon.Default.mergeOptions({ ...SIZE, iconUrl: dataUrl(pinOf("#22252a", "#fff")), iconRetinaUrl: "", shadowUrl: "" });
showAttribution();
