// «附近» is pressed by few: its script lies beside the page, and comes with the first press or place (layers/near/asking.js).
import { effect, signal } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { listHead, paragraph, rowList, statePanel, townsText } from "../panels/rows.js";
import { setPicking, show, tell } from "./actions.js";
import { fetchScript } from "./beside.js";
import { projectById, projects, townAt, towns } from "./dataset.js";
import { isInApp } from "./host.js";
import { page } from "./islands.js";
import { isAsking, isPicking, isShown, near, nearPlace, ownNotices, placeNotices } from "./store.js";
import { metres, say } from "./words.js";

/** What makes the panel of the place that is measured from, once it is here. */
export const nearPanel = signal(null);

const nearDoor = {
  isAsking,
  isPicking,
  isShown,
  near,
  nearPanel,
  nearPlace,
  ownNotices,
  placeNotices,
  listHead,
  paragraph,
  rowList,
  statePanel,
  townsText,
  metres,
  say,
  isInApp,
  page,
  projectById,
  projects,
  setPicking,
  show,
  tell,
  townAt,
  towns,
};

export function fetchAside() {
  if (window.dgmap.near || !page.beside) return;
  window.dgmap.near = nearDoor;
  fetchScript("near.js");
}

effect(() => near.value && fetchAside());

/** «附近»: pressed while a place is measured from it ends that, else the browser is asked. */
export function pressNear() {
  if (nearPlace.value) tell("near_off");
  else if (window.dgmap.locate) window.dgmap.locate();
  else {
    isAsking.value = true;
    placeNotices.value = [{ title: `${say("ui_near")}…` }];
    fetchAside();
  }
}
