// The list of what is shown; near a place, in groups by what the distance can tell.
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { changeFilters, clearFilters } from "../page/actions.js";
import { projects } from "../page/dataset.js";
import { replace } from "../page/dom.js";
import { facetOf, facets, wordOf } from "../page/facets.js";
import { panel } from "../page/layer.js";
import { placesByText } from "../page/search.js";
import { answer, countOf, filters, isPart, isUnanswered, near, shownProjects, townCounts } from "../page/store.js";
import { say } from "../page/words.js";
import { nearParts } from "./near.js";
import { followRows, listHead, rowList, statePanel } from "./rows.js";

/** Ways back: without which single choice something would be shown, the most first. */
function waysBack(shown) {
  const chosen = facets.filter(({ field }) => shown[field].length);
  const ways = chosen.map((facet) => {
    const other = { ...shown, [facet.field]: [] };
    return { field: facet.field, empty: [], number: countOf(other), label: "ui_any_of", name: say(facet.heading) };
  });
  if (shown.text && chosen.length) {
    const number = countOf({ ...shown, text: "" });
    ways.push({ field: "text", empty: "", number, label: "ui_any_text" });
  }
  return ways
    .filter(({ number }) => number)
    .sort((a, b) => b.number - a.number)
    .slice(0, 2);
}

/** Whether a text means a town that the report names no project in. */
function isEmptyTown(text) {
  const offers = answer.value?.offers ?? placesByText(text);
  return offers.some(({ kind, id }) => kind === "town" && !projects.some(({ towns }) => towns.includes(id)));
}

function emptyTitle(shown, chosen) {
  if (shown.text && !chosen.length && isEmptyTown(shown.text)) return say("ui_town_without_projects");
  if (shown.text) return say("ui_empty_text", { text: shown.text });
  const isOneEach = shown.towns?.length === 1 && shown.categories?.length === 1 && chosen.length === 2;
  if (!isOneEach) return say("ui_empty_all");
  const word = (field) => wordOf(facetOf(field), shown[field][0]);
  return say("ui_empty_town_category", { town: word("towns"), category: word("categories") });
}

function emptyText(shown, chosen) {
  if (shown.text && !chosen.length) return say("ui_empty_text_why");
  const words = (facet) => shown[facet.field].map((value) => wordOf(facet, value)).join(say("list_sep"));
  return say("ui_empty_conditions", { conditions: chosen.map(words).join(say("ui_semicolon")) });
}

/** Why nothing is shown, and which step back would show something. */
function emptyState(shown) {
  if (isPart.value) return { title: say("ui_town_without_projects"), actions: [] };
  const chosen = facets.filter(({ field }) => shown[field].length);
  const actions = waysBack(shown).map(({ field, empty, number, label, name }) => ({
    label: say(label, { name, n: number }),
    run: () => changeFilters({ [field]: empty }),
  }));
  const clear = { label: say("ui_clear"), run: clearFilters };
  return { title: emptyTitle(shown, chosen), text: emptyText(shown, chosen), actions: [...actions, clear] };
}

function listParts(projects) {
  const placed = projects.filter(({ located }) => located !== "unsited");
  const unsited = projects.filter(({ located }) => located === "unsited");
  const parts = [];
  if (placed.length || !unsited.length) {
    const more = unsited.length ? say("also", { n: unsited.length }) : "";
    parts.push(
      listHead(say("count", { n: placed.length }) + more, say("report_order")),
      rowList(placed, { class: "rows" }),
    );
  }
  if (unsited.length) {
    const head = listHead(say("unsited") + say("dot") + unsited.length, say("unsited_note"), "h3");
    parts.push(head, rowList(unsited, { class: "rows unsited" }));
  }
  return parts;
}

panel("results", () => {
  const results = document.getElementById("results");
  const nearby = document.getElementById("near");
  const drawn = signal(0);
  effect(() => {
    const isNear = Boolean(near.value);
    nearby.hidden = !isNear;
    document.body.classList.toggle("has-near", isNear);
    replace(nearby, ...(isNear ? nearParts() : []));
    const projects = shownProjects.value;
    if (isNear || townCounts.value) replace(results);
    else if (projects.length || isUnanswered.value) replace(results, ...listParts(projects));
    else replace(results, statePanel(emptyState(filters.value)));
    drawn.value = drawn.peek() + 1;
  });
  followRows(drawn);
});
