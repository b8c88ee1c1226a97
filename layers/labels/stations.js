// The names of stations, as the context and an open line show them.
import { el } from "../page/dom.js";
import { toPoint } from "../page/map.js";
import { textWidth } from "./board.js";
import { beside } from "./candidates.js";
import { fontOf, RANK } from "./labels.js";

/** The name of a station beside its dot. */
export function stationLabel(station, { isOwn }) {
  const width = textWidth(station.name, fontOf(isOwn ? 13 : 12)) + 6;
  const css = `station-name ${isOwn ? "own" : "context"}`;
  const node = () => el("div", { class: css, "data-label": "station" }, station.name);
  const candidates = beside(toPoint(station.place), width, 18, 6);
  const rank = isOwn ? RANK.station : RANK.context;
  return { rank, pad: 2, options: [{ width, height: 18, candidates, node }] };
}
