// The page as known on a day: a slider over the days on which something became known, and the facts that it puts
// back. A script of its own, asked for only with a day: it shares the page's state, which `window.dgmap.past` holds.
import { button, el, isCalm, replace } from "../page/dom.js";
import { dateWords, say } from "./days.js";
import { putBack } from "./facts.js";

const PLAY_MS = 1400;
const page = window.dgmap.past;
const { batch, effect, signal, view, day, asKnown, isPastOpen, isPart, isWhole, currentStep, notices, show } = page;

/** Days and facts, once they are here; and the day that is under the finger, before it is let go. */
const data = signal(null);
const held = signal(undefined);
const isPlaying = signal(false);

/** The day that is shown; null: today. */
const shownDay = () => (held.value === undefined || currentStep.value ? day.value : held.value);

const words = (key, values) => say(data.value.words, key, values);
const lastIndex = () => data.value.days.length;
const dayAt = (index) => data.value.days[index]?.[0] ?? null;

/** Where the slider stands: the last day of news by then, today at its end. */
function indexOf(one) {
  if (!one) return lastIndex();
  return Math.max(0, data.value.days.filter(([first]) => first <= one).length - 1);
}

/** Hold a day: drawn at once, written into the address when it is let go. */
function hold(index) {
  held.value = dayAt(Math.min(Math.max(index, 0), lastIndex()));
}

function letGo() {
  const at = held.peek(); // the effect that plays must not follow what is held
  if (at === undefined) return;
  batch(() => {
    held.value = undefined;
    if (at !== view.peek().at) show({ at });
  });
}

function goBack() {
  batch(() => {
    isPlaying.value = false;
    isPastOpen.value = false;
    held.value = undefined;
    if (view.value.at) show({ at: null });
  });
  document.getElementById("past-button")?.focus();
}

function step(count) {
  isPlaying.value = false;
  hold(indexOf(shownDay()) + count);
  letGo();
}

/** Go through the days until today; each second press stops it. */
function followPlay() {
  effect(() => {
    if (!isPlaying.value) return letGo();
    const timer = setInterval(() => {
      hold(indexOf(shownDay()) + 1);
      if (!shownDay()) isPlaying.value = false;
    }, PLAY_MS);
    return () => clearInterval(timer);
  });
}

function play() {
  if (!isPlaying.value && !shownDay()) hold(0);
  isPlaying.value = !isPlaying.value;
}

function makeSlider() {
  const slider = el("input", { type: "range", min: 0, max: lastIndex(), "aria-label": words("slider") });
  slider.addEventListener("input", () => {
    isPlaying.value = false;
    hold(Number(slider.value));
  });
  slider.addEventListener("change", letGo);
  effect(() => {
    const now = shownDay();
    slider.value = String(indexOf(now));
    slider.setAttribute("aria-valuetext", now ? dateWords(data.value.words, now) : words("today"));
  });
  return slider;
}

function makeRow() {
  const playing = button({ class: "button small" }, play);
  effect(() => {
    replace(playing, words(isPlaying.value ? "pause" : "play"));
  });
  const way = (count, sign, label) =>
    button({ class: "button small", "aria-label": words(label), title: words(label) }, () => step(count), sign);
  const row = [way(-1, "‹", "earlier"), makeSlider(), way(1, "›", "later"), isCalm() ? null : playing];
  return el("div", { class: "past-row" }, ...row);
}

function makeHead() {
  const title = el("b", { role: "status" });
  const back = button({ class: "past-back" }, goBack, words("back"));
  const note = el("p", { class: "quiet" });
  effect(() => {
    replace(title, asKnown.value || words("today_title"));
  });
  effect(() => {
    const now = shownDay();
    const newest = now ? data.value.days[indexOf(now)][1] : "";
    const { due } = data.value;
    const isDue = !now || now >= due;
    const open = isDue ? "" : words("not_due", { due: dateWords(data.value.words, due) });
    replace(note, now ? words("newest", { date: newest }) + words("why") : words("how"), open);
  });
  return [el("div", { class: "past-head" }, title, back), note];
}

function makeSection() {
  document.head.append(el("style", {}, data.value.css));
  const [head, note] = makeHead();
  const row = makeRow();
  const section = el("section", { id: "past", "aria-label": words("slider") }, head, row, note);
  document.getElementById("side-body").prepend(section);
  effect(() => {
    const isOpen = isPastOpen.value || Boolean(shownDay());
    section.hidden = isPart.value || !isOpen;
    row.hidden = Boolean(currentStep.value);
    document.getElementById("past-button")?.setAttribute("aria-expanded", String(isOpen));
  });
  followOpening(section);
}

/** The slider has the focus when it was opened by hand; closed by hand it goes back to today. */
function followOpening(section) {
  let wasOpen = isPastOpen.peek() || Boolean(day.peek());
  if (isPastOpen.peek()) section.querySelector("input").focus();
  isPastOpen.value = wasOpen;
  effect(() => {
    const isOpen = isPastOpen.value;
    if (isOpen === wasOpen) return;
    wasOpen = isOpen;
    if (isOpen) section.querySelector("input").focus();
    else goBack();
  });
}

// --- a day of the page's own address: the app has looked at it before ---

/** A day before the report is the report's, one to come is today; both are said. */
function keepWithin() {
  const { at } = view.value;
  const [[first]] = data.value.days;
  const now = new Date().toLocaleDateString("sv", { timeZone: data.value.zone });
  if (!at || (at >= first && at <= now)) return;
  const isEarly = at < first;
  const values = { day: at, first: dateWords(data.value.words, first) };
  batch(() => {
    notices.value = [...notices.peek(), { title: words(isEarly ? "before" : "to_come", values), actions: [] }];
    view.value = { ...view.value, at: isEarly ? first : null };
  });
}

function start(found) {
  data.value = found;
  const stand = putBack(found, page.projects);
  effect(keepWithin);
  effect(() => {
    const now = shownDay();
    if (!isWhole.value) return; // the words of the cards would undo it
    stand(now);
    page.forgetForms();
    asKnown.value = now ? words("known", { date: dateWords(found.words, now) }) : "";
  });
  makeSection();
  followPlay();
}

function fetchFacts() {
  fetch(`${page.page.beside}past.json`)
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
    .then(start, () => setTimeout(fetchFacts, 3000));
}

if (page.page.beside) fetchFacts();
else start(JSON.parse(document.getElementById("dgmap-past").textContent)[page.page.lang]);
