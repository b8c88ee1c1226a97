// «附近» is pressed by few: its script lies beside the page and comes with the first press (layers/near/asking.js).
import { show, tell } from "./actions.js";
import { projects, townAt, towns } from "./dataset.js";
import { el } from "./dom.js";
import { isInApp } from "./host.js";
import { page } from "./islands.js";
import { isAsking, isPicking, nearPlace, ownNotices, placeNotices } from "./store.js";
import { say } from "./words.js";

const ASIDE_RETRY_MS = 3000;
const nearDoor = {
  isAsking,
  isInApp,
  ownNotices,
  page,
  isPicking,
  nearPlace,
  placeNotices,
  projects,
  show,
  tell,
  townAt,
  towns,
};

export function fetchAside() {
  const again = () => setTimeout(fetchAside, ASIDE_RETRY_MS);
  window.dgmap.near = nearDoor;
  document.head.append(el("script", { src: `${page.beside}near.js`, on: { error: again } }));
}

/** «附近»: pressed while a place is measured from it ends that, else the browser is asked. */
export function pressNear() {
  if (nearPlace.value) tell("near_off");
  else if (window.dgmap.locate) window.dgmap.locate();
  else if (!isAsking.value) {
    isAsking.value = true;
    placeNotices.value = [{ title: `${say("ui_near")}…` }];
    fetchAside();
  }
}
