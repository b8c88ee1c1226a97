// What the streets are read with: ranges of an archive, vector tiles, and the format that those are written in.
export { VectorTile } from "@mapbox/vector-tile";
export { PbfReader } from "pbf";
export { PMTiles } from "pmtiles";
