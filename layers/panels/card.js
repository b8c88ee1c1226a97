// The card of the open project: three lines that never change place.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { closeCard, toggle } from "../page/actions.js";
import { isTownOnly, projectById, townName } from "../page/dataset.js";
import { button, el, icon, replace } from "../page/dom.js";
import { onEscape } from "../page/escape_key.js";
import { canShare } from "../page/host.js";
import { lang, page } from "../page/islands.js";
import { panel } from "../page/layer.js";
import { isWhole } from "../page/search.js";
import { asKnown, openCard } from "../page/store.js";
import { statusMark, swatch } from "../page/symbols.js";
import { nameOf, say } from "../page/words.js";
import { orderStyle } from "../towns/badges.js";
import { aloudButton, fallSilent } from "./aloud.js";
import { makeGrip } from "./grip.js";
import { citation, paragraph, sourceLink } from "./rows.js";
import { shareView } from "./share.js";

const line = (label, ...children) => el("div", { class: "card-line" }, el("dt", {}, label), el("dd", {}, ...children));

/** A link to one of the app's own pages about a project; a page alone has none. */
function pageLink(path, className, words) {
  if (!page.beside) return null;
  const href = path.replace("?", `?y=${page.edition}&lang=${lang}`);
  return el("a", { class: className, href, target: "_blank", rel: "noopener" }, words);
}

function promiseLine({ id, promise }) {
  const { kept, date, read, ref, text, url } = promise;
  const link = pageLink(`/report?#${id}`, "source", ref) || sourceLink({ title: ref, url });
  const words = el("p", {}, text, kept && el("b", {}, kept.word), kept?.rest);
  return line(say("promise"), words, paragraph(link, date && say("dot") + date, say("dot") + read));
}

const isStale = (looked) => looked && new Date() > new Date(`${looked.until}T23:59:59`);

export function statusLine({ now, status, events, looked }) {
  const link = sourceLink(now.source);
  const others = new Set(events.map(({ source }) => source?.title).filter(Boolean)).size;
  const fact = now.fact || (events.length ? "" : say("nothing_read"));
  const date = status === "unknown" ? say("looked", { date: now.date }) : now.date;
  const head = el("p", { class: "card-status" }, statusMark(status), el("b", {}, now.word), now.date && ` ${date}`);
  const more = link && others > 1 ? ` ${say("sources_more", { n: others })}` : null;
  const source = link ? `${say("source")} ` : null;
  const told = fact || link ? paragraph(fact && `${fact} `, source, link, more, link && ` ${now.source.read}`) : null;
  return line(say("status"), head, told, isStale(looked) ? paragraph(looked.stale) : null);
}

export const placeLine = ({ place }) =>
  line(say("place"), el("p", {}, place.title), place.text && paragraph(place.text));

const townChip = (id) => button({ class: "chip" }, () => toggle("towns", id), townName(id));

function townOrder(project) {
  const item = (id, index) => {
    const number = el("span", { class: "badge order", style: orderStyle(project, id) }, String(index + 1));
    return el(
      "li",
      {},
      number,
      button({ class: "plain" }, () => toggle("towns", id), townName(id)),
    );
  };
  return el("ol", { class: "town-order" }, ...project.towns.map(item));
}

function townsBlock(project) {
  const { towns, note } = project;
  if (!towns.length) return paragraph(say("no_towns"));
  const isRoute = isTownOnly(project) && project.towns_in_order && towns.length > 1;
  return el(
    "div",
    { class: "card-towns" },
    el("h3", {}, say(isRoute ? "towns_ordered" : "towns_involved", { n: towns.length })),
    isRoute ? townOrder(project) : el("div", { class: "chips" }, ...towns.map(townChip)),
    isRoute && project.order_unverified.length ? paragraph(say("order_open")) : null,
    note ? paragraph(note) : null,
  );
}

function eventsBlock({ events }) {
  const item = ({ date, fact, source }) => el("li", {}, el("time", {}, date), el("span", {}, fact), citation(source));
  return el("ol", { class: "card-events", hidden: true }, ...events.map(item));
}

function sourcesBlock({ sources }) {
  const item = (source) => el("li", {}, citation({ ...source, title: source.full || source.title }));
  return el(
    "details",
    { class: "card-sources" },
    el("summary", {}, say("sources")),
    el("ul", {}, ...sources.map(item)),
  );
}

function eventsButton({ events }, block) {
  const label = say("events", { n: events.length });
  const open = () => {
    block.hidden = !block.hidden;
    more.setAttribute("aria-expanded", String(!block.hidden));
    if (!block.hidden) block.scrollIntoView({ block: "start" }); // where one looks
  };
  const more = button({ class: "button", "aria-expanded": "false" }, open, icon("list-bullets", 18), label);
  return more;
}

function buttons(project, events) {
  const shareIt = () => shareView(project.id);
  const share = canShare ? button({ class: "button" }, shareIt, icon("share-network", 18), say("share")) : null;
  const more = project.events.length ? eventsButton(project, events) : null;
  const { id, name, what, promise, now, place } = project;
  const correct = pageLink(`/correct?&p=${id}`, "button", say("correct")); // alone, the panel `correct` offers it
  const aloud = aloudButton([name, what, promise.text, `${now.word} ${now.date}`, now.fact, place.title, place.text]);
  return el("div", { class: "card-buttons" }, share, more, aloud, correct);
}

function cardParts(project) {
  const { name, other_name: other, category, ref } = project;
  const close = button({ class: "close", "aria-label": say("close") }, closeCard, icon("x", 20));
  const events = eventsBlock(project);
  const otherLang = lang === "zh" ? "en" : "zh-CN";
  return [
    makeGrip(document.getElementById("card"), closeCard),
    el(
      "div",
      { class: "card-head" },
      swatch(project),
      el("span", {}, nameOf("category", category) + say("dot") + ref),
      close,
    ),
    el("h2", {}, name),
    other && other !== name ? el("p", { class: "other", lang: otherLang }, other) : null,
    el("p", { class: "what" }, project.what),
    el("dl", {}, promiseLine(project), statusLine(project), placeLine(project)),
    townsBlock(project),
    buttons(project, events),
    events,
    sourcesBlock(project),
  ];
}

panel("card", () => {
  const card = document.getElementById("card");
  let shown = null;
  let shownOn = "";
  let opener = null;

  function close() {
    const hadFocus = card.contains(document.activeElement);
    card.hidden = true;
    replace(card);
    if (hadFocus && opener?.isConnected) opener.focus({ preventScroll: true });
  }

  effect(() => {
    // Before its words are here there is no card; they come within the second.
    const project = isWhole.value ? projectById.get(openCard.value) : null;
    document.body.classList.toggle("has-card", Boolean(project));
    if (project === shown && asKnown.value === shownOn) return;
    if (!shown) opener = document.activeElement;
    [shown, shownOn] = [project, asKnown.value];
    fallSilent();
    if (!project) return close();
    replace(card, ...cardParts(project));
    card.hidden = false;
    card.setAttribute("aria-label", project.name);
    card.scrollTop = 0;
    card.classList.remove("tall");
  });
  onEscape("card", () => {
    if (!openCard.value) return false;
    closeCard();
    return true;
  });
});
