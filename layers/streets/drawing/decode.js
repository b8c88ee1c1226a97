// A vector tile as it is drawn: one path a kind, in the units of the tile, and what has a name.
/** The side of a tile in its own units. */
export const EXTENT = 4096;
const MOST_FEATURES = 30_000; // of a layer
const LONGEST = 40; // signs of a name
const AREAS = ["green", "water"];
const LINES = ["streams", "rails", "roads"];

function trace(path, rings) {
  for (const ring of rings) {
    for (const [index, { x, y }] of ring.entries()) index ? path.lineTo(x, y) : path.moveTo(x, y);
  }
}

const textOf = (value) => (typeof value === "string" ? value.slice(0, LONGEST) : "");

/** What may be written at a feature: { kind, name, nameEn, ref }. */
const wordsOf = ({ kind, name, name_en: nameEn, ref }) => ({
  kind: textOf(kind),
  name: textOf(name),
  nameEn: textOf(nameEn),
  ref: textOf(ref),
});

const hasWords = ({ name, nameEn, ref }) => Boolean(name || nameEn || ref);

/** The features of a layer as { words, rings }, scaled to our extent. */
function* featuresOf(tile, name) {
  const found = tile.layers[name];
  const scale = EXTENT / (found?.extent || EXTENT);
  for (let index = 0; index < Math.min(found?.length ?? 0, MOST_FEATURES); index++) {
    const feature = found.feature(index);
    const rings = feature.loadGeometry();
    if (scale !== 1) for (const point of rings.flat()) point.mult(scale);
    yield { words: wordsOf(feature.properties), rings };
  }
}

function pathOf(paths, kind) {
  if (!paths.has(kind)) paths.set(kind, new Path2D());
  return paths.get(kind);
}

/** { paths: Map(kind → Path2D), lines: [{ words, rings }], places: [{ words, point }] }. Roads have the kinds of their class. */
export function decodeTile(tile) {
  const paths = new Map();
  const lines = [];
  const places = [];
  for (const layer of [...AREAS, ...LINES])
    for (const { words, rings } of featuresOf(tile, layer)) {
      trace(pathOf(paths, layer === "roads" ? words.kind : layer), rings);
      if (layer === "roads" && hasWords(words)) lines.push({ words, rings });
    }
  for (const { words, rings } of featuresOf(tile, "places"))
    if (hasWords(words) && rings[0]?.[0]) places.push({ words, point: rings[0][0] });
  return { paths, lines, places };
}
