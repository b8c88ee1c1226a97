// The view in one sentence: what is asked, how many there are, where most, what is unsure (layers/title.py says it, too).
import { townById, townName, towns } from "./dataset.js";
import { facets, wordOf } from "./facets.js";
import { page } from "./islands.js";
import { inOrder } from "./link.js";
import { nameOf, say } from "./words.js";

const MOST_TOWNS_NAMED = 4;
const MOST_FIRST = 2;
const UNSURE = [
  ["certainty", "schematic"],
  ["certainty", "town"],
  ["certainty", "none"],
  ["status", "unknown"],
];

const listed = (words) => words.join(say("list_sep"));

function townsAsked(ids) {
  if (ids.length > MOST_TOWNS_NAMED) return say("towns_n", { n: ids.length });
  return listed(ids.map((id) => townById.get(id)?.full_name));
}

function valuesAsked(facet, values) {
  const words = listed(values.map((value) => wordOf(facet, value)));
  const key = `of_${facet.field}`;
  return page.words[key] ? say(key, { words }) : words;
}

/** What is asked, in words, empty where nothing is: 长安镇 · 轨道 · 在建. */
export function subjectOf(asked) {
  const found = { towns: "", text: asked.text && `“${asked.text}”`, statuses: "" };
  const parts = facets.filter(({ field }) => asked[field].length);
  for (const facet of parts) {
    const values = inOrder(facet, asked[facet.field]);
    found[facet.field] = facet.field === "towns" ? townsAsked(values) : valuesAsked(facet, values);
  }
  const { statuses, ...others } = found;
  return [...Object.values(others), statuses].filter(Boolean).join(say("dot"));
}

/** The towns with the most projects; nothing where towns are asked for, as then it is known where. */
function mostOf(asked, rows) {
  const numbers = towns.map(({ id }) => rows.filter((row) => row.towns.includes(id)).length);
  const most = Math.max(...numbers);
  const first = towns.filter((_, place) => numbers[place] === most);
  if (asked.towns.length || most < MOST_FIRST || first.length > MOST_FIRST) return "";
  return say("said_most", { towns: listed(first.map(({ id }) => townName(id))), n: most });
}

export function sentenceOf(asked, rows) {
  const title = subjectOf(asked) || say("said_everything", { year: page.edition });
  const unsure = UNSURE.map(([column, value]) => [
    nameOf(column, value),
    rows.filter((row) => row[column] === value).length,
  ]);
  const words = listed(unsure.filter(([, n]) => n).map((pair) => pair.join(" ")));
  const parts = [say("said", { title, n: rows.length }), mostOf(asked, rows), words && say("said_unsure", { words })];
  return parts.filter(Boolean).join(say("ui_semicolon")) + say("said_end");
}
