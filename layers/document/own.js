// The visitor's own shapes, for this session: dashed ink over everything else, names as text nodes only.
const OWN = { key: "null", shapes: [], layers: [] };
const OWN_NAMES = 40; // more names than that are told by pointing alone

const ownBounds = () => L.featureGroup(OWN.layers).getBounds();
const isOwnSeen = () => OWN.layers.length > 0 && MAP.getBounds().intersects(ownBounds());

/** Show what the app keeps for the visitor; the map moves to it when it is new. */
function applyOwn(own) {
  const isAlone = Boolean(own && own.alone);
  if (document.body.classList.contains("own-alone") !== isAlone) {
    document.body.classList.toggle("own-alone", isAlone);
    MAP.invalidateSize({ animate: false });
    fitCity();
  }
  const shapes = (own && Array.isArray(own.shapes) && own.shapes) || [];
  const key = JSON.stringify(shapes);
  if (key === OWN.key) return;
  OWN.key = key;
  for (const layer of OWN.layers) layer.remove();
  OWN.shapes = shapes;
  OWN.layers = shapes.map(drawOwn);
  if (shapes.length) MAP.fitBounds(ownBounds().pad(0.15), { maxZoom: 14, animate: !isCalm() });
  scheduleLabels();
}

/** One shape: a light edge below, so that it is seen on every colour, and the dashes above. */
function drawOwn(shape) {
  const group = L.featureGroup();
  for (const isEdge of [true, false]) {
    const line = isEdge ? { color: "var(--surface)", weight: 6, opacity: 0.85, fill: false } : { color: "var(--ink)", weight: 2.2, dashArray: "6 5", fillColor: "var(--ink)", fillOpacity: 0.06 };
    const style = { ...paint("station", line), interactive: !isEdge, className: isEdge ? "own-edge" : "own-shape" };
    const point = (_feature, at) => L.circleMarker(at, { ...style, radius: 8, dashArray: isEdge ? null : "3 3" });
    L.geoJSON(shape.geometry, { style: () => style, pointToLayer: point }).addTo(group);
  }
  group.bindTooltip(() => el("span", {}, shape.name), { sticky: true, className: "own-tip" });
  return group.addTo(MAP);
}

/** Names beside the shapes, while there are few. */
function labelOwn(board) {
  if (OWN.shapes.length > OWN_NAMES) return;
  OWN.layers.forEach((layer, index) => {
    const { name } = OWN.shapes[index];
    const middle = layer.getBounds().getCenter();
    if (!name || !MAP.getBounds().contains(middle)) return;
    const width = textWidth(name, fontOf(13, 700)) + 12;
    const box = board.place(beside(toPoint(middle.lat, middle.lng), width, 20, 12), width, 20, 3);
    if (box) addLabel(box, el("div", { class: "own-name", "data-label": "own" }, name));
  });
}
