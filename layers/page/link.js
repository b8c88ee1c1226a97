// The link: one codec for the app's frame, files and embedded pages, by the table of geo/filters.py (docs/links.md).
import { projectById } from "./dataset.js";
import { cleanFilters, facets } from "./facets.js";
import { hasPast, page } from "./islands.js";

const TEXT_LENGTH = 80;
const ZOOM = [8, 18];

/** Text as a link holds it: NFC, single spaces, no signs that cannot be seen, at most 80 characters. */
export function cleanText(text) {
  const seen = text.replace(/[\p{Cc}\p{Z}]/gu, " ").replace(/[\p{Cf}\p{Cs}]/gu, "");
  return [...seen.normalize("NFC").split(/\s+/u).filter(Boolean).join(" ")].slice(0, TEXT_LENGTH).join("").trimEnd();
}

/** Percent-encode as Python's quote(safe=",/") does. */
const encode = (value) =>
  encodeURIComponent(value)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%2C", ",")
    .replaceAll("%2F", "/");

/** A query as its pairs in canonical order. Whatever was written into an address is read; nothing is thrown. */
function pairsOf(query) {
  const pairs = new Map();
  for (const [given, value] of new URLSearchParams(query)) {
    const name = page.aliases.parameters[given.toLowerCase()] || given.toLowerCase();
    pairs.set(name, pairs.has(name) && value ? `${pairs.get(name)},${value}` : value);
  }
  return pairs;
}

/** Pairs as a query. Its last sign is a letter or a number: chat programs cut others off. */
const joined = (pairs) =>
  page.parameters
    .filter((name) => pairs.get(name))
    .map((name) => `${name}=${encode(pairs.get(name))}`)
    .join("&")
    .replace(/[^0-9A-Za-z]$/, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Values in the order of a canonical link: of a closed list its own, else by the id. */
export function inOrder(facet, values) {
  const closed = page.facets.find(({ field }) => field === facet.field).members;
  const unique = [...new Set(values)];
  return closed ? closed.filter((value) => unique.includes(value)) : unique.sort();
}

/**
 * The canonical query of a view. `base` is a query whose other parameters stay (language, edition, place); where the
 * map looks is not written here. `isPart`: the filters of the base stay, too.
 */
export function writeQuery({ filters, selected, tour, base: under, at, show }, base = "", { isPart = false } = {}) {
  const pairs = pairsOf(base);
  const put = (name, value) => (value ? pairs.set(name, String(value)) : pairs.delete(name));
  if (!isPart) {
    for (const facet of facets) put(facet.parameter, inOrder(facet, filters[facet.field]).join(","));
    put("q", filters.text);
    put("tour", tour?.id);
    put("step", tour && tour.step > 1 ? tour.step : "");
    put("at", at);
  }
  put("p", selected);
  put("base", under === "quiet" ? "" : under);
  put("show", show);
  put("m", "");
  return joined(pairs);
}

function readCamera(value, ignored) {
  if (!value) return null;
  const numbers = value.split("/").map(Number);
  if (numbers.length !== 3 || !numbers.every(Number.isFinite)) {
    ignored.push({ parameter: "m", value });
    return null;
  }
  const [west, south, east, north] = page.bounds;
  const clamp = (number, least, most) => Math.min(Math.max(number, least), most);
  const [zoom, lat, lon] = numbers;
  return [clamp(zoom, ...ZOOM), clamp(lat, south - 0.5, north + 0.5), clamp(lon, west - 0.5, east + 0.5)];
}

function readFacet(facet, pairs, ignored) {
  const aliases = page.aliases.values[facet.parameter] || {};
  const given = (pairs.get(facet.parameter) || "").split(/[,，]/).map((value) => value.trim().toLowerCase());
  const wanted = given.filter(Boolean).map((value) => aliases[value] || value);
  for (const value of wanted) if (!facet.members.includes(value)) ignored.push({ parameter: facet.parameter, value });
  return inOrder(
    facet,
    facet.members.filter((value) => wanted.includes(value)),
  );
}

/** A day of the calendar, null for anything else, and where the page knows today only. */
function readDay(value, ignored) {
  if (!value || (hasPast && new Date(value).toJSON()?.slice(0, 10) === value)) return value || null;
  ignored.push({ parameter: "at", value });
  return null;
}

/** The mode in which the map is shown. */
function readShow(value, ignored) {
  if (!value || ["projector", "large"].includes(value)) return value || null;
  ignored.push({ parameter: "show", value });
  return null;
}

/** The view of a query, and the parts that are not known: { filters, selected, tour, base, at, show, camera, ignored }. */
export function readQuery(query) {
  const pairs = pairsOf(query);
  const ignored = [];
  const chosen = Object.fromEntries(facets.map((facet) => [facet.field, readFacet(facet, pairs, ignored)]));
  const project = pairs.get("p")?.toLowerCase() || null;
  if (project && !projectById.has(project)) ignored.push({ parameter: "p", value: project });
  const tour = pairs.get("tour");
  const isTour = page.tours.some(({ id }) => id === tour);
  if (tour && !isTour) ignored.push({ parameter: "tour", value: tour });
  const base = (pairs.get("base") || "quiet").toLowerCase();
  const isBase = page.bases.includes(base);
  if (!isBase) ignored.push({ parameter: "base", value: base });
  // What only the app can do: measure from a place, open another edition.
  const near = pairs.get("near");
  if (near) ignored.push({ parameter: "near", value: near });
  const year = pairs.get("y");
  if (year && year !== page.edition) ignored.push({ parameter: "y", value: year });
  return {
    base: isBase ? base : "quiet",
    filters: cleanFilters({ ...chosen, text: cleanText(pairs.get("q") || "") }),
    selected: projectById.has(project) ? project : null,
    tour: isTour ? { id: tour, step: Number(pairs.get("step")) || 1 } : null,
    at: readDay(pairs.get("at"), ignored),
    show: readShow(pairs.get("show")?.toLowerCase(), ignored),
    camera: readCamera(pairs.get("m"), ignored),
    ignored,
  };
}
