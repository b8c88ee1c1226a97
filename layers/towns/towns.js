// The towns: land and borders, a light hatch where one is meant of which only the town is known, and the towns' names.
import { computed, effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { textWidth } from "../labels/board.js";
import { around } from "../labels/candidates.js";
import { fontOf, RANK } from "../labels/labels.js";
import { borders, cityOutline, isTownOnly, outerRings, projectById, townById, towns } from "../page/dataset.js";
import { colourOf, el, isPhone } from "../page/dom.js";
import { inPolygons } from "../page/geometry.js";
import { style } from "../page/islands.js";
import { layer } from "../page/layer.js";
import { map, quietPath, toPoint, zoom } from "../page/map.js";
import { hatchFill } from "../page/patterns.js";
import { filters, hovered, isEverythingShown, selected, shownProjects, townCounts, townPage } from "../page/store.js";
import { countBadge, orderBadge, shadeBadge } from "./badges.js";

/** The projects of which only towns are known, by town: Map(id → projects). */
const byTown = computed(() => {
  const found = new Map(towns.map(({ id }) => [id, []]));
  for (const project of shownProjects.value.filter(isTownOnly))
    for (const id of project.towns) if (!townPage.value || id === townPage.value) found.get(id)?.push(project);
  return found;
});

/** The land once and each border once: a path a town would draw every border twice. */
function drawCity() {
  for (const [weight, opacity] of [
    [10, 0.07],
    [5, 0.1],
  ])
    L.polygon(cityOutline, quietPath("base", { fill: false, color: "var(--shadow)", weight, opacity })).addTo(map);
  const land = { fillColor: "var(--land)", fillOpacity: 1, stroke: false };
  L.polygon(cityOutline, quietPath("land", land)).addTo(map);
  L.polyline(borders, quietPath("border", { color: "var(--border)", weight: 0.8 })).addTo(map);
  L.polygon(cityOutline, quietPath("border", { fill: false, color: "var(--outline)", weight: 1.1 })).addTo(map);
}

/** How a town is hatched; null where its badge says enough (decision 0100): at rest, near by, and of several kinds. */
function hatchStyle(projects) {
  const raised = [selected.value, hovered.value]
    .map((id) => projectById.get(id))
    .find((project) => projects.includes(project));
  if (raised) {
    const fillColor = hatchFill([raised.category], style.hatch_selected_gap_px, style.hatch_selected_px);
    const edge = { color: colourOf(raised.category), weight: 1.2, opacity: 1 };
    return { fillColor, fillOpacity: style.hatch_selected_opacity, ...edge };
  }
  const categories = [...new Set(projects.map(({ category }) => category))];
  const isAsked = !selected.value && !isEverythingShown() && zoom.value < style.near_zoom;
  if (!isAsked || categories.length !== 1) return null;
  const fillColor = hatchFill(categories, style.hatch_gap_px, 1);
  return { fillColor, fillOpacity: style.hatch_opacity, opacity: 0, weight: 1 };
}

const BARE = { stroke: false, fill: false };

/** The towns that are hatched now: Map(id → how). */
const hatched = computed(
  () => new Map([...byTown.value].map(([id, projects]) => [id, hatchStyle(projects)]).filter(([, how]) => how)),
);

/** Keep one Leaflet layer an id, those of ids that are no longer wanted taken away. */
function keepLayers(made, wanted, make) {
  for (const [id, drawn] of made) {
    if (wanted.has(id)) continue;
    drawn.remove();
    made.delete(id);
  }
  for (const id of wanted) if (!made.has(id)) made.set(id, make(townById.get(id)).addTo(map));
}

function drawHatches() {
  const hatches = new Map();
  effect(() => {
    const wanted = new Map([...byTown.value].filter(([, projects]) => projects.length));
    const known = [...hatches.keys()].filter((id) => wanted.has(id));
    // A bare town keeps its path: to draw it anew with each filter costs more than to leave it empty.
    const look = (id) => ({ stroke: true, fill: true, ...(hatched.value.get(id) ?? BARE) });
    const make = ({ id, polygons }) => L.polygon(polygons, quietPath("hatch", look(id)));
    keepLayers(hatches, new Set(wanted.keys()), make);
    for (const id of known) hatches.get(id).setStyle(look(id));
  });
}

/** The towns of the filter have a bolder border; on its own page the town has the boldest line of the map. */
function drawEdges() {
  const chosen = new Map();
  const own = new Map();
  const edge = (pane, weight, opacity) => (town) =>
    L.polygon(town.polygons, quietPath(pane, { fill: false, color: "var(--ink)", weight, opacity }));
  effect(() => {
    const known = (filters.value.towns || []).filter((id) => townById.has(id));
    keepLayers(chosen, new Set(known), edge("hatch", 1.6, 0.75));
    keepLayers(own, new Set([townPage.value].filter((id) => townById.has(id))), edge("hatch", 2, 1));
  });
}

// --- names ---

function raisedTownOnly() {
  const project = projectById.get(selected.value);
  return project && isTownOnly(project) ? project : null;
}

const isBold = (town) => filters.value.towns?.includes(town.id) || Boolean(raisedTownOnly()?.towns.includes(town.id));

function badgeOf(town) {
  if (townCounts.value) return shadeBadge(townCounts.value.values[town.id]);
  const raised = raisedTownOnly();
  if (raised?.towns.includes(town.id))
    return raised.towns_in_order && raised.towns.length > 1 ? orderBadge(raised, town.id) : null;
  const projects = byTown.value.get(town.id);
  return projects.length ? countBadge(projects, { isWide: zoom.value >= style.glyph_badge_zoom }) : null;
}

/** A name may stand where its middle and both 20 % points lie in its own town. */
function isInside(box, town) {
  const y = (box[1] + box[3]) / 2;
  return [0.2, 0.5, 0.8].every((share) => {
    const { lat, lng } = map.containerPointToLatLng([box[0] + (box[2] - box[0]) * share, y]);
    return inPolygons(lat, lng, town.polygons);
  });
}

const COLUMNS = [0, -14, 14, -28, 28, -44, 44, -64, 64];
const ROWS = [0, -12, 12, -24, 24, -38, 38, -54, 54];
const SIGHT = [0.1, 0.26, 0.42, 0.58, 0.74, 0.9]; // shares of the map at which a town is looked for

function nameNode(town, { size, css, hasName }) {
  const badge = badgeOf(town)?.node();
  const name = hasName ? el("span", {}, town.name) : null;
  const attributes = { class: css, style: `font-size:${size}px`, "data-label": "town", "data-town": town.id };
  return el("div", attributes, name, badge);
}

const isTownIn = (bounds, town) => outerRings(town).some((ring) => bounds.intersects(L.latLngBounds(ring)));

/** Where a town's name stands: its own place, or looked at closely the middle of what is seen of the town. */
function nameSpot(town) {
  const point = toPoint([town.label[1], town.label[0]]);
  const size = map.getSize();
  const isSeen = point.x > 0 && point.y > 0 && point.x < size.x && point.y < size.y;
  if (isSeen || zoom.value < style.near_zoom || !isTownIn(map.getBounds(), town)) return point;
  const seen = SIGHT.flatMap((x) => SIGHT.map((y) => L.point(size.x * x, size.y * y))).filter((spot) => {
    const { lat, lng } = map.containerPointToLatLng(spot);
    return inPolygons(lat, lng, town.polygons);
  });
  const middle = (axis) => seen.reduce((sum, spot) => sum + spot[axis], 0) / seen.length;
  return seen.length ? L.point(middle("x"), middle("y")) : point;
}

/** A town's name with its badge; where that has no room, the badge alone. */
function townLabel(town) {
  const size = isPhone() ? 12 : 13;
  const bold = isBold(town);
  const badge = badgeOf(town);
  const name = textWidth(town.name, fontOf(size, bold ? 700 : 400)) + 4;
  const css = ["town-name", bold && "bold", selected.value && badge && !bold && "rest"].filter(Boolean).join(" ");
  const candidates = around(nameSpot(town), COLUMNS, ROWS, 0.5);
  const form = (width, hasName) => ({
    width,
    height: 20,
    candidates,
    accept: (box) => isInside(box, town),
    node: () => nameNode(town, { size, css, hasName }),
  });
  const whole = form(name + (badge ? badge.width + 6 : 0), true);
  return { rank: RANK.town, pad: 2, options: badge ? [whole, form(badge.width + 2, false)] : [whole] };
}

function legend(bounds) {
  const route = raisedTownOnly();
  const isRoute = Boolean(route?.towns_in_order && route.towns.length > 1);
  const inSight = towns.filter(({ id }) => byTown.value.get(id).length).filter((town) => isTownIn(bounds, town));
  return {
    town: inSight.length > 0,
    hatch: inSight.some(({ id }) => hatched.value.has(id)),
    order: isRoute && route.order_unverified.length < route.towns.length,
    order_open: isRoute && route.order_unverified.length > 0,
    border: towns.some((town) => isTownIn(bounds, town)),
  };
}

layer("towns", () => {
  drawCity();
  drawHatches();
  drawEdges();
  const count = ({ id }) => byTown.value.get(id).length;
  return {
    labels() {
      const order = [...towns].sort((a, b) => isBold(b) - isBold(a) || count(b) - count(a) || b.area_km2 - a.area_km2);
      return order.map(townLabel);
    },
    legend,
  };
});
