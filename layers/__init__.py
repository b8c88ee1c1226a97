"""Turn the dataset into the map document (Folium), its symbols and its pictures.

``layers.prepared`` and ``layers.style`` are plain Python: the first page reads them before pandas is needed.
"""
