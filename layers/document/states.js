// What to say when there is nothing to show, or a link held something unknown; and choosing a place by tapping.
const NOTICES = document.getElementById("notices");

function actionButton(action, index) {
  const run = action.run || (() => {
    const own = OWN_ACTS[action.event.type];
    own ? own(action.event) : tell(action.event.type, action.event);
  });
  return el("button", { type: "button", class: "button" + (index === 0 ? " primary" : ""), on: { click: run } }, action.label);
}

function statePanel({ title, text, actions }) {
  return el("div", { class: "state" }, el("p", { class: "state-title" }, title), text ? el("p", {}, text) : null, el("div", { class: "actions" }, ...(actions || []).map(actionButton)));
}

function drawStates() {
  replace(NOTICES, ...VIEW.notices.map(statePanel));
  const isBare = !VIEW.near && shownProjects().length === 0;
  if (!isBare) return;
  replace(RESULTS, statePanel(VIEW.empty || { title: say("empty_title"), text: "", actions: [{ label: say("empty_clear"), event: { type: "clear" } }] }));
}

const HINT = document.getElementById("hint");
let hintTimer = 0;

function showHint(message, milliseconds) {
  replace(HINT, message);
  HINT.hidden = false;
  clearTimeout(hintTimer);
  if (milliseconds) hintTimer = setTimeout(hideHint, milliseconds);
}

function hideHint() {
  clearTimeout(hintTimer);
  HINT.hidden = true;
}

function startPicking() {
  setPicking(true);
}

function setPicking(isOn) {
  if (VIEW.picking === isOn) return;
  VIEW.picking = isOn;
  MAP.getContainer().classList.toggle("picking", isOn);
  isOn ? showHint(say("picking"), 0) : hideHint();
}

let LAST_POINT = null;

/** While a place is being chosen a tap anywhere chooses it, also on a project. */
function pickOr(act) {
  if (!VIEW.picking) return act();
  if (LAST_POINT) pickAt(LAST_POINT);
}

function pickAt(place) {
  setPicking(false);
  tell("pick", { lon: +place.lng.toFixed(5), lat: +place.lat.toFixed(5) });
}

MAP.getContainer().addEventListener("pointerdown", (event) => (LAST_POINT = MAP.mouseEventToLatLng(event)), true);

MAP.on("click", (event) => {
  if (VIEW.picking) return pickAt(event.latlng);
  const hit = hitAt(event.latlng);
  if (hit !== null) return select(hit);
  const town = townAt(event.latlng.lat, event.latlng.lng);
  if (town) toggle("towns", town.id);
});
MAP.on("mousemove", (event) => {
  const town = townAt(event.latlng.lat, event.latlng.lng);
  MAP.getContainer().style.cursor = town && !VIEW.picking ? "pointer" : "";
});
