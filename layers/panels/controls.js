// Buttons, scale and small print on the map.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { fitAgain } from "../page/camera.js";
import { button, el, icon, layoutName, replace } from "../page/dom.js";
import { followFullscreen, toggleFull } from "../page/fullscreen.js";
import { canShare } from "../page/host.js";
import { page } from "../page/islands.js";
import { askLayers, panel } from "../page/layer.js";
import { map, pixels, resize, viewport } from "../page/map.js";
import { onOverlay } from "../page/overlay.js";
import { asKnown } from "../page/store.js";
import { metres, say } from "../page/words.js";
import { shareView } from "./share.js";

const WIDEST_SCALE_PX = 130;

function control(name, label, act, css = "") {
  return button({ class: `control ${css}`, "aria-label": label, title: label }, act, icon(name, 20));
}

function zoomButtons() {
  const closer = control("plus", say("zoom_in"), () => map.zoomIn(1));
  const farther = control("minus", say("zoom_out"), () => map.zoomOut(1));
  return el("div", { class: "pair-buttons" }, closer, farther);
}

/** The largest round distance that fits the scale. */
function roundDistance(most) {
  const base = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((n) => n * base).find((value) => value <= most);
}

/** Upright, the list folds away under the map. */
function foldButton() {
  const side = document.getElementById("side");
  const fold = button(
    { id: "fold", "aria-expanded": "true", "aria-label": side.getAttribute("aria-label") },
    () => {
      fold.setAttribute("aria-expanded", String(!document.body.classList.toggle("folded")));
      resize(fitAgain);
    },
    icon("caret-right", 16),
  );
  side.append(fold);
}

function drawScale(node) {
  const perPixel = 1 / pixels(1, map.getZoom());
  const distance = roundDistance(perPixel * WIDEST_SCALE_PX);
  replace(node, el("div", { style: `width:${Math.round(distance / perPixel)}px` }, metres(distance)));
}

function drawPrint(node) {
  const isSmall = ["phone", "upright", "low"].includes(layoutName());
  const sources = isSmall ? ["borders_note", "osm_short"] : ["borders_note", "osm", "town_source", "coast_source"];
  const dates = [
    page.review ? say("review", { number: page.review }) : "",
    isSmall ? "" : say("edition", { year: page.edition }),
    asKnown.value || say("newest", { date: page.newest }),
  ].filter(Boolean);
  const row = (items) =>
    el("p", {}, ...items.flatMap((item, index) => [index ? say("dot") : "", el("span", {}, item)]));
  replace(node, row(sources.map((key) => say(key))), row(dates));
}

panel("controls", ({ tour }) => {
  const share = canShare ? control("share-network", say("share"), () => shareView(), "share-button") : null;
  const tours =
    tour && page.tours.length ? control("presentation", say("tour_list"), tour.toggleList, "tour-button") : null;
  replace(
    document.getElementById("controls"),
    zoomButtons(),
    control("corners-out", say("fullscreen"), toggleFull, "full-button"),
    tours,
    ...askLayers("controls"),
    share,
    control("printer", say("print"), () => window.print(), "print-button"),
  );
  foldButton();
  const [scale, print] = ["scale", "print"].map((id) => document.getElementById(id));
  onOverlay(() => drawScale(scale));
  effect(() => {
    void viewport.value; // another width has other words
    drawPrint(print);
  });
  followFullscreen();
});
