// The map in the whole window, and the window on the whole screen where the browser lets us.
import { onEscape } from "./escape_key.js";
import { startGestures } from "./gesture.js";
import { resize } from "./map.js";

const isFull = () => document.body.classList.contains("full");

function setFull(isOn) {
  document.body.classList.toggle("full", isOn);
  resize();
  startGestures();
}

export function toggleFull() {
  setFull(!isFull());
  const root = document.documentElement;
  if (isFull() && root.requestFullscreen) root.requestFullscreen().catch(() => resize());
  else if (!isFull() && document.fullscreenElement) document.exitFullscreen();
}

export function followFullscreen() {
  document.addEventListener("fullscreenchange", () => !document.fullscreenElement && setFull(false));
  onEscape("full", () => {
    if (!isFull()) return false;
    setFull(false);
    return true;
  });
}
