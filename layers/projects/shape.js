// One project on the map: lines, areas, soft discs, its stations, and the wide path that takes pointer and focus.
import { hover, leave, select, shapeControls } from "../page/actions.js";
import { stationsOf } from "../page/dataset.js";
import { colourOf, fill } from "../page/dom.js";
import { style } from "../page/islands.js";
import { map } from "../page/map.js";
import { pickOr } from "../page/picking.js";
import { lookOf } from "../page/store.js";
import { nameOf, say } from "../page/words.js";
import { Area, Course, Halo, paint } from "./strokes.js";

/** What a screen reader says of a project's shape. */
export function shapeLabel({ name, category, certainty }) {
  const words = { category: nameOf("category", category), certainty: nameOf("certainty", certainty) };
  return say("shape_label", { name, ...words });
}

function linesOf(project) {
  const pieces = (part) => [
    { lines: part.lines, part, factor: 1 },
    { lines: part.outside, part, factor: style.outside_factor },
  ];
  return project.parts.flatMap(pieces).filter(({ lines }) => lines.length);
}

const dot = (place, { category }, radius, weight) => {
  const look = { color: colourOf(category), weight, fillColor: "var(--casing)", fillOpacity: 1 };
  return L.circleMarker(place, paint("station", { radius, ...look }));
};

function discsOf(project) {
  const soft = { stroke: false, fillOpacity: 1, fillColor: `url(#soft-${project.category})` };
  const withAccuracy = project.parts.filter((part) => part.accuracy_m);
  const discs = withAccuracy.flatMap((part) =>
    part.points.map((place) => L.circle(place, paint("halo", { ...soft, radius: part.accuracy_m }))),
  );
  if (!project.isLine) return discs;
  const stops = project.parts.filter(({ certainty }) => certainty !== "schematic").flatMap(({ points }) => points);
  return [...discs, ...stops.map((place) => dot(place, project, 3.5, 1.6))];
}

/** A wide path that nobody sees: a finger needs more than a line's width. */
function hitPath({ parts }) {
  const wide = {
    ...paint("hit", { weight: 22, opacity: 0, fillOpacity: 0 }),
    interactive: true,
    bubblingMouseEvents: false,
  };
  const lines = parts.flatMap((part) => [...part.lines, ...part.outside]);
  if (lines.length) return L.polyline(lines, wide);
  const area = parts.find(({ polygons }) => polygons.length);
  return area ? L.polygon(area.polygons, { ...wide, fill: false, weight: 14 }) : null;
}

export class Shape {
  constructor(project) {
    this.project = project;
    const lines = linesOf(project);
    this.halos = lines
      .filter(({ part }) => part.accuracy_m)
      .map(({ lines: paths, part, factor }) => new Halo(paths, project, part, factor));
    this.courses = lines.map(({ lines: paths, part, factor }) => new Course(paths, project, part, factor));
    this.areas = project.parts.filter(({ polygons }) => polygons.length).map((part) => new Area(project, part));
    this.discs = discsOf(project);
    this.stations = project.isLine ? stationsOf(project).map(({ place }) => dot(place, project, 2, 1.2)) : [];
    this.hit = hitPath(project);
    this.isOn = false;
  }

  clip() {
    if (this.isOn) for (const area of this.areas) area.clip();
  }

  #layers() {
    const strokes = [...this.halos, ...this.areas, ...this.courses].flatMap(({ layers }) => layers);
    return [...strokes, ...this.discs, ...this.stations, this.hit].filter(Boolean);
  }

  show(isOn) {
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    for (const layer of this.#layers()) {
      if (isOn) layer.addTo(map);
      else layer.remove();
    }
    if (isOn && this.hit) this.#listen();
  }

  #listen() {
    const { id } = this.project;
    const click = () => pickOr(() => select(id));
    this.hit.off().on({ mouseover: () => hover(id), mouseout: () => leave(id), click });
    const path = this.hit.getElement();
    if (path && !path.dataset.shape) fill(path, shapeControls(this.project, shapeLabel(this.project)));
  }

  draw(zoom) {
    const look = lookOf(this.project);
    for (const part of [...this.courses, ...this.halos, ...this.areas]) part.draw(look, zoom);
    const faded = look === "rest" ? style.rest_line : 1;
    for (const disc of this.discs) disc.setStyle({ fillOpacity: faded, opacity: faded });
    this.#drawStations(look, zoom, faded);
    this.hit?.getElement()?.setAttribute("aria-pressed", String(look === "selected"));
  }

  #drawStations(look, zoom, opacity) {
    const isSelected = look === "selected";
    const radius = isSelected ? 4.5 : zoom >= 12 ? 3.4 : 2.2;
    for (const station of this.stations) {
      station.setRadius(radius).setStyle({ opacity, fillOpacity: 1, weight: isSelected ? 1.8 : 1.2 });
      if (isSelected) station.bringToFront();
    }
  }
}
