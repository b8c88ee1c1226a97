"""Any GeoDataFrame as a layer of ours."""
