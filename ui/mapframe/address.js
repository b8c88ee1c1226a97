// The address: the link of what the map shows, plus where it looks. On the map's pages the browser owns it.

/** Path and query of a link; `camera` is zoom/lat/lon. */
export function linkOf(query, camera) {
  const parts = [query, camera ? `m=${camera}` : ""].filter(Boolean);
  return location.pathname + (parts.length ? `?${parts.join("&")}` : "");
}

export const isHere = (link) => location.pathname + location.search === link;

/** Go to a link as a step of the browser's history. */
export function pushAddress(link) {
  if (!isHere(link)) history.pushState({}, "", link);
}

/** What the address asks for, as it is spelt there; where the map looks is left out. */
export const queryOfAddress = () =>
  location.search
    .slice(1)
    .replace(/(^|&)m=[^&]*/, "")
    .replace(/^&/, "");
