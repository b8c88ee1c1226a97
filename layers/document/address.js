// A page that stands alone keeps its view in its own address, spelt as the app's links are (docs/links.md).
const ADDRESS = { towns: "town", categories: "cat", stages: "stage", statuses: "status", kept: "kept", certainty: "sure" };

/** The view of an address; what is not known is left out. */
function readQuery(query) {
  const filters = { text: (query.get("q") || "").slice(0, 80) };
  for (const [field, name] of Object.entries(ADDRESS)) {
    const wanted = new Set((query.get(name) || "").split(","));
    filters[field] = OPTIONS[field].filter((value) => wanted.has(value));
  }
  const camera = (query.get("m") || "").split("/").map(Number);
  return {
    filters,
    selected: BY_ID.has(query.get("p")) ? query.get("p") : null,
    camera: camera.length === 3 && camera.every(Number.isFinite) && CITY.pad(1).contains([camera[1], camera[2]]) ? camera : null,
    tour: TOURS.has(query.get("tour")) ? { id: query.get("tour"), step: query.get("step") || 1 } : undefined,
  };
}

/** The canonical query of what is shown; `lang` is the file's own affair (a file can hold two). */
function writeQuery({ filters, selected, tour }) {
  const query = new URLSearchParams(location.search);
  const put = (name, value) => (value ? query.set(name, value) : query.delete(name));
  for (const [field, name] of Object.entries(ADDRESS)) put(name, (filters[field] || []).join(","));
  put("q", filters.text);
  put("p", selected);
  put("m", "");
  put("tour", tour && tour.id);
  put("step", tour && tour.step > 1 ? tour.step : "");
  return String(query).replaceAll("%2C", ",");
}

function keepAddress({ detail }) {
  if (!detail.view) return;
  const query = writeQuery(detail.view);
  history.replaceState(null, "", query ? "?" + query : location.pathname);
}

/** Without a parent: show what the address says, and write into it what is shown from then on. */
function readAddress() {
  if (IS_FRAMED) return;
  if (location.search.length > 1) apply(readQuery(new URLSearchParams(location.search)));
  window.addEventListener("dgmap", keepAddress);
}
