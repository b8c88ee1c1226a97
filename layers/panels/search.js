// The search field, with the towns and stations that a text may mean.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { changeFilters, standAt, tell } from "../page/actions.js";
import { pressNear } from "../page/aside.js";
import { stations, townById } from "../page/dataset.js";
import { button, el, icon, isPhone, replace } from "../page/dom.js";
import { isEmbedded, isInApp } from "../page/host.js";
import { page } from "../page/islands.js";
import { panel } from "../page/layer.js";
import { isWhole, placesByText } from "../page/search.js";
import { answer, filters, isAsking, isUnanswered, near, nearPlace } from "../page/store.js";
import { say } from "../page/words.js";
import { filterChoices } from "./filters.js";

const TYPING_MS = 150;
const SETTLED_MS = 800;

function placeOfOffer({ kind, id }) {
  if (kind === "station") return stations.find((station) => station.id === id);
  const town = townById.get(id);
  return town ? { name: town.name, at: town.label } : null;
}

/** A town filters (or is measured from, once a place is asked for); a station is measured from. */
function takeOffer({ kind, id }, { name, at }) {
  const isFilter = kind === "town" && !nearPlace.value && !isAsking.value;
  if (isFilter) changeFilters({ text: "", towns: [id] });
  else standAt(at, name);
}

function offerButtons() {
  const { text } = filters.value;
  const found = text && isWhole.value ? (answer.value?.offers ?? placesByText(text)) : [];
  return found
    .filter(({ kind }) => isInApp || kind === "town")
    .map((offer) => [offer, placeOfOffer(offer)])
    .filter(([, place]) => place)
    .map(([offer, place]) => {
      const label = say(`ui_offer_${offer.kind}`, { name: place.name });
      return button({ class: "chip" }, () => takeOffer(offer, place), label);
    });
}

function makeField() {
  const label = say("ui_search");
  const typed = { autocomplete: "off", spellcheck: "false", enterkeyhint: "search", maxlength: 80 };
  const field = el("input", { type: "search", id: "search", ...typed, "aria-label": label, placeholder: label });
  let timer = 0;
  const read = () => {
    clearTimeout(timer);
    timer = 0;
    if (field.value.trim() !== filters.value.text) changeFilters({ text: field.value.trim() });
  };
  const readSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(read, TYPING_MS);
  };
  // While a Chinese word is being composed its pinyin is not yet what is meant.
  field.addEventListener("input", ({ isComposing }) => (isComposing ? clearTimeout(timer) : readSoon()));
  field.addEventListener("compositionend", readSoon);
  field.addEventListener("keydown", ({ key, isComposing }) => {
    if (key !== "Enter" || isComposing) return;
    read();
    if (isPhone()) field.blur();
  });
  effect(() => {
    // What is being typed is newer than what is shown.
    if (!timer && field.value.trim() !== filters.value.text) field.value = filters.value.text;
  });
  return field;
}

/** Ask the server once for each text: it forgives typing errors, at once where nothing here holds it, and knows the
 *  report's figures. */
function askServer() {
  let asked = "";
  let timer = 0;
  effect(() => {
    const text = isWhole.value ? filters.value.text : "";
    const wait = isUnanswered.value ? 0 : SETTLED_MS;
    if (text === asked) return;
    clearTimeout(timer);
    asked = text;
    if (text) timer = setTimeout(tell, wait, "ask", { text });
  });
}

panel("search", () => {
  const seek = document.getElementById("seek");
  const field = makeField();
  const nearButton = button(
    { id: "near-button", class: "button" },
    pressNear,
    icon("crosshair-simple", 20),
    say("ui_near"),
  );
  nearButton.hidden = !page.beside || isEmbedded;
  const offers = el("div", { id: "offers", hidden: true });
  const box = el("div", { id: "field" }, icon("magnifying-glass", 18), field);
  replace(seek, el("div", { id: "seek-row", role: "search" }, box, nearButton, offers), filterChoices());
  effect(() => nearButton.setAttribute("aria-pressed", String(Boolean(near.value))));
  effect(() => {
    const buttons = offerButtons();
    offers.hidden = !buttons.length;
    replace(offers, ...buttons);
  });
  askServer();
  return { focusSearch: () => field.focus() };
});
