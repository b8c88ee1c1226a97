// What the map uses of Leaflet; everything else is left out of static/vendor/leaflet/leaflet.js.
export { map } from "leaflet/src/map/index.js";
export { CRS } from "leaflet/src/geo/crs/index.js";
export { toLatLng as latLng } from "leaflet/src/geo/LatLng.js";
export { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
export { toBounds as bounds } from "leaflet/src/geometry/Bounds.js";
export { toPoint as point } from "leaflet/src/geometry/Point.js";
export { Marker, marker } from "leaflet/src/layer/marker/Marker.js";
export { divIcon } from "leaflet/src/layer/marker/DivIcon.js";
export { featureGroup } from "leaflet/src/layer/FeatureGroup.js";
export { layerGroup } from "leaflet/src/layer/LayerGroup.js";
export { geoJSON } from "leaflet/src/layer/GeoJSON.js";
export { Canvas, svg, circle, circleMarker, polyline, polygon } from "leaflet/src/layer/vector/index.js";
// Gives layers `bindTooltip`.
import "leaflet/src/layer/Tooltip.js";
