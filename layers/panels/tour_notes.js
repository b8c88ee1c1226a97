// The presenter's note in a window of its own: an empty window that this page writes, so that it works from a file too.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { button, el } from "../page/dom.js";
import { moreNotes } from "../page/modes.js";
import { currentStep } from "../page/store.js";
import { say } from "../page/words.js";
import { stepBy } from "./tour_keys.js";
import { nextWords, placeWords, stepWords } from "./tour_words.js";

let notes = null;

const stepButton = (key, count) =>
  button({ class: count > 0 ? "button primary" : "button" }, () => currentStep.value && stepBy(count), say(key));

function noteParts() {
  if (!currentStep.value) return [el("p", {}, say("tour_ended"))];
  return [
    el("p", { class: "notes-place" }, currentStep.value.tour.title + say("dot") + placeWords()),
    el("h1", {}, stepWords("title")),
    el("p", { class: "notes-note" }, stepWords("note")),
    el("p", { class: "notes-text" }, stepWords("text")),
    el("p", { class: "notes-next" }, nextWords()),
    ...moreNotes.value(notes),
    el("div", { class: "actions" }, stepButton("tour_back", -1), stepButton("tour_on", 1)),
  ];
}

function drawNotes() {
  if (notes && !notes.closed) notes.document.body.replaceChildren(...noteParts());
}

/** Open the window of the notes; false where the browser allows none. */
export function openNotes(onKey) {
  notes = window.open("", "dgmap-notes", "width=760,height=600");
  if (!notes) return false;
  const { document: paper } = notes;
  const root = document.documentElement;
  paper.documentElement.lang = root.lang;
  paper.title = say("tour_note") + say("dot") + currentStep.value.tour.title;
  paper.head.replaceChildren(paper.importNode(document.querySelector("style"), true));
  paper.documentElement.dataset.theme = root.dataset.theme;
  paper.body.className = "notes-window";
  notes.addEventListener("keydown", onKey, true);
  drawNotes();
  notes.focus();
  return true;
}

export function followNotes() {
  effect(() => {
    void [currentStep.value, moreNotes.value];
    drawNotes();
  });
}
