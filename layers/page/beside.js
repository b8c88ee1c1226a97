// The files beside the page, in the app: what the first picture does not need.
import { el } from "./dom.js";
import { page } from "./islands.js";

const RETRY_MS = 3000;

/** Fetch one until it comes, and hand it over. */
export function fetchBeside(name, take) {
  fetch(page.beside + name)
    .then((response) => (response.ok ? response.json() : Promise.reject(new Error(String(response.status)))))
    .then(take, () => setTimeout(() => fetchBeside(name, take), RETRY_MS));
}

/** Load a script that lies there, until it comes. */
export function fetchScript(name) {
  const again = () => setTimeout(fetchScript, RETRY_MS, name);
  document.head.append(el("script", { src: page.beside + name, on: { error: again } }));
}
