// The filters, applied here at once; the server says afterwards what it makes of them (main.js).
const VALUES = {
  categories: (project) => [project.cat],
  statuses: (project) => [project.status],
  stages: (project) => [project.stage_id],
  kept: (project) => [project.kept_id],
  certainty: (project) => [project.sure],
  towns: (project) => project.towns,
};
const FIELDS = Object.keys(VALUES);

/** Filters without any choice, or those of a message with everything else left out. */
function cleanFilters(given) {
  const list = (field) => (Array.isArray(given?.[field]) ? given[field].map(String) : []);
  return { ...Object.fromEntries(FIELDS.map((field) => [field, list(field)])), text: String(given?.text || "") };
}

VIEW.filters = cleanFilters();
VIEW.found = null; // {text, ids}: what the server found for a text

const chosenFilters = (filters) => Object.fromEntries(Object.entries(filters || VIEW.filters).filter(([, chosen]) => chosen.length));
const isPlain = (filters) => !filters.text && FIELDS.every((field) => !filters[field].length);
const countChosen = () => FIELDS.reduce((sum, field) => sum + VIEW.filters[field].length, VIEW.filters.text ? 1 : 0);

let FOUND_HERE = null; // the same, found here: a redraw asks twice

function idsOfText(text) {
  if (VIEW.found && VIEW.found.text === text) return VIEW.found.ids;
  if (!text || !isWhole()) return null;
  if (!FOUND_HERE || FOUND_HERE.text !== text) FOUND_HERE = { text, ids: idsByText(text) };
  return FOUND_HERE.ids;
}

/** The projects that pass. */
function passing(filters) {
  const byText = idsOfText(filters.text);
  const asked = FIELDS.filter((field) => filters[field].length).map((field) => [VALUES[field], new Set(filters[field])]);
  return PROJECTS.filter((project) => (!byText || byText.has(project.id)) && asked.every(([values, wanted]) => values(project).some((value) => wanted.has(value))));
}

/**
 * How many projects each value of each field would show with the other fields' choices as they are, in one pass:
 * a project counts in a field whose own choice alone keeps it out.
 */
function countAll(filters) {
  const byText = idsOfText(filters.text);
  const asked = FIELDS.map((field) => (filters[field].length ? new Set(filters[field]) : null));
  const counts = Object.fromEntries(FIELDS.map((field) => [field, new Map()]));
  for (const project of PROJECTS) {
    if (byText && !byText.has(project.id)) continue;
    const values = FIELDS.map((field) => VALUES[field](project));
    const failed = FIELDS.filter((field, at) => asked[at] && !values[at].some((value) => asked[at].has(value)));
    if (failed.length > 1) continue;
    for (let at = 0; at < FIELDS.length; at++) {
      if (failed.length && failed[0] !== FIELDS[at]) continue;
      const own = counts[FIELDS[at]];
      for (const value of values[at]) own.set(value, (own.get(value) || 0) + 1);
    }
  }
  return counts;
}

function idsOf(filters) {
  return isPlain(filters) ? null : new Set(passing(filters).map((project) => project.id));
}

const isUnasked = (text) => Boolean(text) && VIEW.found?.text !== text;

/** Take other filters: seen at once, then told. */
function change(part) {
  leaveTour();
  VIEW.filters = { ...VIEW.filters, ...part };
  const ids = idsOf(VIEW.filters);
  // A text that nothing here holds may have a typing error: the list waits for the server's answer.
  const isOpen = IS_FRAMED && ids && !ids.size && part.text && isUnasked(part.text);
  if (!isOpen) VIEW.ids = ids;
  VIEW.empty = null;
  VIEW.offers = null;
  redraw("all");
  turnOn();
  tell("view", {});
}

function toggle(field, value) {
  // On the towns' pages a town is a page, no filter.
  if (field === "towns" && isPart()) return tell("town", { id: value });
  const chosen = VIEW.filters[field];
  change({ [field]: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value] });
}

const clearFilters = () => change(cleanFilters());
