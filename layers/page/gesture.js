// On a phone one finger scrolls the page and two move the map; in full screen one finger is enough.
import { isPhone } from "./dom.js";
import { showHint } from "./hint.js";
import { map } from "./map.js";
import { say } from "./words.js";

const HINT_MS = 6000;
const container = map.getContainer();
let isHinted = false;

const isScrolling = () => isPhone() && !document.body.classList.contains("full");

function setDragging(isTouch) {
  const isFree = !(isTouch && isScrolling());
  if (isFree) map.dragging.enable();
  else map.dragging.disable();
  container.classList.toggle("two-fingers", !isFree);
}

function hintOnce() {
  if (isHinted) return;
  isHinted = true;
  showHint(say("hint"), HINT_MS);
}

function onTouchMove(event) {
  if (!isScrolling()) return;
  if (event.touches.length > 1) event.preventDefault();
  else hintOnce();
}

export function startGestures() {
  const isCoarse = window.matchMedia("(pointer: coarse)").matches;
  setDragging(isCoarse);
  if (isPhone()) map.scrollWheelZoom.disable();
  if (isPhone() && isCoarse) hintOnce();
}

export function followGestures() {
  container.addEventListener("pointerdown", ({ pointerType }) => setDragging(pointerType === "touch"), true);
  container.addEventListener("touchmove", onTouchMove, { passive: false });
  startGestures();
}
