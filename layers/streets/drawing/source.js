// The tiles of the streets: ranges of the server's file, or of the part that an offline file holds.
import { PbfReader, PMTiles, VectorTile } from "../../../static/vendor/pmtiles/pmtiles.js";
import { decodeTile } from "./decode.js";

const VECTOR = 1; // the type of the tiles, as the archive's header has it
const MARK = "dgmap_streets";
const MOST_BYTES = 4_000_000; // of a tile, unpacked
const MOST_TILES = 160; // that are kept

/** The part of an archive that is in this page, as PMTiles reads it. */
class Inside {
  constructor(base64) {
    this.bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  }

  getKey() {
    return "inside";
  }

  async getBytes(offset, length) {
    return { data: this.bytes.slice(offset, offset + length).buffer };
  }
}

/** Open an archive ({ url } or { base64 }); an error if it is broken or none of ours. Returns { minZoom, maxZoom, date, tile }. */
export async function openSource({ url, base64 }) {
  const archive = new PMTiles(base64 ? new Inside(base64) : url);
  const { minZoom, maxZoom, tileType } = await archive.getHeader();
  const metadata = await archive.getMetadata();
  if (tileType !== VECTOR || metadata[MARK] !== 1) throw new Error("no file of streets");
  return { minZoom, maxZoom, tile: (z, x, y) => readTile(archive, z, x, y) };
}

async function readTile(archive, z, x, y) {
  const found = await archive.getZxy(z, x, y);
  if (!found) return null;
  if (found.data.byteLength > MOST_BYTES) throw new Error("a tile is too large");
  return decodeTile(new VectorTile(new PbfReader(new Uint8Array(found.data))));
}

/** Tiles by their place, read once each; `changed` is called when one has come, `failed` once for all that do not. */
export class TileStore {
  #tiles = new Map();

  constructor(source, changed, failed) {
    Object.assign(this, { source, changed, failed });
  }

  /** The tile if it is here (null: there is nothing in it), undefined while it is on its way. */
  get(z, x, y) {
    const key = [z, x, y].join("/");
    if (!this.#tiles.has(key)) this.#ask(key, z, x, y);
    const tile = this.#tiles.get(key);
    this.#tiles.delete(key); // the last one asked for is the last one forgotten
    this.#tiles.set(key, tile);
    return tile;
  }

  /** A tile that is here already. */
  peek(z, x, y) {
    return this.#tiles.get([z, x, y].join("/"));
  }

  #ask(key, z, x, y) {
    this.#tiles.set(key, undefined);
    const oldest = this.#tiles.size > MOST_TILES ? this.#tiles.keys().next().value : key;
    if (oldest !== key) this.#tiles.delete(oldest);
    this.source.tile(z, x, y).then(
      (tile) => {
        this.#tiles.set(key, tile);
        this.changed();
      },
      () => this.failed(),
    );
  }
}
