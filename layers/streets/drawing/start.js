// The street map. The page asks for this script once somebody chooses it, and hands over what it needs of the page:
// { map, lang, textWidth, fontOf, redraw, file }. It gives back { show(isShown), names(board, taken) }.
import { followTheme, palette } from "./looks.js";
import { paintNames, placeNames } from "./names.js";
import { gatherTiles, paintStreets } from "./paint.js";
import { openSource, TileStore } from "./source.js";

const PANES = { streets: 215, "street-names": 290 };
const PADDING = 0.1; // of the map, on each side

function makeCanvas(map, pane, draw) {
  map.createPane(pane).style.zIndex = PANES[pane];
  map.getPane(pane).style.pointerEvents = "none";
  const Canvas = L.Canvas.extend({
    _draw() {
      draw(this._ctx, this._bounds);
    },
  });
  return new Canvas({ pane, padding: PADDING }).addTo(map);
}

class Streets {
  #door;
  #store;
  #source;
  #isStale = true;
  #isHidden = true;
  #tiles = [];
  #names = [];

  constructor(door, source, failed) {
    const { map } = door;
    this.#door = door;
    this.#source = source;
    this.#store = new TileStore(source, () => this.#spoil(), failed);
    this.ground = makeCanvas(map, "streets", (pen, bounds) => this.#paint(pen, bounds));
    this.writing = makeCanvas(map, "street-names", (pen) => this.#write(pen));
    this.ground.on("update", () => {
      this.#isStale = true; // a canvas that was moved or resized is empty
    });
    followTheme(() => this.#spoil());
  }

  #spoil() {
    this.#isStale = true;
    this.#door.redraw();
  }

  get #zoom() {
    return this.#door.map.getZoom();
  }

  get #isDrawn() {
    return !this.#isHidden && this.#zoom >= this.#source.minZoom;
  }

  #paint(pen, bounds) {
    if (!this.#isDrawn) return;
    const look = { zoom: this.#zoom, origin: this.#door.map.getPixelOrigin(), source: this.#source };
    this.#tiles = gatherTiles(this.#store, bounds, look);
    paintStreets(pen, this.#tiles, { zoom: look.zoom, colours: palette() });
  }

  #write(pen) {
    const offset = this.#door.map.containerPointToLayerPoint([0, 0]);
    const { fontOf } = this.#door;
    paintNames(pen, this.#names, { offset, fontOf, colours: palette() });
  }

  /** Show or hide the streets; says whether there is something to see. */
  show(isShown) {
    if (this.#isHidden === isShown) this.#isStale = true;
    this.#isHidden = !isShown;
    if (this.#isStale) this.ground._redraw();
    this.#isStale = false;
    return this.#isDrawn && this.#tiles.length > 0;
  }

  /** Write the names where the board has room, those of ours (texts) left out. */
  names(board, taken) {
    const { map } = this.#door;
    const offset = map.containerPointToLayerPoint([0, 0]);
    const places = { offset, size: map.getSize(), zoom: this.#zoom, taken };
    this.#names = this.#isDrawn ? placeNames(board, this.#tiles, this.#door, places) : [];
    this.writing._redraw();
  }

  /** What is written on the map now. */
  get texts() {
    return this.#names.map(({ text }) => text);
  }
}

/** Open the file and return the street map; an error if it is broken. `failed` is called for a tile that does not come. */
window.dgmapStreets = async (door, failed) => new Streets(door, await openSource(door.file), failed);
