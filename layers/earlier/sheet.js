// The card of a project that an earlier report left open, in the place of the report's own: what is said is that this
// report does not name it, and where its own is.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { button, drawing, el, icon, replace } from "../page/dom.js";
import { onEscape } from "../page/escape_key.js";
import { isInApp } from "../page/host.js";
import { lang, page } from "../page/islands.js";
import { openCard } from "../page/store.js";
import { say } from "../page/words.js";
import { placeLine, statusLine } from "../panels/card.js";
import { makeGrip } from "../panels/grip.js";
import { paragraph, townsText } from "../panels/rows.js";
import { closeLeft, earlierSample, openEarlier, shownEarlier } from "./state.js";

export const leftSample = () =>
  drawing(earlierSample.width, 20, earlierSample.shapes, { class: "earlier-sample", viewBox: "0 0 34 20" });

/** The way to the map of its own report; a page alone has no other report. */
function wayHome({ href, see }) {
  if (!page.beside) return null;
  return el("a", { class: "button", href, target: isInApp ? "_top" : "_blank", rel: "noopener" }, see);
}

function partsOf(card, project) {
  const { name, other_name: other, of_report: report, ref, said, what } = project;
  const close = button({ class: "close", "aria-label": say("close") }, closeLeft, icon("x", 20));
  const head = el("span", {}, report + say("dot") + ref);
  const towns = townsText(project);
  return [
    makeGrip(card, closeLeft),
    el("div", { class: "card-head" }, leftSample(), head, close),
    el("h2", {}, name),
    other && other !== name ? el("p", { class: "other", lang: lang === "zh" ? "en" : "zh-CN" }, other) : null,
    el("p", { class: "what" }, el("b", {}, said)),
    el("p", { class: "what" }, what),
    el("dl", {}, statusLine(project), placeLine(project)),
    el("div", { class: "card-towns" }, towns ? paragraph(towns) : null),
    el("div", { class: "card-buttons" }, wayHome(project)),
  ];
}

function showIn(card, project) {
  replace(card, ...partsOf(card, project));
  card.hidden = false;
  card.setAttribute("aria-label", project.name);
  card.scrollTop = 0;
  card.classList.remove("tall");
  document.body.classList.add("has-card");
}

/** Keep the card: the report's own project takes its place, and a filter that hides the project closes it. */
export function followSheet() {
  const card = document.getElementById("card");
  let shown = null;
  let opener = null;
  effect(() => {
    if (openCard.value || !shownEarlier.value.includes(openEarlier.value)) closeLeft();
  });
  effect(() => {
    const project = openEarlier.value;
    if (project === shown) return;
    if (!shown) opener = document.activeElement;
    shown = project;
    if (project) showIn(card, project);
    else if (!openCard.peek()) {
      const hadFocus = card.contains(document.activeElement);
      card.hidden = true;
      replace(card);
      document.body.classList.remove("has-card");
      if (hadFocus && opener?.isConnected) opener.focus({ preventScroll: true });
    }
  });
  onEscape("earlier", () => {
    const isOpen = Boolean(openEarlier.value);
    closeLeft();
    return isOpen;
  });
}
