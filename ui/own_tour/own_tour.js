// A tour from one's own links. All of it stays in this browser until it is saved as a file.
import { withTour } from "./offline_tour.js";
import { clean, read, written } from "./tour_file.js";

const data = JSON.parse(document.getElementById("own-tour-data").textContent);
const { words, lang, edition, lengths } = data;
const [least, most] = data.steps;
const KEPT = "dgmap-own-tour";
const FIRST = "dgmap-own-first"; // the links of what is no tour yet
const byId = (id) => document.getElementById(id);
const [titleField, summaryField, list, told] = ["tour-title", "tour-summary", "steps", "told"].map(byId);

let steps = []; // [{ query, title, text, note, shown }]

const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
const tell = (text) => {
  told.textContent = text;
};

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** What a link shows: the server reads it, by the same grammar as everywhere. */
async function shownBy(query) {
  const address = `/own-tour?${new URLSearchParams({ step: query, y: edition, lang })}`;
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

function tour() {
  const title = clean(titleField.value, lengths.title) || words.untitled;
  const summary = clean(summaryField.value, lengths.summary) || title;
  const filled = steps.map((step) => {
    const name = clean(step.title, lengths.title) || clean(step.shown.title, lengths.title);
    const text = clean(step.text, lengths.text) || name;
    return { ...step, title: name, text, note: clean(step.note, lengths.note) || text };
  });
  return { title, summary, report: edition, steps: filled };
}

function keep() {
  try {
    localStorage.setItem(FIRST, JSON.stringify(steps.length < least ? steps.map(({ query }) => query) : []));
    if (steps.length >= least) localStorage.setItem(KEPT, written(tour()));
  } catch {
    // a browser that keeps nothing still makes the file
  }
}

function field(step, key, rows) {
  const input = make("textarea", { rows, "aria-label": words[`step_${key}`], placeholder: words[`step_${key}`] });
  input.value = step[key];
  input.addEventListener("input", () => {
    step[key] = input.value;
    keep();
  });
  return input;
}

function move(index, by) {
  const [step] = steps.splice(index, 1);
  if (by) steps.splice(index + by, 0, step);
  draw();
}

function tool(key, act, isOff) {
  const node = make("button", { type: "button", class: "button" }, words[key]);
  node.disabled = isOff;
  node.addEventListener("click", act);
  return node;
}

function stepNode(step, index) {
  const link = make("a", { href: `/?${step.query}`, target: "_blank", rel: "noopener" }, step.shown.title);
  const tools = [
    tool("up", () => move(index, -1), index === 0),
    tool("down", () => move(index, 1), index === steps.length - 1),
    tool("remove", () => move(index, 0), false),
  ];
  const fields = [field(step, "title", 1), field(step, "text", 3), field(step, "note", 2)];
  return make("li", {}, make("p", {}, link), ...fields, make("p", { class: "ways" }, ...tools));
}

function draw() {
  list.replaceChildren(...steps.map(stepNode));
  for (const id of ["save", "html"]) byId(id).disabled = steps.length < least;
  keep();
}

/** The query of a line: of a whole link what stands behind its `?`; null where there is none. */
function queryOf(row) {
  const at = row.indexOf("?");
  return at < 0 ? null : row.slice(at + 1).split("#")[0];
}

async function add(rows) {
  const left = [];
  for (const row of rows.map((one) => one.trim()).filter(Boolean)) {
    const query = queryOf(row);
    if (query === null || steps.length >= most) left.push(row.slice(0, 60));
    else {
      const shown = await shownBy(query);
      left.push(...shown.ignored);
      steps.push({ query: shown.query, title: shown.title, text: "", note: "", shown });
    }
  }
  draw();
  tell(left.length ? say("left", { parts: left.join(" · ") }) : say("added", { n: steps.length }));
}

async function take(text) {
  const found = read(text, lang, data);
  const shown = await Promise.all(found.steps.map(({ query }) => shownBy(query)));
  steps = found.steps.map((step, index) => ({ ...step, query: shown[index].query, shown: shown[index] }));
  [titleField.value, summaryField.value] = [found.title, found.summary];
  draw();
}

function download(text, name, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

async function saveHtml() {
  tell(words.making);
  const response = await fetch(data.offline);
  if (!response.ok) return tell(words.failed);
  download(withTour(await response.text(), tour(), lang), "tour.html", "text/html");
  tell(words.made);
}

const guarded = (act, key) => () => act().catch(() => tell(words[key]));

async function addTyped() {
  await add(byId("links").value.split("\n"));
  byId("links").value = "";
}

/** What was kept, then the view that the map's 分享 has sent here, once. */
async function start(before, first) {
  if (first.length) await add(first.map((query) => `?${query}`));
  else if (before) await take(before).catch(draw);
  else draw();
  const here = new URL(location.href);
  const sent = here.searchParams.get("add");
  if (sent === null) return first.length && tell("");
  here.searchParams.delete("add");
  history.replaceState(null, "", here);
  await add([`?${sent}`]);
}

byId("add").addEventListener("click", guarded(addTyped, "failed"));
byId("save").addEventListener("click", () => download(written(tour()), "own-tour.toml", "application/toml"));
byId("html").addEventListener("click", guarded(saveHtml, "failed"));
byId("file").addEventListener("change", async ({ target }) => {
  const text = await target.files[0]?.text();
  if (text !== undefined) await guarded(() => take(text), "refused")();
});
for (const node of [titleField, summaryField]) node.addEventListener("input", keep);

let before = null;
let first = [];
try {
  before = localStorage.getItem(KEPT);
  first = JSON.parse(localStorage.getItem(FIRST) ?? "[]").map(String);
} catch {
  // nothing is kept
}
guarded(() => start(before, first), "failed")();
