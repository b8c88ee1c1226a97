// What a text names beside the projects, in a page that stands alone: the report's targets, projects of other reports
// (as geo/named.py and ui/elsewhere.py do). The file of them comes with the first text; the offline file holds it.
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { el } from "../page/dom.js";
import { lang, laterIsland, page } from "../page/islands.js";
import { fold, idsByText, isWhole } from "../page/search.js";
import { filters, notices } from "../page/store.js";
import { say } from "../page/words.js";

const fileOfTargets = page.standalone?.elsewhere;
const elsewhere = signal(null);
/** The text whose targets are all told. */
const openText = signal("");
let isBrought = false;
let toldHere = [];

function takeElsewhere({ simple, words, ...found }) {
  Object.assign(page.words, words);
  elsewhere.value = { ...found, simple: new Map((simple.match(/../gu) ?? []).map((pair) => [...pair])) };
}

/** Bring it, once; without a network the next text asks again. */
function bringElsewhere() {
  if (isBrought) return;
  isBrought = true;
  const again = () => {
    isBrought = false;
  };
  if (fileOfTargets) document.head.append(el("script", { src: fileOfTargets, on: { error: again } }));
  else takeElsewhere(laterIsland().elsewhere);
}

const isNamedBy = (query) => (one) => one.forms.some((form) => form.includes(query));

function noticeOfTargets(found, text) {
  const { most } = elsewhere.value;
  const isOpen = openText.value === text || found.length <= most;
  const showAll = () => {
    openText.value = text;
  };
  const goToFirst = () => location.assign(`targets.html#${encodeURIComponent(found[0].id)}`);
  const shown = isOpen ? found : found.slice(0, most);
  return {
    title: say("ui_targets_found", { text, n: found.length }),
    text: shown.map(({ words }) => words).join(lang === "zh" ? "" : " "),
    actions: [
      fileOfTargets && { label: say("ui_targets_page"), run: goToFirst },
      !isOpen && { label: say("ui_targets_all", { n: found.length }), run: showAll },
    ].filter(Boolean),
  };
}

/** The projects of another report that are called so: the first by its name. */
function noticeOfReport({ year, projects }, query) {
  const found = projects.filter(isNamedBy(query));
  return found.length && { title: say("ui_other_report_found", { year, n: found.length }), text: found[0].name };
}

/** What a text names; other reports are looked through only where it finds no project here. */
function noticesOf(text) {
  const { simple, shortest, targets, reports } = elsewhere.value;
  const query = fold(Array.from(text, (sign) => simple.get(sign) ?? sign).join(""));
  if ([...query].length < shortest) return [];
  const found = targets.filter(isNamedBy(query));
  const others = idsByText(text).size ? [] : reports.map((report) => noticeOfReport(report, query));
  return [found.length && noticeOfTargets(found, text), ...others].filter(Boolean);
}

effect(() => {
  const text = isWhole.value ? filters.value.text : "";
  if (text) bringElsewhere();
  const next = text && elsewhere.value ? noticesOf(text) : [];
  const others = notices.peek().filter((one) => !toldHere.includes(one));
  if (next.length + toldHere.length) notices.value = [...next, ...others];
  toldHere = next;
});

window.addEventListener("dgmap-elsewhere", ({ detail }) => takeElsewhere(detail));
