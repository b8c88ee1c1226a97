// Steps of the history beside the address: what means the same is no step.
import { isHere } from "./address.js";

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
