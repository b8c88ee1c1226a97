// Runs in every frame of both apps on the slow phone: when the first picture of the map, the map and the widgets come.
(() => {
  window.top.dgPhone ??= { picture: 0, map: 0, widgets: 0, answers: 0, shift: 0 };
  const marks = window.top.dgPhone;
  const mark = (name) => {
    marks[name] ||= now();
  };
  const now = () => performance.timeOrigin + performance.now() - window.top.performance.timeOrigin;
  const seen = (selector) => [...document.querySelectorAll(selector)].some((node) => node.checkVisibility());
  const look = () => {
    // Our page shows the city's outline where the map will be; the tutorial's first picture is its map.
    if (!marks.picture && (seen("#silhouette") || document.querySelectorAll(".leaflet-pane path").length > 10))
      requestAnimationFrame(() => mark("picture"));
    // Leaflet's handlers stand once its container has the class; a map without shapes is not yet the map.
    if (
      !marks.map &&
      document.querySelector(".leaflet-container") &&
      document.querySelectorAll(".leaflet-pane path").length > 10
    )
      requestAnimationFrame(() => mark("map"));
    if (
      !marks.widgets &&
      window === window.top &&
      seen('[data-testid="stSelectbox"] input, [data-testid="stMultiSelect"] input, .st-key-languages button')
    )
      marks.widgets = now();
    // The filters that a visitor uses: ours are in the map document, the tutorial's are Streamlit's.
    if (!marks.answers && seen('[data-testid="stMultiSelect"] input, #choices [aria-pressed]')) marks.answers = now();
    requestAnimationFrame(look);
  };
  window.addEventListener("DOMContentLoaded", () => requestAnimationFrame(look));
  requestAnimationFrame(look);
  if (window === window.top)
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) marks.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
})();
