// Names on the map, placed one after the other by their rank so that no two boxes touch.
import { askLayers } from "../page/layer.js";
import { flatMove, map } from "../page/map.js";
import { coveredBoxes } from "../page/room.js";
import { baseKind, nameScale } from "../page/store.js";
import { Board, forgetWidths } from "./board.js";

/** Which names come first: a lower rank is placed before a higher one. */
export const RANK = { raised: 0, station: 1, own: 2, town: 3, line: 4, point: 5, context: 6 };

const pane = map.getPane("label");
pane.ariaHidden = true; // for eyes: the list and the marks say the same
let labels = []; // [{ node, at, width, height }]

const family = () => getComputedStyle(document.body).fontFamily;
export const fontOf = (size, weight = 400) => `${weight} ${size}px ${family()}`;

function showLabel(box, node, at) {
  const [width, height] = [box[2] - box[0], box[3] - box[1]];
  const [w, h] = [width / nameScale.value, height / nameScale.value];
  Object.assign(node.style, { width: `${w}px`, height: `${h}px`, lineHeight: `${h}px` });
  node.classList.add("label", "leaflet-zoom-animated");
  pane.append(node);
  labels.push({ node, width, height, at });
}

/** Place a name in the first of its forms that finds room. */
function place(board, { pad, options }) {
  for (const { width, height, candidates, accept, node } of options) {
    const scaled = { width: width * nameScale.value, height: height * nameScale.value };
    const box = board.place(candidates, { ...scaled, pad, accept });
    if (!box) continue;
    const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    return showLabel(box, node(), map.containerPointToLatLng(middle));
  }
  return undefined;
}

export function drawLabels() {
  for (const { node } of labels) node.remove();
  labels = [];
  const board = new Board(map.getSize());
  for (const [left, top, right, bottom] of coveredBoxes()) board.take([left - 4, top - 4, right + 4, bottom + 4]);
  askLayers("obstacles", board);
  const isBlank = baseKind.value === "blank";
  const names = askLayers("labels")
    .flat()
    .filter(({ rank }) => !isBlank || rank !== RANK.context);
  for (const name of names.sort((a, b) => a.rank - b.rank)) place(board, name);
  askLayers("names", board, labels);
  moveLabels(map.getCenter(), map.getZoom());
}

/** Keep the names on their places while the zoom runs. */
function moveLabels(center, zoom) {
  for (const { node, at, width, height } of labels) {
    const isAt = zoom === map.getZoom();
    const point = isAt ? map.latLngToLayerPoint(at) : map._latLngToNewLayerPoint(at, zoom, center);
    const corner = flatMove({ x: Math.round(point.x - width / 2), y: Math.round(point.y - height / 2) });
    node.style.transform = nameScale.value === 1 ? corner : `${corner} scale(${nameScale.value})`;
  }
}

map.on("zoomanim", ({ center, zoom }) => moveLabels(center, zoom));

/** Draw the names anew when a font arrives late. */
export function followFonts(redraw) {
  document.fonts.addEventListener("loadingdone", () => {
    forgetWidths();
    redraw();
  });
}
