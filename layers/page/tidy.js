// A page that is a file reads its address as the app does: what sharing did to it is undone before anything reads it.
import { mendedPairs } from "./mending.js";

const islandOf = (selector) => JSON.parse(document.querySelector(selector)?.textContent || "null");
const page = islandOf("#dgmap-page");
const FOREIGN = /^(?:utm_\w{1,20}|fbclid|gclid|msclkid|from|isappinstalled|\w?scene|share_\w{1,20})$/;
const plain = (name) =>
  String(name)
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Ids by their names in the page's own language: of towns, projects and the words of the filters. */
function namesOf(parameter) {
  if (parameter === "p") return islandOf('.dgmap-layer[data-kind="projects"]')?.projects ?? [];
  const facet = page.facets.find((one) => one.parameter === parameter);
  if (facet?.members) return Object.entries(page.words.names[facet.words]).map(([id, name]) => ({ id, name }));
  return facet ? (islandOf('.dgmap-layer[data-kind="towns"]')?.units ?? []) : [];
}

function idOf(parameter, name) {
  const wanted = plain(name);
  const isNamed = ({ name: own, label }) => [own, label, `${own}镇`].some((one) => one && plain(one) === wanted);
  return wanted ? namesOf(parameter).find(isNamed)?.id : undefined;
}

function tidy() {
  const links = { parameters: page.parameters, aliases: page.aliases.parameters, idOf, foreign: FOREIGN };
  const query = String(new URLSearchParams(mendedPairs(location.search, links)));
  if (query === String(new URLSearchParams(location.search))) return;
  history.replaceState(null, "", `?${query}${location.hash}`);
}

if (location.search) {
  try {
    tidy();
  } catch {
    // The page opens with the address as it is.
  }
}
