// The page's data, read once. Text in it is only ever put in with textContent.
const island = (id) => JSON.parse(document.getElementById(id)?.textContent || "null");

// A file that holds both languages shows the one that its address asks for.
const SECOND = island("dgmap-second");
const OPEN = island("dgmap-open") || {}; // what such a file opens with until its address says another: { query, lang }
const IS_SECOND = Boolean(SECOND) && (new URLSearchParams(location.search).get("lang") || OPEN.lang) === SECOND.first.lang;

const DATA = { ...island("dgmap-data"), ...(IS_SECOND ? SECOND.first : {}) };
const STYLE = DATA.style;
const WORDS = DATA.words;
const LANG = DATA.lang;
const MANY = DATA.many || null; // many.js
const PROJECTS = MANY ? readMany(MANY) : DATA.projects;
const BY_ID = new Map(PROJECTS.map((project) => [project.id, project]));
const TOWNS = DATA.towns;
const TOWN_BY_ID = new Map(TOWNS.map((town) => [town.id, town]));

/** A message with its {fields} filled in, in the singular for n = 1; the values are plain text. */
function say(key, values) {
  const raw = (values && values.n === 1 && WORDS[key + "_one"]) || WORDS[key];
  if (typeof raw !== "string") throw new Error("no message " + key);
  return raw.replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
}

/** Metres in words: 450 米, 1.5 公里. */
function metres(value) {
  if (value < 1000) return say("metres", { n: Math.round(value) });
  return say("kilometres", { n: (value / 1000).toFixed(1).replace(/\.0$/, "") });
}

/** A path of integer steps back into [lat, lon] pairs. */
function decodeAt(path, scale) {
  const out = [];
  let lon = 0;
  let lat = 0;
  for (let i = 0; i < path.length; i += 2) {
    lon += path[i];
    lat += path[i + 1];
    out.push([lat / scale, lon / scale]);
  }
  return out;
}

const decode = (path) => decodeAt(path, DATA.base.scale);
const decodeRings = (polygons) => polygons.map((polygon) => polygon.map(decode));

const decodeArcs = (arcs) => arcs.map((arc) => decodeAt(arc, DATA.base.area_scale));

/** A ring of arc numbers as pairs; ~n is arc n backwards (layers/topology.py). Each arc begins where the last one ended. */
const ringOf = (numbers, arcs) => numbers.flatMap((number) => (number < 0 ? arcs[~number].slice().reverse() : arcs[number]).slice(1));

const shapesOf = (polygons, arcs) => polygons.map((polygon) => polygon.map((ring) => ringOf(ring, arcs)));

const TOWN_ARCS = decodeArcs(DATA.arcs);
for (const town of TOWNS) town.shape = shapesOf(town.rings, TOWN_ARCS);

for (const way of [...DATA.base.roads, ...DATA.base.railways]) way.lines = way.paths.map(decode);

function unpackParts(project) {
  for (const part of project.parts) {
    if (part.paths) part.lines = part.paths.map(decode);
    if (part.outside) part.far = part.outside.map(decode);
    if (part.rings) part.shape = decodeRings(part.rings);
  }
  project.isLine = project.parts.some((part) => part.lines);
}

if (!MANY) PROJECTS.forEach(unpackParts);

/** Whether a point lies in one ring ([lat, lon] pairs); the even-odd rule. */
function inRing(lat, lon, ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [lat1, lon1] = ring[i];
    const [lat2, lon2] = ring[j];
    if (lat1 > lat !== lat2 > lat && lon < ((lon2 - lon1) * (lat - lat1)) / (lat2 - lat1) + lon1) inside = !inside;
  }
  return inside;
}

// What only cards and search need comes after the map (see build.py): in one file as its last island, in the app as a
// file of its own.
let FIND = { projects: {}, towns: {}, categories: {}, stations: [], simple: {}, general: "$" };
let CARDS_A_FILE = 0; // of many projects the cards are in files of so many
const fileOf = (name) => DATA.beside + name + ".json";
/** A file of ours beside the page; what is no good answer fails. */
const fetchJson = (path) => fetch(path).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))));

const LATER = []; // functions, called once it is here

const AGAIN_MS = 3000;

/** Ask until it is here: without it there are no cards and nothing is found. */
function askMore() {
  if (DATA.beside) fetchJson(fileOf("more")).then(takeMore, () => setTimeout(askMore, AGAIN_MS));
}

function takeMore(more = IS_SECOND ? SECOND.more : island("dgmap-more")) {
  for (const [id, rest] of Object.entries(more.projects)) Object.assign(BY_ID.get(id), rest);
  FIND = more.find;
  CARDS_A_FILE = more.cards || 0;
  document.documentElement.dataset.whole = "yes";
  for (const act of LATER) act();
}

const isWhole = () => document.documentElement.dataset.whole === "yes";

const inShape = (lat, lon, polygons) =>
  polygons.some(([outer, ...holes]) => inRing(lat, lon, outer) && !holes.some((hole) => inRing(lat, lon, hole)));

const townAt = (lat, lon) => TOWNS.find((town) => inShape(lat, lon, town.shape)) || null;
