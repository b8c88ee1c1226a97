// Finding by name within the page: as typed, in pinyin, by initials. Typing errors are the server's to forgive.
const LONGEST_TEXT = 80;

/** Text as it is compared: simplified, lower case, letters and digits only (the same as geo.lookup). */
function fold(text) {
  const simple = [...text.slice(0, LONGEST_TEXT)].map((char) => FIND.simple[char] || char).join("");
  return simple.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

const isDigit = (char) => /^\p{N}$/u.test(char || "");

/** Whether a form holds a query without cutting a number in two: line 1 is not in line 11. */
function holds(form, query) {
  for (let at = form.indexOf(query); at >= 0; at = form.indexOf(query, at + 1)) {
    const cutsFront = isDigit(query[0]) && isDigit(form[at - 1]);
    const cutsEnd = isDigit(query[query.length - 1]) && isDigit(form[at + query.length]);
    if (!cutsFront && !cutsEnd) return true;
  }
  return false;
}

const isHeld = (forms, query) => (query.length === 1 && query.charCodeAt(0) < 128 ? forms.some((form) => form.startsWith(query)) : forms.some((form) => holds(form, query)));

const FORMS = new Map(); // project id → all its forms, made when first asked for
const STATION_FORMS = new Map(); // project id → forms of the stations on it
LATER.push(() => {
  FORMS.clear();
  for (const station of FIND.stations) STATION_FORMS.set(station.project, [...(STATION_FORMS.get(station.project) || []), ...station.forms]);
});

function formsOf(project) {
  const towns = project.towns.flatMap((id) => FIND.towns[id] || []);
  return [fold(project.name), fold(project.label), ...(FIND.projects[project.id] || []), ...towns, ...(STATION_FORMS.get(project.id) || []), ...(FIND.categories[project.cat] || [])];
}

function isFound(project, query) {
  if (!FORMS.has(project.id)) FORMS.set(project.id, formsOf(project));
  return isHeld(FORMS.get(project.id), query);
}

/** The ids of the projects that hold a text as it is written, else those that hold each of its words. */
function idsByText(text) {
  const whole = fold(text);
  if (!whole) return new Set();
  const words = text.slice(0, LONGEST_TEXT).split(/\s+/u).map(fold).filter(Boolean);
  for (const queries of [[whole], words]) {
    const found = PROJECTS.filter((project) => queries.every((query) => isFound(project, query)));
    if (found.length) return new Set(found.map((project) => project.id));
  }
  return new Set();
}

/** Towns and stations that a text may mean: [{kind, id}], at most three, those that start with it first. */
function placesByText(text) {
  const query = fold(text) && (fold(text.trim().replace(new RegExp(FIND.general, "iu"), "")) || fold(text));
  if (!query) return [];
  const places = [
    ...TOWNS.map((town) => ({ kind: "town", id: town.id, name: town.name, forms: FIND.towns[town.id] || [] })),
    ...FIND.stations.filter((station) => station.inside).map(({ id, name, forms }) => ({ kind: "station", id, name, forms })),
  ];
  const names = new Set();
  const found = places.filter(({ kind, name, forms }) => isHeld(forms, query) && !names.has(kind + name) && names.add(kind + name));
  const rank = ({ forms }) => (forms.includes(query) ? 0 : forms.some((form) => form.startsWith(query)) ? 1 : 2);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, 3).map(({ kind, id }) => ({ kind, id }));
}
