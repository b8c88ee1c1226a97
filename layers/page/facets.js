// The filters: one row a facet, from the table in geo/filters.py.

import { townName, towns } from "./dataset.js";
import { page } from "./islands.js";
import { nameOf } from "./words.js";

/** [{ field, parameter, column, members, many, words, heading }], in the order of the panel. */
export const facets = page.facets.map((facet) => ({
  ...facet,
  members: facet.members || towns.map((town) => town.id),
  values: (project) => (facet.many ? project[facet.column] : [project[facet.column]]),
}));

export const facetOf = (field) => facets.find((facet) => facet.field === field);
export const wordOf = (facet, value) => (facet.words ? nameOf(facet.words, value) : townName(value));

const listOf = (value) => (Array.isArray(value) ? value.map(String) : []);

/** Filters with every field there; what is not known is left out. */
export function cleanFilters(given = {}) {
  const chosen = facets.map(({ field }) => [field, listOf(given[field])]);
  return { ...Object.fromEntries(chosen), text: String(given.text || "") };
}

export const isPlain = (filters) => !filters.text && facets.every(({ field }) => !filters[field].length);

export const countChosen = (filters) =>
  facets.reduce((sum, { field }) => sum + filters[field].length, filters.text ? 1 : 0);

const passes = (facet, project, wanted) => facet.values(project).some((value) => wanted.has(value));

/** The facets whose choice a project fails. */
function failedBy(project, asked) {
  return asked.filter(({ facet, wanted }) => !passes(facet, project, wanted)).map(({ facet }) => facet);
}

const askedOf = (filters) =>
  facets
    .filter(({ field }) => filters[field].length)
    .map((facet) => ({ facet, wanted: new Set(filters[facet.field]) }));

/** The projects that pass; `byText` holds the ids that the text finds, null where none is asked. */
export function passing(projects, filters, byText) {
  const asked = askedOf(filters);
  return projects.filter((project) => (!byText || byText.has(project.id)) && !failedBy(project, asked).length);
}

/**
 * How many projects each value of each facet would show with the other facets as they are, in one pass: a project
 * counts in a facet whose own choice alone keeps it out. { field: Map(value → number) }.
 */
export function countAll(projects, filters, byText) {
  const asked = askedOf(filters);
  const counts = Object.fromEntries(facets.map(({ field }) => [field, new Map()]));
  for (const project of projects) {
    if (byText && !byText.has(project.id)) continue;
    const failed = failedBy(project, asked);
    if (failed.length > 1) continue;
    for (const facet of failed.length ? failed : facets) {
      const own = counts[facet.field];
      for (const value of facet.values(project)) own.set(value, (own.get(value) || 0) + 1);
    }
  }
  return counts;
}
