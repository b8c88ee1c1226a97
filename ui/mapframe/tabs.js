// The links to the other pages take the view along as the map shows it now.
import { isSameQuery } from "./history.js";

const TAB = /st-key-(?:tabs|menu_nav|title_links|foot_links)_([a-z]+?)(?:_here)?(?:\s|$)/;

function* ancestors(node) {
  for (let one = node; one instanceof Element; one = one.parentElement) yield one;
}

const nameOf = (tab) => TAB.exec([...ancestors(tab)].map((one) => one.className).join(" "))?.[1];

/** Write a query into the links. Streamlit drew them with the query of its last whole run, which is kept beside. */
export function markTabs(query) {
  for (const tab of document.querySelectorAll(".stPageLink a")) {
    if (tab.closest('[class*="_here"]')) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
    const link = new URL(tab.href);
    if (link.search !== tab.dataset.ours) tab.dataset.drawn = link.search;
    link.search = query;
    tab.dataset.ours = link.search;
    tab.href = link.href;
  }
}

/** Call back whenever Streamlit has drawn something anew: links may come, or get another address, after a message. */
export function watchTabs(mark) {
  const observer = new MutationObserver(() => {
    mark();
    observer.takeRecords(); // what was written just now
  });
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["href"] });
}

/** Where a press on a link leads that Streamlit would answer with an older view: the page's name, else null. */
export function pageOfPress(event, tab) {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!isPlain || isSameQuery(tab.dataset.drawn ?? "", tab.dataset.ours ?? "")) return null;
  return nameOf(tab) ?? null;
}
