// The page's data, read once from JSON islands. Text in it reaches the page only through textContent.
const parse = (node) => JSON.parse(node?.textContent || "null");
const island = (id) => parse(document.getElementById(id));

// A file that holds both languages shows the one that its address asks for.
const second = island("dgmap-second");
/** What an offline file opens with until its address says another: { query, lang }. */
export const opening = island("dgmap-open") || {};
const asked = new URLSearchParams(location.search).get("lang") || opening.lang;
const isSecond = Boolean(second) && asked === second.page.lang;

export const page = { ...island("dgmap-page"), ...(isSecond ? second.page : {}) };
export const lang = page.lang;
/** Whether the page can go back to a day: in the app and in the offline file. */
export const hasPast = Boolean(page.beside || document.getElementById("dgmap-past"));
export const style = page.style;
export const holdsBothLanguages = Boolean(second);
/** Whether the page was written in another language than the one that it shows. */
export const isTranslated = isSecond;

/** The layers in their drawing order: [{ kind, data }]. */
export const layers = [...document.querySelectorAll("script.dgmap-layer")].map((node, place) => {
  const { kind } = node.dataset;
  return { kind, data: { ...parse(node), ...(isSecond ? second.layers[place] : {}) } };
});

/** The payload of the first layer of a kind, null where the map has none. */
export const payloadOf = (kind) => layers.find((layer) => layer.kind === kind)?.data ?? null;

/** The fine ground, where it is inside of the page. */
export const groundIsland = () => ({ ...island("dgmap-ground"), ...(isSecond ? second.ground : {}) });

let later = null; // read once: it is the largest

/** What cards and search need, where it is inside of the page. */
export function laterIsland() {
  later ??= isSecond ? second.more : island("dgmap-more");
  return later;
}
