// What is new since the last visit: kept in this browser alone, as how many facts each project had. Off is kept, too.
import { effect } from "../../static/vendor/preact-signals-core/signals-core.module.js";
import { select } from "../page/actions.js";
import { projectById } from "../page/dataset.js";
import { isInApp } from "../page/host.js";
import { page } from "../page/islands.js";
import { panel } from "../page/layer.js";
import { news } from "../page/search.js";
import { newsNotice } from "../page/store.js";
import { say } from "../page/words.js";

const NEWS_KEY = `dgmap-news-${page.edition}`;
const NEWS_OFF = "off";
const MOST_NAMED = 3;

/** What was kept: counts by project, NEWS_OFF, or null on the first visit. Anybody may have written it. */
function keptNews() {
  try {
    const found = JSON.parse(localStorage.getItem(NEWS_KEY));
    return found === NEWS_OFF || (found && typeof found === "object") ? found : null;
  } catch {
    return null; // storage is switched off, or holds what is not ours: then every visit is the first
  }
}

function keepNews(value) {
  try {
    localStorage.setItem(NEWS_KEY, JSON.stringify(value));
    return true;
  } catch {
    return false; // switched off, or full
  }
}

/** The projects that have more facts than were kept; what is no number counts as seen. */
const withNews = (counts, seen) =>
  Object.keys(counts).filter((id) => projectById.has(id) && counts[id] > (Object.hasOwn(seen, id) ? seen[id] : 0));

function showNews(ids) {
  const close = () => {
    newsNotice.value = [];
  };
  const turnOff = () => {
    keepNews(NEWS_OFF);
    close();
  };
  const ways = ids.slice(0, MOST_NAMED).map((id) => ({ label: projectById.get(id).name, run: () => select(id) }));
  newsNotice.value = [
    {
      title: say("news_title", { n: ids.length }),
      text: say("news_text"),
      actions: [{ label: say("news_close"), run: close }, ...ways, { label: say("news_off"), run: turnOff }],
    },
  ];
}

function compareNews(counts) {
  const seen = keptNews();
  if (seen === NEWS_OFF) return;
  const ids = seen ? withNews(counts, seen) : [];
  if (ids.length > 0) showNews(ids);
  keepNews(counts);
}

panel("news", () => {
  if (isInApp) effect(() => news.value && compareNews(news.value));
});
