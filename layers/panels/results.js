// The list of what is shown; near a place, in groups by what the distance can tell.
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { changeFilters, clearFilters, openTown, standAt } from "../page/actions.js";
import { nearPanel } from "../page/aside.js";
import { projects, townById } from "../page/dataset.js";
import { el, replace } from "../page/dom.js";
import { facetOf, facets, wordOf } from "../page/facets.js";
import { isInApp } from "../page/host.js";
import { panel } from "../page/layer.js";
import { placesByText } from "../page/search.js";
import { sentenceOf } from "../page/sentence.js";
import { answer, countOf, filters, isPart, isUnanswered, near, shownProjects, townCounts } from "../page/store.js";
import { say } from "../page/words.js";
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

/** The town that is asked for alone, by a choice or a text, and that the report names no project in. */
function emptyTown(shown, chosen) {
  const [first] = (shown.text && (answer.value?.offers ?? placesByText(shown.text))) || [];
  const asked = first?.kind === "town" && !chosen.length ? first.id : null;
  const id = !shown.text && chosen.length === 1 && shown.towns.length === 1 ? shown.towns[0] : asked;
  return townById.has(id) && !projects.some(({ towns }) => towns.includes(id)) ? townById.get(id) : null;
}

/** What is known of such a town, and where. */
function emptyTownState({ id, name, label }) {
  const ways = [
    { label: say("ui_offer_town", { name }), run: () => openTown(id) },
    { label: say("measure_from", { name }), run: () => standAt(label, name) },
  ];
  const clear = { label: say("ui_clear"), run: clearFilters };
  return { title: name + say("dot") + say("ui_town_without_projects"), actions: [...(isInApp ? ways : []), clear] };
}

function emptyTitle(shown, chosen) {
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

/** The view in one sentence, for who hears it and does not see it change. */
function tellCount(isNear) {
  const title = document.querySelector(isNear ? ".near-title" : "#results :is(.said, .state-title)");
  document.getElementById("told").textContent = title?.textContent ?? "";
}

/** Why nothing is shown, and which step back would show something. */
function emptyState(shown) {
  if (isPart.value) return { title: say("ui_town_without_projects"), actions: [] };
  const chosen = facets.filter(({ field }) => shown[field].length);
  const town = emptyTown(shown, chosen);
  if (town) return emptyTownState(town);
  const actions = waysBack(shown).map(({ field, empty, number, label, name }) => ({
    label: say(label, { name, n: number }),
    run: () => changeFilters({ [field]: empty }),
  }));
  const clear = { label: say("ui_clear"), run: clearFilters };
  return { title: emptyTitle(shown, chosen), text: emptyText(shown, chosen), actions: [...actions, clear] };
}

function listParts(projects) {
  const said = el("p", { class: "quiet said", "aria-hidden": "true" }, sentenceOf(filters.value, projects));
  const placed = projects.filter(({ located }) => located !== "unsited");
  const unsited = projects.filter(({ located }) => located === "unsited");
  const parts = [said];
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
    replace(nearby, ...(isNear && nearPanel.value ? nearPanel.value() : []));
    const projects = shownProjects.value;
    if (isNear || townCounts.value) replace(results);
    else if (projects.length || isUnanswered.value) replace(results, ...listParts(projects));
    else replace(results, statePanel(emptyState(filters.value)));
    tellCount(isNear);
    drawn.value = drawn.peek() + 1;
  });
  followRows(drawn);
});
