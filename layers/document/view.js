// The state that the page shows, and who must redraw when it changes.
const VIEW = {
  ids: null,
  selected: null,
  hovered: null,
  near: null,
  empty: null,
  notices: [],
  picking: false,
  asking: false, // the app waits for a position
  offers: null, // towns and stations that the server found for the text
};
const REDRAW = []; // functions, called in the order in which the files are loaded

const isShown = (project) => VIEW.ids === null || VIEW.ids.has(project.id);

let SHOWN = null; // the answer for these ids: a redraw asks a dozen times

/** The projects that pass, in the order of the page. */
function shownProjects() {
  if (!SHOWN || SHOWN.ids !== VIEW.ids) SHOWN = { ids: VIEW.ids, projects: VIEW.ids === null ? PROJECTS : PROJECTS.filter(isShown) };
  return SHOWN.projects;
}

/** Which of the four looks a project has now. */
function lookOf(project) {
  if (VIEW.selected === project.id) return "selected";
  if (VIEW.hovered === project.id) return "hovered";
  return VIEW.selected ? "rest" : "plain";
}

function redraw(what) {
  for (const draw of REDRAW) draw(what || "all");
}

function hover(id) {
  if (VIEW.hovered === id) return;
  VIEW.hovered = id;
  redraw("hover");
}

function unhover(id) {
  if (VIEW.hovered === id) hover(null);
}

/** Select a project here at once; the app hears of it and will say the same. */
function select(id) {
  if (selectInTour(id)) return;
  setSelected(id === VIEW.selected ? null : id);
  turnOn();
  tell("view", {});
}

// Each change made here has a number; the app says with each state up to which one it has heard.
let TURN = 0;
const turnOn = () => (TURN += 1);

function setSelected(id) {
  if (VIEW.selected === id) return;
  VIEW.selected = id;
  VIEW.hovered = null;
  redraw("select");
  if (id !== null) fitProject(BY_ID.get(id));
}
