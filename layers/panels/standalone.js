// A page that stands alone (a file, a notebook, another site's frame) has its own title and keeps its own address.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { currentQuery } from "../page/actions.js";
import { fetchAside } from "../page/aside.js";
import { projectById } from "../page/dataset.js";
import { el, replace } from "../page/dom.js";
import { appDocument, isEmbedded, isInApp } from "../page/host.js";
import { holdsBothLanguages, isTranslated, lang, opening, page } from "../page/islands.js";
import { panel } from "../page/layer.js";
import { readQuery } from "../page/link.js";
import { subjectOf } from "../page/sentence.js";
import { asKnown, filters, selected, view } from "../page/store.js";
import { say } from "../page/words.js";

const htmlLang = (code) => (code === "zh" ? "zh-CN" : code);

/** The way to the other language: the page beside this one, or this file with another `lang`; the view goes along. */
function languageLink(other) {
  if (!other && !holdsBothLanguages) return null;
  const code = lang === "zh" ? "en" : "zh";
  const link = el("a", { href: other || `?lang=${code}`, lang: htmlLang(code) }, say("language"));
  link.addEventListener("click", () => {
    const query = new URLSearchParams(location.search);
    if (holdsBothLanguages) query.set("lang", code);
    link.href = (other || "") + (String(query) ? `?${query}` : "");
  });
  return link;
}

function drawHead() {
  const head = document.getElementById("own-head");
  document.body.classList.toggle("alone", !isInApp);
  head.hidden = isInApp;
  if (isInApp) return;
  const { home, other } = page.standalone || {};
  const dates = el("p", { class: "quiet" });
  const toHome = home ? el("a", { href: home }, say("home")) : null;
  const ways = el("nav", { class: "own-ways", "aria-label": say("ways") }, toHome, languageLink(other));
  const title = el("p", { class: "own-title", "aria-hidden": "true" }, say("title"));
  replace(head, el("div", { class: "own-row" }, title, ways), dates);
  effect(() => {
    const known = asKnown.value || say("newest", { date: page.newest });
    replace(dates, say("edition", { year: page.edition }) + say("dot") + known);
  });
}

/** The labels of a file that was written in the other of its two languages. */
function translate() {
  if (!isTranslated) return;
  document.documentElement.lang = htmlLang(lang);
  document.querySelector("h1").textContent = say("title");
  document.getElementById("side").setAttribute("aria-label", say("list_label"));
  document.getElementById("map-box").setAttribute("aria-label", say("map_label"));
}

/** What the address asks for; a file that is opened without one has its own first view. */
function askedQuery() {
  const query = new URLSearchParams(location.search);
  query.delete("lang");
  return String(query) ? location.search : opening.query || "";
}

function noticeOf(ignored) {
  if (!ignored.length) return [];
  const [{ parameter, value }] = ignored;
  const text = ignored.length > 1 ? say("ui_ignored_more", { n: ignored.length - 1 }) : say("ui_ignored_rest");
  return [{ title: say("ui_ignored_unknown", { part: `${parameter}=${value.slice(0, 40)}` }), text, actions: [] }];
}

/** The state of the page's own address, as the app would give it: see window.dgmap.apply. */
function ownState() {
  const query = askedQuery();
  const { ignored, ...found } = readQuery(query);
  return { query, view: found, notices: noticeOf(ignored) };
}

/** Write what is shown into the address from now on; it is never a step of the browser's history. */
function keepAddress() {
  let isFirst = true;
  effect(() => {
    void view.value;
    const query = currentQuery();
    if (!isFirst && location.protocol !== "about:")
      history.replaceState(null, "", query ? `?${query}${location.hash}` : location.pathname + location.hash);
    isFirst = false;
  });
}

// --- in a frame of another site ---

const HIDEABLE = ["head", "list", "key", "controls"];

/** The address of the same view with everything around it. */
function wholeAddress(project) {
  const query = new URLSearchParams(currentQuery(project ? { ...view.value, selected: project } : undefined));
  query.delete("embed");
  const camera = new URLSearchParams(location.search).get("m");
  if (camera) query.set("m", camera);
  const text = String(query).replaceAll("%2C", ",").replaceAll("%2F", "/");
  return location.pathname + (text ? `?${text}` : "");
}

function drawEmbed() {
  const hidden = new Set((new URLSearchParams(location.search).get("embed") || "").split(","));
  document.body.classList.add("embedded");
  for (const part of HIDEABLE) document.body.classList.toggle(`without-${part}`, hidden.has(part));
  const link = el("a", { id: "whole", target: "_blank", rel: "noopener", title: say("open_whole") }, say("title"));
  document.getElementById("corner").prepend(link);
  effect(() => {
    void view.value;
    link.href = wholeAddress();
  });
  window.addEventListener("dgmap", ({ detail }) => {
    if (detail.type === "share") window.open(wholeAddress(detail.id), "_blank", "noopener");
  });
}

/** The window is called by what is open, else by what is asked; a page of the app's with a map in it by the server. */
function nameWindow() {
  const named = appDocument() ?? document;
  effect(() => {
    if (isInApp && named.location.pathname !== "/") return;
    const words = projectById.get(selected.value)?.name ?? subjectOf(filters.value);
    named.title = [words, say("title")].filter(Boolean).join(say("dot"));
  });
}

panel("standalone", ({ apply }) => {
  translate();
  drawHead();
  nameWindow();
  if (isInApp) return;
  apply(ownState());
  keepAddress();
  if (isEmbedded) drawEmbed();
  else if (navigator.serviceWorker?.controller) fetchAside(); // it has opened the app's page as it was kept
});
