// The document as a part of the towns' pages: one town with its projects, or all towns shaded by a count.
const MODE = { town: null, shade: null };
let MODE_KEY = null; // what the camera was last fitted to
let townOutline = null;

// How high the page is: on a phone the app's own page scrolls, and gives the frame this height.
const SHADE_PX = 440;
const tellHeight = () => isPart() && tell("height", { px: MODE.shade ? SHADE_PX : document.getElementById("page").offsetHeight });
new ResizeObserver(tellHeight).observe(document.getElementById("page"));

const isPart = () => Boolean(MODE.town || MODE.shade);

function applyMode(state) {
  MODE.town = TOWN_BY_ID.get(state.town) || null;
  MODE.shade = state.shade && Array.isArray(state.shade.classes) ? state.shade : null;
  document.body.classList.toggle("town-page", Boolean(MODE.town));
  document.body.classList.toggle("shade-page", Boolean(MODE.shade));
  drawTownOutline();
  drawShade();
  tellHeight();
}

/** The town in an ink line, as wide as nothing else on the map. */
function drawTownOutline() {
  if (townOutline) townOutline.remove();
  townOutline = null;
  if (!MODE.town) return;
  townOutline = L.polygon(MODE.town.shape, paint("hatch", { fill: false, color: "var(--ink)", weight: 2 }));
  townOutline.addTo(MAP);
}

/** Fit the camera once to what the page is about; the size of the map's box may just have changed. */
function fitMode() {
  const key = MODE.town ? MODE.town.id : MODE.shade ? "*" : null;
  if (key === MODE_KEY) return;
  MODE_KEY = key;
  MAP.invalidateSize({ animate: false });
  if (!MODE.town) return fitCity();
  const bounds = L.latLngBounds(MODE.town.shape.flatMap(([outer]) => outer));
  MAP.fitBounds(bounds, { paddingTopLeft: [56, 56], paddingBottomRight: [72, 96], maxZoom: 13.5, animate: false });
}
