// Finding by name: as typed, in pinyin, by initials (as geo.lookup does). Typing errors are the server's to forgive.
import { signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { fetchBeside } from "./beside.js";
import { projectById, projects, stations, stationsOf, towns } from "./dataset.js";
import { laterIsland, page } from "./islands.js";
import { toDigits } from "./numerals.js";

const LONGEST_TEXT = 80;

/** Whether the words of the cards and of the search are here: they come after the map. */
export const isWhole = signal(false);
/** How many facts each project has, by id. */
export const news = signal(null);
let index = { projects: {}, towns: {}, categories: {}, stations: {}, terms: [], simple: {}, general: "$" };
let formsOfProject = new Map();

const formsOfStation = ({ id }) => index.stations[id] || [];

/** Take in what comes after the map: words of the cards, notes of the tours, the index of names. */
export function takeLater(later = laterIsland()) {
  const columns = Object.entries(later.sources);
  const source = (at) => at !== null && Object.fromEntries(columns.map(([name, values]) => [name, values[at]]));
  for (const [id, { events, now, sources, ...words }] of Object.entries(later.projects)) {
    const facts = events.map((event) => ({ ...event, source: source(event.source) }));
    const cited = { events: facts, now: { ...now, source: source(now.source) }, sources: sources.map(source) };
    Object.assign(projectById.get(id) ?? {}, words, cited);
  }
  for (const { id, steps } of page.tours)
    steps.forEach((step, at) => {
      step.note = later.notes[id][at];
    });
  // Pairs of signs, the traditional one first.
  const simple = Object.fromEntries((later.search.simple.match(/../gu) ?? []).map((pair) => [...pair]));
  index = { ...later.search, simple };
  formsOfProject = new Map();
  isWhole.value = true;
  news.value = Object.fromEntries(Object.keys(later.projects).map((id, at) => [id, later.news[at]]));
  document.documentElement.dataset.whole = "yes";
}

/** Fetch it in the app, until it comes: without it there are no cards and nothing is found. */
export function fetchLater() {
  if (page.beside) fetchBeside("more.json", takeLater);
}

/** Look for the names anew: on another day a project may have other towns. */
export const forgetForms = () => formsOfProject.clear();

/** Text as it is compared: simplified, lower case, letters and digits only, numbers as digits. */
export function fold(text) {
  const simple = [...text.slice(0, LONGEST_TEXT)].map((char) => index.simple[char] || char).join("");
  const plain = simple
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  return toDigits(plain);
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

/** One or two letters stand in every name: they count where they begin one. */
const isFewLetters = (query) => /^[a-z]{1,2}$/u.test(query);

const isHeld = (forms, query) =>
  isFewLetters(query) ? forms.some((form) => form.startsWith(query)) : forms.some((form) => holds(form, query));

function formsOf(project) {
  if (!formsOfProject.has(project.id)) {
    formsOfProject.set(project.id, [
      fold(project.name),
      fold(project.label),
      ...(index.projects[project.id] || []),
      ...project.towns.flatMap((id) => index.towns[id] || []),
      ...stationsOf(project).flatMap(formsOfStation),
      ...(index.categories[project.category] || []),
    ]);
  }
  return formsOfProject.get(project.id);
}

/** Everyday words for what a project is: found only by the whole of one. */
function isOfKind({ id }, query) {
  const place = Object.keys(index.projects).indexOf(id);
  return index.terms.some(([words, places]) => words.includes(query) && places.includes(place));
}

const isMeant = (project, query) => isHeld(formsOf(project), query) || isOfKind(project, query);

/** The ids of the projects that hold a text as it is written, else those that hold each of its words. */
export function idsByText(text) {
  const whole = fold(text);
  if (!whole) return new Set();
  const counted = text.slice(0, LONGEST_TEXT).replace(/\b(line|phase)\s+(?=\d)/gi, "$1");
  const words = counted.split(/\s+/u).map(fold).filter(Boolean);
  for (const queries of [[whole], words]) {
    const found = projects.filter((project) => queries.every((query) => isMeant(project, query)));
    if (found.length) return new Set(found.map(({ id }) => id));
  }
  return new Set();
}

/** Towns and stations that a text may mean: [{ kind, id }], at most three, those that start with it first. */
export function placesByText(text) {
  const query = fold(text) && (fold(text.trim().replace(new RegExp(index.general, "iu"), "")) || fold(text));
  if (!query) return [];
  const inside = stations.filter(({ kind }) => kind !== "outside");
  const places = [
    ...towns.map(({ id, name }) => ({ kind: "town", id, name, forms: index.towns[id] || [] })),
    ...inside.map((station) => ({
      kind: "station",
      id: station.id,
      name: station.name,
      forms: formsOfStation(station),
    })),
  ];
  const names = new Set();
  const isNew = ({ kind, name }) => !names.has(kind + name) && names.add(kind + name);
  const found = places.filter((place) => isHeld(place.forms, query) && isNew(place));
  const rank = ({ forms }) => (forms.includes(query) ? 0 : forms.some((form) => form.startsWith(query)) ? 1 : 2);
  return found
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 3)
    .map(({ kind, id }) => ({ kind, id }));
}
