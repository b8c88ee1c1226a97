// «附近» asked for: the browser's position, and the distances from any place. A script of its own, fetched at the first
// press: it answers here and at once, also without a network. The app hears of the place, and its answer says the same.
import { metresTo } from "./metres.js";
import { nearParts, tell } from "./panel.js";

const TIMEOUT_MS = 12_000;
const FARTHEST_M = 50_000;
const REASONS = { 1: "refused", 3: "timeout" };
const ORDER = ["in", "maybe", "town", "far"];
const words = "[[words]]"; // Python puts them in (layers/near/near.py)
const { isAsking, isInApp, isPicking, nearPanel, nearPlace, ownNotices, page, placeNotices } = window.dgmap.near;
const { projects, show, townAt, towns } = window.dgmap.near;

let asked = 0; // a press that was cancelled is not answered any more

/** Say what is waited for, or why there is no position, where the person looks; each with ways on. */
function announce(state) {
  const way = (word, type) => ({ label: words[word], event: { type } });
  const ways = { picking: [], locating: [way("pick_on_map", "pick_start")] };
  const both = [way("pick_on_map", "pick_start"), way("type_a_place", "focus_search")];
  const actions = [...(ways[state] ?? both), way("cancel", "near_off")];
  isAsking.value = true;
  placeNotices.value = [{ title: words[`position_${state}`], text: words[`position_${state}_why`], actions }];
  document.getElementById("notices").scrollIntoView({ block: "nearest" });
}

function rest() {
  asked += 1;
  isAsking.value = false;
  placeNotices.value = [];
}

/** How a project lies to a circle: { id, group, distance_m }, as geo.near tells them apart; null where nobody knows. */
function rowOf(project, place, touched) {
  const { id } = project;
  if (!project.parts.length) {
    const isHere = project.towns.some((town) => touched.has(town));
    return isHere ? { id, group: "town", distance_m: null } : null;
  }
  const found = project.parts.map((part) => ({ far: metresTo(place, part), error: part.accuracy_m || 0 }));
  const distance = Math.round(Math.min(...found.map(({ far }) => far)) * 10) / 10;
  const isWithin = (sign) => found.some(({ far, error }) => far + sign * error <= place.radius_m);
  const group = (isWithin(1) && "in") || (isWithin(-1) && "maybe") || "far";
  return distance > FARTHEST_M ? null : { id, group, distance_m: distance };
}

const toTown = (place, { polygons }) => metresTo(place, { lines: [], outside: [], points: [], polygons });

/** A place with the distances from it, as the app would send it (docs/architecture.md). */
function measured(place) {
  if (!townAt(place.lat, place.lon)) {
    const outside = Math.min(...towns.map((town) => toTown(place, town)));
    return { ...place, rows: [], outside_m: outside };
  }
  const touched = new Set(towns.filter((town) => toTown(place, town) <= place.radius_m).map(({ id }) => id));
  const rows = projects.map((project) => rowOf(project, place, touched)).filter(Boolean);
  rows.sort((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group) || a.distance_m - b.distance_m);
  return { ...place, rows, outside_m: null };
}

function stand({ lon, lat, label = "", radius_m: radius = nearPlace.value?.radius_m ?? words.radius_m }) {
  rest();
  nearPlace.value = measured({ lon, lat, radius_m: radius, label });
}

/** Ask the browser for the position of a press. */
function locate() {
  announce("locating");
  asked += 1;
  const press = asked;
  const fail = ({ code }) => press === asked && announce(REASONS[code] ?? "unavailable");
  if (!navigator.geolocation) return fail({});
  const take = ({ coords: { longitude: lon, latitude: lat, accuracy } }) => {
    if (press !== asked) return;
    show({}); // what the app says from before does not know of this place
    tell("locate", { lon, lat, accuracy_m: accuracy, label: words.here });
  };
  return navigator.geolocation.getCurrentPosition(take, fail, { timeout: TIMEOUT_MS, maximumAge: 60_000 });
}

const ACTS = {
  locate: stand,
  stand,
  pick: stand,
  radius: ({ radius_m: radius }) => nearPlace.value && stand({ ...nearPlace.value, radius_m: radius }),
  near_off() {
    rest();
    isPicking.value = false;
    nearPlace.value = null;
  },
  pick_start() {
    rest();
    announce("picking");
  },
};

// What is told to the app is heard here first.
window.addEventListener("dgmap", ({ detail }) => ACTS[detail.type]?.(detail));
Object.assign(page.words, words.near);
nearPanel.value = nearParts;
window.dgmap.locate = locate;
if (isAsking.value) locate();
if (!isInApp) {
  const again = { label: words.offline_again, run: () => location.reload() };
  const title = words.offline.replace("{date}", page.newest);
  ownNotices.value = [...ownNotices.value, { title, text: words.offline_why, actions: [again] }];
}
