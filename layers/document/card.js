// The card of the selected project: three lines that never change place.
const CARD = document.getElementById("card");
let CARD_OPENER = null;
let CARD_ID = null;

const line = (label, ...children) => el("div", { class: "card-line" }, el("dt", {}, label), el("dd", {}, ...children));
const quiet = (...children) => el("p", { class: "quiet" }, ...children);

function promiseLine(project) {
  const { promise } = project;
  const ref = sourceLink({ title: promise.ref, url: promise.url });
  return line(say("promise"), el("p", {}, promise.text, promise.kept ? el("b", {}, promise.kept.word) : null, promise.kept ? promise.kept.rest : null), quiet(ref, promise.date ? say("dot") + promise.date : null));
}

function statusLine(project) {
  const { now } = project;
  const link = sourceLink(now.source);
  const others = new Set(project.events.map((event) => event.source && event.source.title).filter(Boolean)).size;
  const fact = now.fact || (project.events.length ? "" : say("nothing_read"));
  return line(
    say("status"),
    el("p", { class: "card-status" }, statusMark(project.status), el("b", {}, now.word), now.date ? " " + (project.status === "unknown" ? say("looked", { date: now.date }) : now.date) : null),
    fact || link ? quiet(fact ? fact + " " : null, link ? say("source") + " " : null, link, link && others > 1 ? " " + say("sources_more", { n: others }) : null) : null,
  );
}

const placeLine = (project) => line(say("place"), el("p", {}, project.place.title), project.place.text ? quiet(project.place.text) : null);

function townChip(id) {
  return el("button", { type: "button", class: "chip", on: { click: () => toggle("towns", id) } }, townName(id));
}

function townOrder(project) {
  const items = project.towns.map((id, index) => {
    const isOpen = project.open.includes(id);
    const colour = isOpen ? "color:var(--w-" + project.cat + ");border-color:var(--c-" + project.cat + ")" : "background:var(--c-" + project.cat + ");border-color:var(--c-" + project.cat + ");color:var(--glyph)";
    return el("li", {}, el("span", { class: "badge order", style: colour }, String(index + 1)), el("button", { type: "button", class: "plain", on: { click: () => toggle("towns", id) } }, townName(id)));
  });
  return el("ol", { class: "town-order" }, ...items);
}

function townsBlock(project) {
  if (!project.towns.length) return quiet(say("no_towns"));
  const isRoute = isTownOnly(project) && project.ordered && project.towns.length > 1;
  return el(
    "div",
    { class: "card-towns" },
    el("h3", {}, say(isRoute ? "towns_ordered" : "towns_involved", { n: project.towns.length })),
    isRoute ? townOrder(project) : el("div", { class: "chips" }, ...project.towns.map(townChip)),
    isRoute && project.open.length ? quiet(say("order_open")) : null,
    project.note ? quiet(project.note) : null,
  );
}

function eventsBlock(project) {
  const items = project.events.map((event) => el("li", {}, el("time", {}, event.date), el("span", {}, event.fact), sourceLink(event.source)));
  return el("ol", { class: "card-events" }, ...items);
}

function sourcesBlock(project) {
  return el("details", { class: "card-sources" }, el("summary", {}, say("sources")), el("ul", {}, ...project.sources.map((source) => el("li", {}, sourceLink({ ...source, title: source.full || source.title })))));
}

function cardButtons(project, news) {
  const share = IS_FRAMED && el("button", { type: "button", class: "button", on: { click: () => tell("share", { id: project.id }) } }, icon("share-network", 18), say("share"));
  if (!project.events.length) return share ? el("div", { class: "card-buttons" }, share) : null;
  const more = el("button", { type: "button", class: "button", "aria-expanded": "false" }, icon("list-bullets", 18), say("events", { n: project.events.length }));
  more.addEventListener("click", () => {
    news.hidden = !news.hidden;
    more.setAttribute("aria-expanded", String(!news.hidden));
  });
  return el("div", { class: "card-buttons" }, share || null, more);
}

function cardParts(project) {
  const close = el("button", { type: "button", class: "close", "aria-label": say("close"), on: { click: closeCard } }, icon("x", 20));
  const head = el("div", { class: "card-head" }, swatch(project), el("span", {}, WORDS.names.category[project.cat] + say("dot") + project.ref), close);
  const news = eventsBlock(project);
  news.hidden = true;
  return [
    el("div", { class: "grip", "aria-hidden": "true" }),
    head,
    el("h2", {}, project.name),
    project.other && project.other !== project.name ? el("p", { class: "other", lang: LANG === "zh" ? "en" : "zh-CN" }, project.other) : null,
    el("p", { class: "what" }, project.what),
    el("dl", {}, promiseLine(project), statusLine(project), placeLine(project)),
    townsBlock(project),
    cardButtons(project, news),
    news,
    sourcesBlock(project),
  ];
}

function drawCard() {
  if (cardId() === CARD_ID || (cardId() !== null && !isWhole())) return;
  const hadFocus = CARD.contains(document.activeElement);
  if (CARD_ID === null) CARD_OPENER = document.activeElement;
  CARD_ID = cardId();
  const project = CARD_ID === null ? null : BY_ID.get(CARD_ID);
  document.body.classList.toggle("has-card", Boolean(project));
  if (!project) {
    CARD.hidden = true;
    replace(CARD);
    if (hadFocus && CARD_OPENER && CARD_OPENER.isConnected) CARD_OPENER.focus({ preventScroll: true });
    return;
  }
  replace(CARD, ...cardParts(project));
  CARD.hidden = false;
  CARD.setAttribute("aria-label", project.name);
  CARD.scrollTop = 0;
}

function closeCard() {
  if (VIEW.selected !== null) select(VIEW.selected);
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (cardId() !== null) closeCard();
  else if (document.body.classList.contains("full")) setFull(false);
});
