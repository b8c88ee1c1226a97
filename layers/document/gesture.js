// On a phone one finger scrolls the page and two move the map; in full screen one finger is enough.
const CONTAINER = MAP.getContainer();
let hinted = false;

const isScrolling = () => isPhone() && !document.body.classList.contains("full");

function setDragging(isTouch) {
  const isFree = !(isTouch && isScrolling());
  isFree ? MAP.dragging.enable() : MAP.dragging.disable();
  CONTAINER.classList.toggle("two-fingers", !isFree);
}

function sayOnce() {
  if (hinted) return;
  hinted = true;
  showHint(say("hint"), 6000);
}

CONTAINER.addEventListener("pointerdown", (event) => setDragging(event.pointerType === "touch"), true);
CONTAINER.addEventListener(
  "touchmove",
  (event) => {
    if (!isScrolling()) return;
    if (event.touches.length > 1) event.preventDefault();
    else sayOnce();
  },
  { passive: false },
);

function startGestures() {
  const isCoarse = window.matchMedia("(pointer: coarse)").matches;
  setDragging(isCoarse);
  if (isPhone()) MAP.scrollWheelZoom.disable();
  if (isPhone() && isCoarse) sayOnce();
}
