// The address: the link of what the map shows, plus where it looks. On the map's pages the browser owns it.

/** Whether two queries ask for the same, however they are spelt; where the map looks is left out. */
export function isSameQuery(one, other) {
  const [first, second] = [one, other].map((query) => {
    const pairs = new URLSearchParams(query);
    pairs.delete("m");
    pairs.sort();
    return String(pairs);
  });
  return first === second;
}

/** Path and query of a link; `camera` is zoom/lat/lon. */
export function linkOf(query, camera) {
  const parts = [query, camera ? `m=${camera}` : ""].filter(Boolean);
  return location.pathname + (parts.length ? `?${parts.join("&")}` : "");
}

const isHere = (link) => location.pathname + location.search === link;

/** Go to a link as a step of the browser's history. */
export function pushAddress(link) {
  if (!isHere(link)) history.pushState({}, "", link);
}

/** Spell the address of this step of the history. */
export function replaceAddress(link) {
  if (!isHere(link)) history.replaceState(history.state, "", link);
}

/**
 * Streamlit writes an address that the server has heard of in a spelling of its own (a comma as %2C). Where it means
 * what is there already, that is no step of the history.
 */
export function keepSpelling() {
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    const wanted = new URL(url ?? location.href, location.href);
    const isKnown = wanted.pathname === location.pathname && isSameQuery(wanted.search, location.search);
    if (!isKnown) push(state, unused, url);
  };
}
