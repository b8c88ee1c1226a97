// Buttons, scale and small print on the map; the camera.
const CONTROLS = document.getElementById("controls");
const SCALE = document.getElementById("scale");
const PRINT = document.getElementById("print");

const control = (name, label, act, css) => el("button", { type: "button", class: "control " + (css || ""), "aria-label": label, title: label, on: { click: act } }, icon(name, 20));

function makeControls() {
  replace(
    CONTROLS,
    el("div", { class: "pair-buttons" }, control("plus", say("zoom_in"), () => MAP.zoomIn(1)), control("minus", say("zoom_out"), () => MAP.zoomOut(1))),
    control("corners-out", say("fullscreen"), toggleFull, "full-button"),
    DATA.tours.length ? control("presentation", say("tour_list"), toggleList, "tour-button") : null,
    IS_FRAMED ? control("share-network", say("share"), () => tell("share", {}), "share-button") : null,
    control("printer", say("print"), () => window.print(), "print-button"),
  );
}

function toggleFull() {
  const isOn = !document.body.classList.contains("full");
  setFull(isOn);
  const page = document.documentElement;
  if (isOn && page.requestFullscreen) page.requestFullscreen().catch(() => MAP.invalidateSize());
  else if (!isOn && document.fullscreenElement) document.exitFullscreen();
}

function setFull(isOn) {
  document.body.classList.toggle("full", isOn);
  MAP.invalidateSize({ animate: false });
  startGestures();
}

document.addEventListener("fullscreenchange", () => !document.fullscreenElement && setFull(false));

function drawScale() {
  const perPixel = 1 / pixels(1, MAP.getZoom());
  const most = perPixel * 130;
  const base = Math.pow(10, Math.floor(Math.log10(most)));
  const round = [5, 2, 1].map((n) => n * base).find((value) => value <= most);
  replace(SCALE, el("div", { style: "width:" + Math.round(round / perPixel) + "px" }, metres(round)));
}

function drawPrint() {
  const dot = say("dot");
  const first = isPhone() ? [say("borders_note"), say("osm_short")] : [say("borders_note"), say("osm"), say("town_source"), say("coast_source")];
  const second = [isPhone() ? "" : say("edition", { year: DATA.edition }), say("newest", { date: DATA.newest })];
  if (DATA.review) second.unshift(say("review", { number: DATA.review }));
  const row = (items) => el("p", {}, ...items.flatMap((item, index) => [index ? dot : "", el("span", {}, item)]));
  replace(PRINT, row(first), row(second.filter(Boolean)));
}

/** Whether card and tour lie over the map's lower edge: on a phone, and on a tablet, where they do not fit beside it. */
const hasSheet = () => isPhone() || (isTablet() && !["full", "town-page", "own-alone"].some((name) => document.body.classList.contains(name)));

/** Pixels of the map that the open card hides on its left side. */
const leftPadding = () => (hasSheet() ? 0 : !TOUR_PANEL.hidden ? TOUR_PANEL.offsetWidth + 32 : VIEW.selected !== null && !MODE.town ? 16 + 368 + 16 : 0);

// The most that the sheet takes of the window's height (card.css): what is kept free while its words are on the way.
const SHEET_SHARE = { phone: 0.58, tablet: 0.5 };

/** Pixels of the map that the sheet hides at its bottom, once a phone's page is at its top. */
function hiddenBySheet() {
  if (!hasSheet()) return 0;
  const end = MAP.getContainer().getBoundingClientRect().bottom + window.scrollY;
  const most = VIEW.selected === null ? 0 : SHEET_SHARE[isPhone() ? "phone" : "tablet"] * window.innerHeight;
  const sheet = Math.max(CARD.offsetHeight, TOUR_PANEL.offsetHeight) || most;
  return sheet ? Math.max(0, end - (window.innerHeight - sheet)) : 0;
}

const LEAST_ROOM = 160; // pixels: less than this, and Leaflet would fit into nothing, at its deepest zoom

/** Fit the camera into the part of the map that nothing covers; the margins give way where there is little room. */
function fitFree(bounds, { left, top, right, bottom }) {
  const [coveredLeft, coveredBottom] = [leftPadding(), hiddenBySheet()];
  const { x: width, y: height } = MAP.getSize();
  const share = (room, margins) => Math.min(1, Math.max(0, room - LEAST_ROOM) / margins);
  const across = share(width - coveredLeft, left + right);
  const down = share(height - coveredBottom, top + bottom);
  if (isPhone()) window.scrollTo({ top: 0, behavior: isCalm() ? "auto" : "smooth" });
  MAP.fitBounds(bounds, { paddingTopLeft: [coveredLeft + left * across, top * down], paddingBottomRight: [right * across, coveredBottom + bottom * down], maxZoom: 13, animate: !isCalm(), duration: 0.2 });
}

function projectBounds(project) {
  if (MANY && !project.parts.length && project.sure !== "town" && roughBounds(project)) return roughBounds(project);
  const points = project.parts.flatMap((part) => [...(part.lines || []).flat(), ...(part.shape || []).flatMap(([outer]) => outer), ...(part.points || []).map(([lon, lat]) => [lat, lon])]);
  if (points.length) {
    const bounds = L.latLngBounds(points);
    for (const part of project.parts) for (const [lon, lat] of part.points || []) if (!project.isLine) bounds.extend(L.latLng(lat, lon).toBounds(2.6 * Math.max(part.m || 0, 1500)));
    return bounds;
  }
  const towns = project.towns.map((id) => TOWN_BY_ID.get(id)).filter(Boolean);
  return towns.length ? L.latLngBounds(towns.flatMap((town) => town.shape.flatMap(([outer]) => outer))) : null;
}

/** Bring a project into the part of the map that nothing covers. */
function fitProject(project) {
  const bounds = project ? projectBounds(project) : null;
  if (!bounds || !bounds.isValid()) return;
  fitFree(bounds, isPhone() ? { left: 48, top: 70, right: 40, bottom: 24 } : { left: 48, top: 60, right: 100, bottom: hasSheet() ? 48 : 90 });
}

function cameraText() {
  const { lat, lng } = MAP.getCenter();
  return MAP.getZoom().toFixed(1) + "/" + lat.toFixed(3) + "/" + lng.toFixed(3);
}
