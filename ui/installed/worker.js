// Without a network the map opens as it was kept last; with one, everything comes from the server. Only the map's page
// and the files beside it are kept, never Streamlit's. Another edition is another worker with another cache: the old
// one stays until the last page that it serves is closed, so that nothing breaks under a page or a tour.
const KEPT = "[[kept]]"; // { cache, page, files }; Python puts them in (ui/installed/route.py)
const OURS = "dgmap-";

const found = (path) => caches.match(path, { cacheName: KEPT.cache, ignoreVary: true });

async function keep() {
  const cache = await caches.open(KEPT.cache);
  await cache.addAll(KEPT.files);
}

async function dropOthers() {
  const others = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== KEPT.cache);
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function fromServer(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const page = await found(KEPT.page);
    if (page) return page;
    throw error;
  }
}

const fromCache = async (request, path) => (await found(path)) ?? fetch(request);

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(dropOthers()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, searchParams } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const isMap = request.mode === "navigate" && pathname === "/" && !searchParams.has("embed");
  if (isMap) event.respondWith(fromServer(request));
  else if (KEPT.files.includes(pathname)) event.respondWith(fromCache(request, pathname));
});
