// How the streets look: widths in CSS pixels at zoom 14, growing with the zoom, and colours by day and night.
const GROWTH = 1.46; // a zoom
const LEAST_PX = 0.6;

/** Roads from the least to the greatest: what is drawn later lies above. */
export const ROADS = ["minor", "medium", "major", "motorway"];
const WIDTHS = { minor: 2.2, medium: 3.4, major: 4.8, motorway: 5.6, streams: 1.4, rails: 1.1 };
const EDGE_PX = 1; // on either side of a road

export const widthOf = (kind, zoom) => Math.max(LEAST_PX, WIDTHS[kind] * GROWTH ** (zoom - 14));
export const edgeOf = (kind, zoom) => widthOf(kind, zoom) + (kind === "minor" && zoom < 14 ? 0 : 2 * EDGE_PX);

const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark";

/** The palette of the theme that is on: colours by name. */
export const palette = () => window.dgmapStreetsColours[isDark() ? "dark" : "light"];

/** Call back when the theme is another one: a canvas reads no CSS. */
export function followTheme(changed) {
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}
