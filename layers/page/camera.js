// Where the map looks when something is opened: projects, steps of a tour, a place, what a link asks for.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { outerRings, projectById, townById } from "./dataset.js";
import { pointAround } from "./geometry.js";
import { cityBounds, fitCity, map, resize } from "./map.js";
import { fitFree } from "./room.js";
import { isWhole } from "./search.js";
import {
  cardInTour,
  currentStep,
  isEverythingShown,
  near,
  selected,
  shownProjects,
  tourWords,
  townCounts,
  townPage,
} from "./store.js";

const POINT_REACH_M = 1500; // around a point, so that it is not looked at from too near

export const townBounds = (id) => L.latLngBounds(outerRings(townById.get(id)).flat());

/** The bounds of what is drawn of a project, else of its towns, null if it has neither. */
export function projectBounds(project) {
  const { parts, towns, isLine } = project;
  const shapes = parts.flatMap(({ lines, outside, polygons }) => [
    ...lines,
    ...outside,
    ...polygons.map(([outer]) => outer),
  ]);
  const points = [...shapes.flat(), ...parts.flatMap((part) => part.points)];
  if (!points.length) {
    const rings = towns.filter((id) => townById.has(id)).flatMap((id) => outerRings(townById.get(id)));
    return rings.length ? L.latLngBounds(rings.flat()) : null;
  }
  const bounds = L.latLngBounds(points);
  if (isLine) return bounds;
  for (const part of parts)
    for (const point of part.points)
      bounds.extend(L.latLng(point).toBounds(2.6 * Math.max(part.accuracy_m || 0, POINT_REACH_M)));
  return bounds;
}

export function fitProject(project) {
  fitFree(projectBounds(project), { margin: 40, scroll: "smooth" }); // beside its ends stand names
}

/** The bounds of all that is shown: of everything, the city. */
function shownBounds() {
  const found = isEverythingShown() ? [] : shownProjects.value.map(projectBounds).filter(Boolean);
  if (!found.length) return cityBounds;
  return found.reduce(
    (all, bounds) => all.extend(bounds),
    L.latLngBounds(found[0].getSouthWest(), found[0].getNorthEast()),
  );
}

export function fitShown(bounds = shownBounds()) {
  fitFree(bounds);
}

function fitNear(place) {
  const bounds = L.latLngBounds([0, 0.5, 1, 1.5].map((turn) => pointAround(place, place.radius_m, turn * Math.PI)));
  fitFree(bounds, { margin: 10, maxZoom: 15 });
}

export function fitTown(id) {
  fitFree(townBounds(id), { maxZoom: 13.5, animate: false });
}

export function setCamera([zoom, lat, lon]) {
  map.setView([lat, lon], zoom, { animate: false });
}

function fitStep({ tour, step, town }) {
  if (step.camera) setCamera(step.camera);
  else if (step.selected) fitProject(projectById.get(step.selected));
  else fitShown(tour.any_town ? townBounds(town) : undefined);
}

const keyOfPlace = (place) => (place && !place.outside_m ? [place.lon, place.lat, place.radius_m].join() : "");
const keyOfStep = (current) => (current ? [current.tour.id, current.number, current.town].join() : "");

/** Call back when the key of something changes ("" is nothing), after all that depends on it is drawn. */
function onChange(keyOf, act) {
  let known = "";
  effect(() => {
    const key = keyOf();
    if (key === known) return;
    known = key;
    queueMicrotask(act);
  });
}

let held = 0;
let isFollowing = false; // what is open was brought into sight, and nobody has moved the map since

function fitOpened() {
  const step = cardInTour.value ? null : currentStep.value;
  if (step) fitStep(step);
  else if (selected.value) fitProject(projectById.get(selected.value));
  else if (townPage.value) fitTown(townPage.value);
}

/** Another layout: what is open is brought into sight again, else the city. */
export function fitAgain() {
  if (currentStep.value || selected.value || townPage.value) fitOpened();
  else fitCity();
}

/** Do something that opens a thing without bringing it into sight: the link says where the map looks. */
export function withoutFitting(act) {
  held += 1;
  act();
  const release = () => {
    held -= 1;
  };
  queueMicrotask(() => queueMicrotask(release));
}

/** From now on the map follows what is opened. */
export function followView() {
  onChange(
    () => keyOfStep(currentStep.value),
    () => {
      isFollowing = !held;
      if (isFollowing && currentStep.value) fitStep(currentStep.value);
    },
  );
  onChange(
    () => keyOfPlace(near.value),
    () => !held && keyOfPlace(near.value) && fitNear(near.value),
  );
  onChange(
    () => selected.value ?? "",
    () => {
      if (currentStep.value && !cardInTour.value) return;
      isFollowing = !held;
      if (isFollowing && selected.value) fitOpened();
    },
  );
  // A link's card, a step's panel: they come once their words are here, and take room.
  onChange(
    () => (isWhole.value ? "whole" : "") + (tourWords.value ? "words" : ""),
    () => isFollowing && fitOpened(),
  );
  for (const act of ["pointerdown", "wheel"])
    map.getContainer().addEventListener(
      act,
      () => {
        isFollowing = false;
      },
      { capture: true, passive: true },
    );
  onChange(
    () => (townCounts.value ? "counts" : (townPage.value ?? "")),
    () => {
      // The map's box is another one on the towns' pages.
      resize(() => {
        if (held) return;
        if (townPage.value) fitTown(townPage.value);
        else fitCity();
      });
    },
  );
}
