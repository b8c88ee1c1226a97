// Very many projects (layers/many.py): the page holds their codes and places in columns; all else comes when it is needed.
const NOWHERE = 65535;
const NO_PARTS = Object.freeze([]);
const COLUMNS = {}; // field of a project → { values, codes: one a project, in the report's order }
const PLACES = {}; // lon, lat, reach in the index's steps, and x, y in pixels of zoom 0

function unpackBytes(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

const unpackPairs = (text) => new Uint16Array(unpackBytes(text).buffer);

/** The projects of the index, light: no words, nothing drawn. In the page's order, as build.py sorts rows. */
function readMany(many) {
  for (const [field, { values, codes }] of Object.entries(many.codes)) COLUMNS[field] = { values, codes: unpackBytes(codes) };
  COLUMNS.towns = { values: many.towns.values, codes: unpackPairs(many.towns.codes) };
  Object.assign(PLACES, { lon: unpackPairs(many.lon), lat: unpackPairs(many.lat), reach: unpackBytes(many.reach) });
  placeOnWorld(many.bounds);
  const lines = unpackBytes(many.lines);
  const all = many.ids.split(" ").map((id, row) => lightProject(id, row, lines[row] === 1));
  const ordered = [...all.filter(({ located }) => located !== "unsited"), ...all.filter(({ located }) => located === "unsited")];
  ordered.forEach((project, at) => (project.at = at));
  return ordered;
}

function lightProject(id, row, isLine) {
  const of = (field) => COLUMNS[field].values[COLUMNS[field].codes[row]];
  const status = of("status");
  return {
    id, row, at: 0, isLine, status, cat: of("cat"), sure: of("sure"), stage_id: of("stage_id"), kept_id: of("kept_id"), located: of("located"), towns: of("towns"),
    parts: NO_PARTS, glyph: null, isNamed: false, name: "…", label: "…", stage: "", since: "", m: null, ordered: false, open: NO_PARTS, now: waitingNow(status),
  };
}

const WAITING = new Map(); // status → what a row says of it before its words are here

function waitingNow(status) {
  if (!WAITING.has(status)) WAITING.set(status, { word: DATA.words.names.status[status], short: "" });
  return WAITING.get(status);
}

/** Mercator once a project: from afar the map counts by these. */
function placeOnWorld([west, south, east, north]) {
  const { lon, lat } = PLACES;
  PLACES.x = new Float64Array(lon.length);
  PLACES.y = new Float64Array(lon.length);
  for (let row = 0; row < lon.length; row++) {
    if (lon[row] === NOWHERE) continue;
    const sine = Math.sin(((south + (lat[row] / NOWHERE) * (north - south)) * Math.PI) / 180);
    PLACES.x[row] = (256 * (180 + west + (lon[row] / NOWHERE) * (east - west))) / 360;
    PLACES.y[row] = 256 * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
  }
}

/** The ids that pass, one byte a project in the report's order: what a Set of ids is to a page of few. */
class Passing {
  constructor(bits) {
    this.bits = bits;
    this.size = bits.reduce((sum, bit) => sum + bit, 0);
  }

  static of(ids) {
    const bits = new Uint8Array(PROJECTS.length);
    for (const id of ids) if (BY_ID.has(id)) bits[BY_ID.get(id).row] = 1;
    return new Passing(bits);
  }

  /** Of a mask: one bit a project in the report's order, as hexadecimal digits, the last digit first. */
  static ofMask(mask) {
    const bits = new Uint8Array(PROJECTS.length);
    const least = Math.max(0, mask.length - Math.ceil(bits.length / 4));
    for (let at = mask.length - 1, row = 0; at >= least; at--, row += 4) {
      const digit = parseInt(mask[at], 16) || 0;
      for (let bit = 0; bit < 4 && row + bit < bits.length; bit++) bits[row + bit] = (digit >> bit) & 1;
    }
    return new Passing(bits);
  }

  has(id) {
    return BY_ID.has(id) && this.bits[BY_ID.get(id).row] === 1;
  }

  *[Symbol.iterator]() {
    for (const project of PROJECTS) if (this.bits[project.row]) yield project.id;
  }

  /** A short name that two alike share (FNV-1a). */
  get key() {
    let hash = 2166136261;
    for (const bit of this.bits) hash = Math.imul(hash ^ bit, 16777619);
    return this.size + "," + hash;
  }
}

// The field of a project that each filter asks, as in filter.js.
const ASKED_COLUMNS = { categories: "cat", statuses: "status", stages: "stage_id", kept: "kept_id", certainty: "sure", towns: "towns" };

/** Which codes of a column a choice lets pass. */
function allowedCodes(field, chosen) {
  const wanted = new Set(chosen);
  const passes = (value) => !chosen.length || (field === "towns" ? value.some((town) => wanted.has(town)) : wanted.has(value));
  return Uint8Array.from(COLUMNS[ASKED_COLUMNS[field]].values, passes);
}

let SCAN = null; // { key, byText, passing, counts }: a redraw asks twice

/** Filter and count in one pass: a project counts in a field whose own choice alone keeps it out. */
function scanMany(filters, byText) {
  const key = JSON.stringify(FIELDS.map((field) => filters[field]));
  if (SCAN && SCAN.key === key && SCAN.byText === byText) return SCAN;
  const codes = FIELDS.map((field) => COLUMNS[ASKED_COLUMNS[field]].codes);
  const allowed = FIELDS.map((field) => allowedCodes(field, filters[field]));
  const tallies = allowed.map((all) => new Int32Array(all.length));
  const bits = new Uint8Array(PROJECTS.length);
  for (let row = 0; row < bits.length; row++) {
    if (byText && !byText.bits[row]) continue;
    let failed = -1;
    let failures = 0;
    for (let at = 0; at < codes.length && failures < 2; at++) if (!allowed[at][codes[at][row]]) [failed, failures] = [at, failures + 1];
    if (failures > 1) continue;
    if (failures) tallies[failed][codes[failed][row]]++;
    else {
      bits[row] = 1;
      for (let at = 0; at < codes.length; at++) tallies[at][codes[at][row]]++;
    }
  }
  SCAN = { key, byText, passing: new Passing(bits), counts: namedTallies(tallies) };
  return SCAN;
}

function namedTallies(tallies) {
  const counts = {};
  FIELDS.forEach((field, at) => {
    const own = (counts[field] = new Map());
    COLUMNS[ASKED_COLUMNS[field]].values.forEach((value, code) => {
      for (const one of field === "towns" ? value : [value]) own.set(one, (own.get(one) || 0) + tallies[at][code]);
    });
  });
  return counts;
}
