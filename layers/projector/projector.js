// The projector mode: the map over the whole window with large names, a black screen, steps by number, and in the
// window of the notes a clock and the next step's picture. It shares the page's state, `window.dgmap.modes`.
import { el, replace } from "../page/dom.js";
import { isInApp, listenForKeys } from "../page/host.js";
import { lang } from "../page/islands.js";
import { makeClock } from "./clock.js";
import { nextPicture } from "./next_picture.js";

const WORDS = "[[words]]"; // by language; Python puts them in, and the styles
const STYLES = "[[styles]]";
const HINT_MS = 8000;

const { effect, signal, view, currentStep, idsOfStep, moreNotes, goToStep, show, onEscape, resize } =
  window.dgmap.modes;
const words = WORDS[lang];

const isBlack = signal(false);
/** The digits that were typed so far. */
const typed = signal("");

const isProjecting = ({ show: mode }) => mode === "projector";
const isOn = () => isProjecting(view.peek());

function leave() {
  if (!isOn()) return false;
  show({ show: null });
  return true;
}

function goToTyped() {
  const { tour, town } = currentStep.peek();
  const number = Number(typed.peek());
  typed.value = "";
  if (number >= 1 && number <= tour.steps.length) goToStep(tour.id, number, town);
}

// A Chinese keyboard hands letters to its own window first: the key itself is known all the same.
const isB = ({ key, code }) => code === "KeyB" || key.toLowerCase() === "b";

/** Do what a key asks for; true where it asked for something. */
function act(event) {
  const isNumber = /^[0-9]$/.test(event.key);
  if (isB(event)) isBlack.value = !isBlack.peek();
  else if (isNumber && currentStep.peek()) typed.value = (typed.peek() + event.key).slice(-2);
  else if (event.key === "Enter" && typed.peek()) goToTyped();
  else return false;
  return true;
}

const isTyping = (node) => Boolean(node?.matches?.("input, textarea, select, [contenteditable]"));

function onKey(event) {
  if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (act(event)) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  typed.value = "";
  isBlack.value = false; // any other key shows the map again
}

// --- what is seen ---

/** In the app the frame lies below its head: here it lies over everything. */
function raiseFrame(isRaised) {
  if (isInApp) window.frameElement.style.zIndex = isRaised ? "9" : "";
}

function followMode() {
  const hint = el("p", { id: "projector-hint", role: "status" });
  document.body.append(hint);
  effect(() => {
    const on = isProjecting(view.value);
    document.body.classList.toggle("projecting", on);
    raiseFrame(on);
    resize();
    replace(hint, on ? words.hint : "");
    if (!on) return;
    const timer = setTimeout(() => replace(hint), HINT_MS);
    return () => clearTimeout(timer);
  });
}

function followScreen() {
  const black = el("div", { id: "projector-black", role: "status", hidden: true });
  const digits = el("div", { id: "projector-digits", "aria-hidden": "true", hidden: true });
  document.body.append(black, digits);
  black.addEventListener("click", () => {
    isBlack.value = false;
  });
  effect(() => {
    black.hidden = !(isProjecting(view.value) && isBlack.value);
    replace(black, black.hidden ? "" : el("span", { class: "sr-only" }, words.black));
  });
  effect(() => {
    digits.hidden = !(isProjecting(view.value) && typed.value);
    replace(digits, typed.value);
  });
}

// --- the window of the notes ---

const known = new WeakSet();
const clock = makeClock(words);

function notesParts(notes) {
  if (!known.has(notes)) notes.addEventListener("keydown", onKey, true);
  known.add(notes);
  return [clock, nextPicture(currentStep.value, { idsOfStep, label: words.next })];
}

document.head.append(el("style", {}, STYLES));
listenForKeys(onKey);
onEscape("projector", leave);
followMode();
followScreen();
effect(() => {
  moreNotes.value = isProjecting(view.value) ? notesParts : () => [];
});
