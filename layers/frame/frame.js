// Any GeoDataFrame: points, lines and areas in one quiet colour, with a name and fields as plain text.
import { textWidth } from "../labels/board.js";
import { beside } from "../labels/candidates.js";
import { fontOf, RANK } from "../labels/labels.js";
import { el } from "../page/dom.js";
import { decodePaths } from "../page/geometry.js";
import { layer } from "../page/layer.js";
import { map, quietPath, toPoint } from "../page/map.js";

const MOST_FRAME_NAMES = 200; // more names than that are told by pointing alone, and more points are covered

/** A feature as Leaflet layers; a light edge below keeps lines and points apart from what they cross. */
function pathsOf({ points, paths, rings }, look, scale) {
  const { color, line_opacity: opacity } = look;
  const casing = { color: "var(--casing)", weight: look.casing_px, opacity: look.casing_opacity };
  const line = { color, weight: look.line_px, opacity };
  const area = { color, weight: look.edge_px, opacity, fillColor: color, fillOpacity: look.fill_opacity };
  const edge = { color: "var(--casing)", weight: look.dot_edge_px };
  const dot = { ...edge, radius: look.dot_px, fillColor: color, fillOpacity: look.dot_opacity };
  const lines = decodePaths(paths || [], scale);
  return [
    ...(rings || []).map((polygon) => L.polygon(decodePaths(polygon, scale), quietPath("line", area))),
    ...(lines.length ? [casing, line].map((stroke) => L.polyline(lines, quietPath("line", stroke))) : []),
    ...(points || []).map(([lon, lat]) => L.circleMarker([lat, lon], quietPath("station", dot))),
  ];
}

function tipOf({ name, fields }) {
  const rows = fields.map(([field, value]) => el("div", {}, el("span", { class: "frame-field" }, `${field} `), value));
  return el("div", {}, name ? el("b", {}, name) : null, ...rows);
}

function drawFeature(feature, data) {
  const group = L.featureGroup(pathsOf(feature, data.look, data.scale));
  for (const path of group.getLayers()) path.options.interactive = true;
  if (feature.name || feature.fields.length)
    group.bindTooltip(() => tipOf(feature), { sticky: true, className: "frame-tip" });
  return group.addTo(map);
}

function nameLabel({ name }, bounds) {
  const middle = bounds.getCenter();
  const width = textWidth(name, fontOf(12)) + 8;
  const candidates = beside(toPoint([middle.lat, middle.lng]), width, 18, 8);
  const node = () => el("div", { class: "frame-name", "data-label": "frame" }, name);
  return { rank: RANK.point, pad: 2, options: [{ width, height: 18, candidates, node }] };
}

layer("frame", (data) => {
  const drawn = data.features.map((feature) => [feature, drawFeature(feature, data)]);
  const isIn = (bounds, group) => bounds.intersects(group.getBounds());
  const points = data.features.flatMap((feature) => feature.points || []);
  return {
    obstacles(board) {
      if (points.length > MOST_FRAME_NAMES) return;
      for (const [lon, lat] of points) {
        const { x, y } = toPoint([lat, lon]);
        board.mark(x, y, data.look.dot_px);
      }
    },
    labels() {
      const bounds = map.getBounds();
      const named = drawn.filter(([{ name }, group]) => data.has_labels && name && isIn(bounds, group));
      return named.slice(0, MOST_FRAME_NAMES).map(([feature, group]) => nameLabel(feature, group.getBounds()));
    },
    legendItems: (bounds) =>
      drawn.some(([, group]) => isIn(bounds, group)) ? [{ ...data.sample, name: data.name }] : [],
  };
});
