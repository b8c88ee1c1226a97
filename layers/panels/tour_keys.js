// A tour by keys, clicker or swipe.
import { goToStep, show } from "../page/actions.js";
import { pressEscape } from "../page/escape_key.js";
import { currentStep } from "../page/store.js";

const SWIPE_PX = 48;

/** Go some steps on (or back, below zero); at the ends nothing happens. */
export function stepBy(count) {
  const { tour, number, town } = currentStep.value;
  const wanted = number + count;
  if (wanted >= 1 && wanted <= tour.steps.length) goToStep(tour.id, wanted, town);
}

function goTo(number) {
  const { tour, town } = currentStep.value;
  goToStep(tour.id, number, town);
}

const isTyping = (node) => Boolean(node?.matches?.("input, textarea, select, [contenteditable]"));

/** The listener of the keys; `acts` are those of the panel: { toggleFull, toggleNote, isListOpen }. */
export function tourKeys({ toggleFull, toggleNote, isListOpen }) {
  const on = () => stepBy(1);
  const back = () => stepBy(-1);
  const acts = { ArrowRight: on, PageDown: on, ArrowDown: on, " ": on, ArrowLeft: back, PageUp: back, ArrowUp: back };
  Object.assign(acts, { Home: () => goTo(1), End: () => goTo(currentStep.value.tour.steps.length) });
  Object.assign(acts, { Escape: pressEscape, f: toggleFull, n: toggleNote, p: () => show({ show: "projector" }) });
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const isOn = currentStep.value ? acts[key] : key === "Escape" && isListOpen();
    if (!isOn || (key === " " && event.target?.closest?.("button, a, summary"))) return;
    event.preventDefault();
    event.stopPropagation();
    acts[key]();
  };
}

/** Swipe over a panel to the next or the last step. */
export function followSwipes(panel) {
  let from = null;
  const start = ({ touches }) => {
    from = touches[0];
  };
  panel.addEventListener("touchstart", start, { passive: true });
  const end = ({ changedTouches: [to] }) => {
    const [x, y] = [to.clientX - from.clientX, to.clientY - from.clientY];
    if (currentStep.value && Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) stepBy(x < 0 ? 1 : -1);
  };
  panel.addEventListener("touchend", end, { passive: true });
}
