// One project that an earlier report left open, on the map: dots over a light edge, and a wide path that is pressed.
import { el, fill } from "../page/dom.js";
import { map, quietPath } from "../page/map.js";
import { pickOr } from "../page/picking.js";
import { earlierLook, hoveredEarlier, isLeftRaised, openEarlier, openLeft, openLeftByKey } from "./state.js";

const RADIUS_PX = 7;
const RAISED_PX = 3; // as wide as the report's own lines at their thinnest
const PRESSED_PX = 22;
const REST = 0.75;

/** A point is as wide as it is sure: a ring of its own size would say where nobody knows it. */
const ringAt = (place, accuracy, options) =>
  accuracy
    ? L.circle(place, { ...options, radius: accuracy })
    : L.circleMarker(place, { ...options, radius: RADIUS_PX });

function pathsAt(pane, { parts }, look) {
  const options = quietPath(pane, { fill: false, ...look });
  const lines = parts.flatMap((part) => [...part.lines, ...part.outside]);
  return [
    ...(lines.length ? [L.polyline(lines, options)] : []),
    ...parts.flatMap(({ polygons }) => polygons.map((polygon) => L.polygon(polygon, options))),
    ...parts.flatMap((part) => part.points.map((place) => ringAt(place, part.accuracy_m, options))),
  ];
}

export class Dots {
  constructor(project) {
    this.project = project;
    const edge = { color: "var(--casing)", weight: 4, opacity: 0.5 };
    const { stroke: color, "stroke-dasharray": dashArray, "stroke-linecap": lineCap } = earlierLook;
    this.dots = pathsAt("line", project, { color, dashArray, lineCap });
    const pressed = { opacity: 0, weight: PRESSED_PX, interactive: true, bubblingMouseEvents: false };
    this.pressed = pathsAt("hit", project, pressed);
    this.group = L.featureGroup([...pathsAt("line", project, edge), ...this.dots, ...this.pressed]);
    for (const path of this.pressed) this.#listen(path);
  }

  /** A project of several parts has one stop of the Tab key. */
  #listen(path) {
    const { project, pressed } = this;
    path.bindTooltip(() => el("span", {}, project.name), { sticky: true, className: "earlier-tip" });
    const raise = (isOn) => {
      hoveredEarlier.value = isOn ? project : null;
    };
    const click = () => pickOr(() => openLeft(project));
    path.on({ mouseover: () => raise(true), mouseout: () => raise(false), click });
    const keydown = (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      openLeftByKey(project);
    };
    const on = { keydown, focus: () => raise(true), blur: () => raise(false) };
    const key = path === pressed[0] ? { tabindex: 0, role: "button", "aria-label": project.label_said, on } : {};
    path.on("add", () => fill(path.getElement(), { "data-earlier": project.id, ...key }));
  }

  draw(isShown) {
    if (isShown !== map.hasLayer(this.group)) {
      if (isShown) this.group.addTo(map);
      else this.group.remove();
    }
    const isRaised = isLeftRaised(this.project);
    const weight = isRaised ? RAISED_PX : earlierLook["stroke-width"];
    for (const path of this.dots) path.setStyle({ weight, opacity: isRaised ? 1 : REST });
    this.pressed[0]?.getElement()?.setAttribute("aria-pressed", String(openEarlier.value === this.project));
  }
}
