// Two maps in step: where one is moved, the other looks there, too. Two towns keep their places and share the zoom.
const pair = document.querySelector(".pair");
const frames = [...pair.querySelectorAll("iframe")];
const isZoomOnly = pair.dataset.step === "zoom";

/** The Leaflet map of a frame: the page names its variable. */
function mapIn(frame) {
  const island = frame.contentDocument?.getElementById("dgmap-page");
  return island ? frame.contentWindow[JSON.parse(island.textContent).map] : null;
}

let leader = frames[0]; // the one under the pointer or with the focus: the other follows, and leads nobody

function link(frame) {
  const [own, others] = [mapIn(frame), frames.filter((one) => one !== frame)];
  const lead = () => {
    leader = frame;
  };
  for (const type of ["pointerdown", "wheel", "keydown", "touchstart"])
    frame.contentWindow.addEventListener(type, lead, { capture: true, passive: true });
  own?.on("move", () => {
    if (leader !== frame) return;
    for (const other of others.map(mapIn))
      other?.setView(isZoomOnly ? other.getCenter() : own.getCenter(), own.getZoom(), { animate: false });
  });
}

for (const frame of frames) {
  if (mapIn(frame)) link(frame);
  else frame.addEventListener("load", () => link(frame));
}
