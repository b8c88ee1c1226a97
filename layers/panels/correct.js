// In a page that stands alone: write to the people of the map about the open card. The app has a page for it.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { addressOf, calledAddress, copyField, cutValue, filledIn } from "../correction/letter.js";
import { projectById, townName } from "../page/dataset.js";
import { button, el, replace } from "../page/dom.js";
import { lang, laterIsland, page } from "../page/islands.js";
import { panel } from "../page/layer.js";
import { isWhole } from "../page/search.js";
import { openCard } from "../page/store.js";
import { say } from "../page/words.js";

const spaced = (...parts) => parts.filter(Boolean).join(" ");
const cited = (source) => (source ? spaced(source.full, source.title, source.url, source.read) : "");

/** What the card says: [label, value, source], as `facts_of_project` in letter.py. */
function factsOf(project, words) {
  const { promise, now, place } = project;
  const report = spaced(promise.ref, promise.url, promise.read);
  const outcome = promise.kept ? ` ${promise.kept.word}${promise.kept.rest}` : "";
  return [
    [words.name, project.name, report],
    [words.what, project.what, ""],
    [words.promise, promise.text + outcome, report],
    [words.status, spaced(now.word, now.date, now.fact), cited(now.source)],
    [words.place, spaced(place.title, place.text), ""],
    [words.towns, project.towns.map(townName).join(say("list_sep")), ""],
    ...project.events.map(({ date, fact, source }) => [filledIn(words.event, { date }), fact, cited(source)]),
  ];
}

/** The link to a card. The path of a file on somebody's own machine is nobody's business. */
function linkTo(project, words) {
  const query = `?${new URLSearchParams({ y: page.edition, lang, p: project.id })}`;
  const isOnline = /^https?:$/.test(location.protocol);
  return isOnline ? location.origin + location.pathname + query : filledIn(words.file_link, { query });
}

function letterOf(project, [field, value, source], words) {
  const name = cutValue(project.name);
  const said = { value: cutValue(value) || words.nothing, source: cutValue(source) || words.nothing };
  const link = linkTo(project, words);
  const values = { kind: words.kind_project, id: project.id, name, field, ...said, link };
  return { title: filledIn(words.subject, values), text: filledIn(words.text, values), link };
}

function copyButton(area, words) {
  const told = el("span", { class: "quiet", role: "status" });
  const copy = async () => replace(told, (await copyField(area)) ? words.copied : words.copy_failed);
  return [button({ class: "button" }, copy, words.copy), told];
}

/** The way out: a link whose address is written when it is pressed, so that what was typed goes along. */
function sendLink(to, letter, area, words) {
  if (!words[to.way]) return null;
  const link = el("a", { class: "button", target: "_blank", rel: "noopener noreferrer" }, words[to.way]);
  const write = () => {
    link.href = addressOf(to, { ...letter(), text: area.value });
  };
  area.addEventListener("input", write);
  return { link, write };
}

function form(project, { to, words }) {
  const facts = factsOf(project, words);
  const options = facts.map(([label], index) => el("option", { value: index }, label));
  const choice = el("select", {}, ...options);
  const area = el("textarea", { rows: 10 });
  const letter = () => letterOf(project, facts[Number(choice.value)], words);
  const send = sendLink(to, letter, area, words);
  const write = () => {
    area.value = letter().text;
    send?.write();
  };
  choice.value = String(facts.findIndex(([label]) => label === words.status));
  choice.addEventListener("change", write);
  write();
  const note = filledIn(words[`note_${to.way}`], { address: calledAddress(to) });
  return [
    el("p", { class: "quiet" }, words.why),
    el("label", {}, words.which, choice),
    el("label", {}, words.draft, area),
    el("p", { class: "correct-ways" }, send?.link, ...copyButton(area, words)),
    el("p", { class: "quiet" }, note),
  ];
}

function block(project, correct) {
  const details = el("details", { class: "card-correct" }, el("summary", {}, correct.words.open));
  details.addEventListener("toggle", () => details.childElementCount > 1 || details.append(...form(project, correct)));
  return details;
}

panel("correct", () => {
  const correct = laterIsland()?.correct;
  if (!correct) return;
  const card = document.getElementById("card");
  effect(() => {
    const project = isWhole.value ? projectById.get(openCard.value) : null;
    // After the card's own effect, which fills it anew.
    if (project) queueMicrotask(() => openCard.value === project.id && card.append(block(project, correct)));
  });
});
