// Choosing a place by a tap: while it is awaited, a tap anywhere chooses, also on a project.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { clearFilters, openTown, pickPlace, select, toggle } from "./actions.js";
import { townAt } from "./dataset.js";
import { button } from "./dom.js";
import { isPlain } from "./facets.js";
import { hideHint, showHint } from "./hint.js";
import { isInApp } from "./host.js";
import { askLayers } from "./layer.js";
import { map } from "./map.js";
import { counts, filters, isPart, isPicking } from "./store.js";
import { say } from "./words.js";

const EMPTY_HINT_MS = 9000; // long enough to press what it offers
let lastPlace = null;

/** Choose the place that was pressed, where one is awaited; else do what a press does. */
export function pickOr(act) {
  if (!isPicking.value) return act();
  if (lastPlace) pickPlace(lastPlace);
  return undefined;
}

/** The project whose line is under a place, where the lines are no elements of the page. */
const hitAt = (latlng) => askLayers("hitAt", latlng).find((id) => id !== null) ?? null;

function onClick({ latlng }) {
  if (isPicking.value) return pickPlace(latlng);
  const hit = hitAt(latlng);
  if (hit !== null) return select(hit);
  const town = townAt(latlng.lat, latlng.lng);
  if (town) pressTown(town);
  return undefined;
}

/** A tap on a town filters by it; where that would leave an empty map it says so, and offers a way on. */
function pressTown({ id, name }) {
  const isChosen = filters.value.towns.includes(id);
  if (isPart.value || isChosen || counts.value.towns.get(id)) return toggle("towns", id);
  const open = () => openTown(id);
  const [why, way] = isPlain(filters.value)
    ? ["ui_town_without_projects", isInApp && button({ class: "button" }, open, say("ui_offer_town", { name }))]
    : ["ui_empty_all", button({ class: "button" }, clearFilters, say("ui_clear"))];
  return showHint(name + say("dot") + say(why), EMPTY_HINT_MS, way);
}

/** Listen to presses on the map's ground. */
export function followPresses() {
  const container = map.getContainer();
  const notePlace = (event) => {
    lastPlace = map.mouseEventToLatLng(event);
  };
  container.addEventListener("pointerdown", notePlace, true);
  map.on("click", onClick);
  map.on("mousemove", ({ latlng }) => {
    const isPressable = !isPicking.value && townAt(latlng.lat, latlng.lng);
    container.style.cursor = isPressable ? "pointer" : "";
  });
  effect(() => {
    container.classList.toggle("picking", isPicking.value);
    if (isPicking.value) showHint(say("picking"));
    else hideHint();
  });
}
