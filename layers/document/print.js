// Printing: the map as it is seen, its key, what it shows in words, sources and link, on one sheet of A4.
const PRINT_HEAD = document.getElementById("print-head");
let PRINTING = null; // what comes back after printing

/** Where this view is: of the app's page when the map stands in it; a file has no address that others could open. */
function printedLink() {
  let where = location;
  try {
    if (IS_FRAMED) where = window.parent.location;
    return where.protocol.startsWith("http") ? decodeURI(where.href) : "";
  } catch (error) {
    if (error.name !== "SecurityError" && error.name !== "URIError") throw error;
    return "";
  }
}

/** What the view holds, in words: the filters that are on, and how many projects. */
function viewWords() {
  const chosen = FIELDS.flatMap((field) => VIEW.filters[field].map((value) => wordOf(field, value)));
  if (VIEW.filters.text) chosen.push("“" + VIEW.filters.text + "”");
  return [...chosen, say("count", { n: shownProjects().length })].join(say("dot"));
}

function printedRow(project) {
  const now = project.now.word + (project.status === "unknown" ? "" : " " + project.now.short);
  return el("li", {}, icon(project.cat, 9, { style: "fill:var(--c-" + project.cat + ")" }), el("span", {}, project.label), el("span", { class: "print-now" }, now));
}

function drawPrinted() {
  const link = printedLink();
  const project = VIEW.selected && BY_ID.get(VIEW.selected);
  replace(
    PRINT_HEAD,
    el("p", { class: "print-title" }, project ? project.name : say("title")),
    el("p", { class: "print-view" }, project ? "" : viewWords()),
    project ? null : el("ul", { class: "print-rows" }, ...shownProjects().map(printedRow)),
    el("p", { class: "print-link" }, link || say("print_file")),
  );
}

/** Lay the page out for the sheet while scripts still run: afterwards the browser only paints. */
function startPrint() {
  if (PRINTING) return;
  PRINTING = { bounds: MAP.getBounds(), centre: MAP.getCenter(), zoom: MAP.getZoom(), isKeyOpen: KEY_OPEN, quiet: TOUR && TOUR.quiet };
  KEY_OPEN = true;
  if (TOUR) TOUR.quiet = false;
  document.documentElement.classList.add("printing");
  drawCard();
  for (const details of CARD.querySelectorAll("details")) details.open = true;
  drawPrinted();
  MAP.invalidateSize({ animate: false, pan: false });
  fitSheet();
  drawOver();
}

/** The selected project, or what was in sight: the sheet has another shape than the window. */
function fitSheet() {
  const own = VIEW.selected ? projectBounds(BY_ID.get(VIEW.selected)) : null;
  if (own) return MAP.fitBounds(own, { padding: [70, 60], maxZoom: 13, animate: false });
  const seen = PRINTING.bounds;
  MAP.fitBounds(seen.contains(CITY) ? CITY : seen, { padding: seen.contains(CITY) ? [36, 36] : [0, 0], animate: false });
}

function endPrint() {
  if (!PRINTING) return;
  const before = PRINTING;
  PRINTING = null;
  KEY_OPEN = before.isKeyOpen;
  if (TOUR) TOUR.quiet = before.quiet;
  document.documentElement.classList.remove("printing");
  drawCard();
  replace(PRINT_HEAD);
  MAP.invalidateSize({ animate: false, pan: false });
  MAP.setView(before.centre, before.zoom, { animate: false });
  drawOver();
}

window.addEventListener("beforeprint", startPrint);
window.addEventListener("afterprint", endPrint);

/** The browser's own key prints the page around the map, where this one is cut off: print this one. */
function printKey(event) {
  if (event.key !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  event.preventDefault();
  window.print();
}

if (IS_FRAMED) {
  try {
    window.parent.addEventListener("keydown", printKey, true);
    window.addEventListener("pagehide", () => window.parent.removeEventListener("keydown", printKey, true));
    window.addEventListener("keydown", printKey, true);
  } catch (error) {
    if (error.name !== "SecurityError") throw error; // a page of strangers around us: its keys are its own
  }
}
