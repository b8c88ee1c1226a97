// One drawing a project: lines, areas, soft discs, stations, and the path that takes pointer and focus.
const shapeLabel = (project) =>
  say("shape_label", { name: project.name, category: WORDS.names.category[project.cat], certainty: WORDS.names.certainty[project.sure] });

class Drawing {
  constructor(project) {
    this.project = project;
    this.halos = [];
    this.courses = [];
    this.areas = [];
    this.discs = [];
    for (const part of project.parts) this.addPart(part);
    this.stations = project.isLine ? DATA.stations.filter((station) => station.project === project.id).map((station) => this.station(station)) : [];
    this.hit = this.makeHit();
    this.isOn = false;
  }

  addPart(part) {
    const { project } = this;
    if (part.lines) this.addLines(part);
    if (part.shape) this.areas.push(new Area(project, part));
    for (const [lon, lat] of part.points || []) this.addDisc(part, [lat, lon]);
  }

  addLines(part) {
    for (const [lines, factor] of [[part.lines, 1], [part.far || [], STYLE.outside_factor]]) {
      if (!lines.length) continue;
      if (part.m) this.halos.push(new Halo(lines, this.project, part, factor));
      this.courses.push(new Course(lines, this.project, part, factor));
    }
  }

  addDisc(part, at) {
    if (part.m) this.discs.push(L.circle(at, markPaint("halo", { radius: part.m, stroke: false, fillOpacity: 1, fillColor: "url(#soft-" + this.project.cat + ")" })));
    if (this.project.isLine && part.sure !== "schematic")
      this.discs.push(L.circleMarker(at, markPaint("station", { radius: 3.5, color: colourOf(this.project.cat), weight: 1.6, fillColor: toneOf("casing"), fillOpacity: 1 })));
  }

  station(station) {
    return L.circleMarker([station.at[1], station.at[0]], markPaint("station", { radius: 2, color: colourOf(this.project.cat), weight: 1.2, fillColor: toneOf("casing"), fillOpacity: 1 }));
  }

  clip() {
    if (this.isOn) for (const area of this.areas) area.clip();
  }

  makeHit() {
    const { parts } = this.project;
    const lines = parts.flatMap((part) => [...(part.lines || []), ...(part.far || [])]);
    const style = { ...markPaint("hit", { weight: 22, opacity: 0, fillOpacity: 0 }), interactive: true, bubblingMouseEvents: false };
    if (lines.length) return L.polyline(lines, style);
    const area = parts.find((part) => part.shape);
    return area ? L.polygon(area.shape, { ...style, fill: false, weight: 14 }) : null;
  }

  layers() {
    const drawn = [...this.halos, ...this.areas, ...this.courses].flatMap((item) => item.layers());
    return [...drawn, ...this.discs, ...this.stations, ...(this.hit ? [this.hit] : [])];
  }

  show(isOn) {
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    for (const layer of this.layers()) isOn ? layer.addTo(MAP) : layer.remove();
    if (isOn && this.hit) this.bind();
  }

  bind() {
    const { id } = this.project;
    this.hit.off().on({ mouseover: () => hover(id), mouseout: () => unhover(id), click: () => pickOr(() => select(id)) });
    const path = this.hit.getElement && this.hit.getElement();
    if (!path || path.dataset.shape) return;
    fill(path, { "data-shape": id, tabindex: 0, role: "button", "aria-label": shapeLabel(this.project), on: shapeKeys(id) }, []);
  }

  style() {
    const look = lookOf(this.project);
    const zoom = MAP.getZoom();
    let width = lineWidth(zoom);
    for (const course of this.courses) width = course.style(look, zoom);
    for (const halo of this.halos) halo.style(look, zoom, width);
    for (const area of this.areas) area.style(look);
    const faded = look === "rest" ? STYLE.rest_line : 1;
    for (const disc of this.discs) disc.setStyle({ fillOpacity: faded, opacity: faded });
    const radius = look === "selected" ? 4.5 : zoom >= 12 ? 3.4 : 2.2;
    for (const dot of this.stations) dot.setRadius(radius).setStyle({ opacity: faded, fillOpacity: 1, weight: look === "selected" ? 1.8 : 1.2 });
    if (look === "selected") for (const dot of this.stations) dot.bringToFront();
    const path = this.hit && this.hit.getElement && this.hit.getElement();
    if (path) path.setAttribute("aria-pressed", String(look === "selected"));
  }
}

