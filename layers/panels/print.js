// Printing: the map as it is seen, its key, what it shows in words, sources and link, on one sheet of A4.

import { projectBounds } from "../page/camera.js";
import { projectById } from "../page/dataset.js";
import { categoryIcon, el, replace } from "../page/dom.js";
import { appDocument, listenForKeys } from "../page/host.js";
import { panel } from "../page/layer.js";
import { cityBounds, map } from "../page/map.js";
import { drawOverlay } from "../page/overlay.js";
import { sentenceOf } from "../page/sentence.js";
import { asKnown, cardInTour, currentStep, filters, selected, shownProjects } from "../page/store.js";
import { say } from "../page/words.js";
import { isKeyOpen } from "./legend.js";

/** Where this view is: of the app's page when the map stands in it; a file has no address that others could open. */
function printedLink() {
  const where = appDocument()?.location ?? location;
  if (!where.protocol.startsWith("http")) return "";
  try {
    return decodeURI(where.href);
  } catch {
    return where.href; // a broken percent sequence: as it is
  }
}

/** What the view holds, in words, and as of which day. */
const viewWords = () =>
  [asKnown.value, sentenceOf(filters.value, shownProjects.value)].filter(Boolean).join(say("dot"));

function printedRow({ category, label, now, status }) {
  const words = status === "unknown" ? now.word : `${now.word} ${now.short}`;
  return el("li", {}, categoryIcon(category, 9), el("span", {}, label), el("span", { class: "print-now" }, words));
}

function drawPrintHead(node) {
  const project = projectById.get(selected.value);
  replace(
    node,
    el("p", { class: "print-title" }, project ? project.name : say("title")),
    el("p", { class: "print-view" }, project ? "" : viewWords()),
    project ? null : el("ul", { class: "print-rows" }, ...shownProjects.value.map(printedRow)),
    el("p", { class: "print-link" }, printedLink() || say("print_file")),
  );
}

/** Bring the selected project, or what was in sight, to the sheet: it has another shape than the window. */
function fitSheet(seen) {
  const own = selected.value ? projectBounds(projectById.get(selected.value)) : null;
  if (own) return map.fitBounds(own, { padding: [70, 60], maxZoom: 13, animate: false });
  const isCity = seen.contains(cityBounds);
  const padding = isCity ? [36, 36] : [0, 0];
  return map.fitBounds(isCity ? cityBounds : seen, { padding, animate: false });
}

/** Lay the page out for the sheet while scripts still run: afterwards the browser only paints. Returns the way back. */
function startPrint(head) {
  const before = { centre: map.getCenter(), zoom: map.getZoom(), isKeyOpen: isKeyOpen.value, card: cardInTour.value };
  const seen = map.getBounds();
  isKeyOpen.value = true;
  if (currentStep.value) cardInTour.value = selected.value; // the sheet has the card of the step's project
  document.documentElement.classList.add("printing");
  for (const details of document.querySelectorAll("#card details")) details.open = true;
  drawPrintHead(head);
  map.invalidateSize({ animate: false, pan: false });
  fitSheet(seen);
  drawOverlay();
  return () => {
    isKeyOpen.value = before.isKeyOpen;
    if (currentStep.value) cardInTour.value = before.card;
    document.documentElement.classList.remove("printing");
    replace(head);
    map.invalidateSize({ animate: false, pan: false });
    map.setView(before.centre, before.zoom, { animate: false });
    drawOverlay();
  };
}

/** The browser's own key prints the page around the map, where this one is cut off: print this one. */
function printKey(event) {
  const isPrint = event.key === "p" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!isPrint) return;
  event.preventDefault();
  window.print();
}

panel("print", () => {
  const head = document.getElementById("print-head");
  let goBack = null;
  window.addEventListener("beforeprint", () => {
    goBack ??= startPrint(head);
  });
  window.addEventListener("afterprint", () => {
    goBack?.();
    goBack = null;
  });
  listenForKeys(printKey);
});
