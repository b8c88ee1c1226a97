// A page that stands alone keeps its view in its own address, spelt as the app's links are (docs/links.md).
const ADDRESS = { towns: "town", categories: "cat", stages: "stage", statuses: "status", kept: "kept", certainty: "sure" };

/** The view of an address; what is not known is left out. */
function readQuery(query) {
  const filters = { text: (query.get("q") || "").slice(0, 80) };
  for (const [field, name] of Object.entries(ADDRESS)) {
    const wanted = new Set((query.get(name) || "").split(","));
    filters[field] = OPTIONS[field].filter((value) => wanted.has(value));
  }
  const camera = (query.get("m") || "").split("/").map(Number);
  return {
    filters,
    selected: BY_ID.has(query.get("p")) ? query.get("p") : null,
    camera: camera.length === 3 && camera.every(Number.isFinite) && CITY.pad(1).contains([camera[1], camera[2]]) ? camera : null,
    tour: TOURS.has(query.get("tour")) ? { id: query.get("tour"), step: query.get("step") || 1 } : undefined,
  };
}

/** The canonical query of what is shown; `lang` is the file's own affair (a file can hold two). */
function writeQuery({ filters, selected, tour }) {
  const query = new URLSearchParams(location.search);
  const put = (name, value) => (value ? query.set(name, value) : query.delete(name));
  for (const [field, name] of Object.entries(ADDRESS)) put(name, (filters[field] || []).join(","));
  put("q", filters.text);
  put("p", selected);
  put("m", "");
  put("tour", tour && tour.id);
  put("step", tour && tour.step > 1 ? tour.step : "");
  return String(query).replaceAll("%2C", ",");
}

function keepAddress({ detail }) {
  if (!detail.view) return;
  const query = writeQuery(detail.view);
  history.replaceState(null, "", query ? "?" + query : location.pathname);
}

/** Without a parent the page shows its own title and ways; the app has its own above the frame. */
function makeHead() {
  const head = document.getElementById("own-head");
  document.body.classList.toggle("alone", !IS_FRAMED);
  head.hidden = IS_FRAMED;
  if (IS_FRAMED) return;
  const alone = DATA.alone || {};
  const dated = say("edition", { year: DATA.edition }) + say("dot") + say("newest", { date: DATA.newest });
  const ways = el("nav", { class: "own-ways", "aria-label": say("ways") }, alone.home ? el("a", { href: alone.home }, say("home")) : null, languageLink(alone));
  replace(head, el("div", { class: "own-row" }, el("p", { class: "own-title", "aria-hidden": "true" }, say("title")), ways), el("p", { class: "quiet" }, dated));
}

/** The way to the other language: the page beside this one, or this very file with another `lang`; the view goes along. */
function languageLink({ other }) {
  if (!other && !SECOND) return null;
  const lang = LANG === "zh" ? "en" : "zh";
  const link = el("a", { href: other || "?lang=" + lang, lang: lang === "zh" ? "zh-CN" : "en" }, say("language"));
  link.addEventListener("click", () => {
    const query = new URLSearchParams(location.search);
    if (SECOND) query.set("lang", lang);
    link.href = (other || "") + (String(query) ? "?" + query : "");
  });
  return link;
}

/** The file's own labels in the language that is shown: the page was written in the first of its two. */
function speak() {
  if (!IS_SECOND) return;
  document.documentElement.lang = LANG === "zh" ? "zh-CN" : "en";
  document.title = say("title");
  document.querySelector("h1").textContent = say("title");
  document.getElementById("side").setAttribute("aria-label", say("list_label"));
  document.getElementById("map-box").setAttribute("aria-label", say("map_label"));
}

/** Without a parent: show what the address says, and write into it what is shown from then on. */
function readAddress() {
  if (IS_FRAMED) return;
  const query = new URLSearchParams(location.search);
  query.delete("lang");
  const asked = String(query) ? query : new URLSearchParams(OPEN.query || "");
  if (String(asked)) apply(readQuery(asked));
  window.addEventListener("dgmap", keepAddress);
}
