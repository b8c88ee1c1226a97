// What depends on where everything stands on the screen (names, key, scale, clips) is drawn once a frame, after the rest.
const drawers = [];
let isOn = false;
let isPending = false;

/** Have something drawn in each overlay frame, in the order of the calls. */
export const onOverlay = (draw) => drawers.push(draw);

export function drawOverlay() {
  isPending = false;
  for (const draw of drawers) draw();
}

/** Draw it with the next frame; nothing happens before the map itself has been painted. */
export function scheduleOverlay() {
  if (isPending || !isOn) return;
  isPending = true;
  requestAnimationFrame(drawOverlay);
}

export function startOverlay() {
  isOn = true;
  scheduleOverlay();
}
