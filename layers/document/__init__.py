"""The map document: one self-contained HTML page per (edition, language).

Folium makes the map (its options and panes); the page around it is ours, with every asset inlined. The data
is put in after Folium and branca have rendered, because branca compiles what it renders as a template twice.
"""

from layers.document.build import Alone, Served, build, build_served

__all__ = ["Alone", "Served", "build", "build_served"]