/** Keyboard and focus of a shape: the same acts as on its row. */
function shapeKeys(id) {
  return {
    focus: () => hover(id),
    blur: () => unhover(id),
    keydown: (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      select(id);
    },
  };
}

const DRAWINGS = new Map();

function drawProjects(what) {
  if (CANVAS) drawCrowd(what);
  for (const project of CANVAS ? raisedProjects() : PROJECTS) {
    if (!DRAWINGS.has(project.id)) DRAWINGS.set(project.id, new Drawing(project));
    const drawing = DRAWINGS.get(project.id);
    drawing.show(isShown(project));
    if (drawing.isOn) drawing.style();
  }
  drawHatches();
}

/** Above a canvas only what is raised is drawn in SVG; what is so no longer is taken away. */
function raisedProjects() {
  const raised = [VIEW.hovered, VIEW.selected].filter((id, at, ids) => BY_ID.has(id) && ids.indexOf(id) === at);
  for (const [id, drawing] of [...DRAWINGS]) {
    if (raised.includes(id)) continue;
    drawing.show(false);
    DRAWINGS.delete(id);
  }
  return raised.map((id) => BY_ID.get(id));
}

// Towns whose projects have no known site: their own area in a light hatch.
const HATCHES = new Map();
const isTownOnly = (project) => project.sure === "town";

let TOWN_ONLY = null;

function townOnlyByTown() {
  const shown = shownProjects();
  if (TOWN_ONLY && TOWN_ONLY.shown === shown && TOWN_ONLY.of === MODE.town) return TOWN_ONLY.byTown;
  const byTown = new Map();
  for (const project of shown) {
    if (!isTownOnly(project)) continue;
    for (const town of project.towns.filter((id) => !MODE.town || id === MODE.town.id)) byTown.has(town) ? byTown.get(town).push(project) : byTown.set(town, [project]);
  }
  TOWN_ONLY = { shown, byTown, of: MODE.town };
  return byTown;
}

function hatchStyle(projects) {
  const isNear = MAP.getZoom() >= STYLE.near_zoom;
  const raised = [VIEW.selected, VIEW.hovered].map((id) => BY_ID.get(id)).find((project) => project && projects.includes(project));
  if (raised) {
    const id = hatch([raised.cat], STYLE.hatch_selected_gap_px, STYLE.hatch_selected_px);
    return { fillColor: "url(#" + id + ")", fillOpacity: STYLE.hatch_selected_opacity, color: "var(--c-" + raised.cat + ")", weight: 1.2, opacity: 1 };
  }
  const categories = STYLE.categories.filter((category) => projects.some((project) => project.cat === category));
  const id = hatch(categories, isNear ? STYLE.hatch_gap_near_px : STYLE.hatch_gap_px, 1);
  const opacity = VIEW.selected ? 0 : isNear ? STYLE.hatch_opacity_near : STYLE.hatch_opacity;
  return { fillColor: "url(#" + id + ")", fillOpacity: opacity, opacity: 0, weight: 1 };
}

function drawHatches() {
  const byTown = townOnlyByTown();
  for (const town of TOWNS) {
    const projects = byTown.get(town.id);
    let layer = HATCHES.get(town.id);
    if (!projects) {
      if (layer) layer.remove();
      continue;
    }
    if (!layer) {
      layer = L.polygon(town.shape, paint("hatch", { fill: true }));
      HATCHES.set(town.id, layer);
    }
    layer.addTo(MAP).setStyle(hatchStyle(projects));
  }
  drawFilteredTowns();
}

const TOWN_EDGES = new Map();

/** The towns of the filter, and the town under the pointer, have a bolder border. */
function drawFilteredTowns() {
  for (const [id, layer] of TOWN_EDGES) {
    if (!VIEW.filters.towns.includes(id)) {
      layer.remove();
      TOWN_EDGES.delete(id);
    }
  }
  for (const id of VIEW.filters.towns) {
    const town = TOWN_BY_ID.get(id);
    if (!town || TOWN_EDGES.has(id)) continue;
    TOWN_EDGES.set(id, L.polygon(town.shape, paint("context", { fill: false, color: "var(--ink)", weight: 1.6, opacity: 0.75 })).addTo(MAP));
  }
}
