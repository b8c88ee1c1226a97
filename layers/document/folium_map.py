"""The Folium map: options and panes, without data and without anything from a CDN."""

from __future__ import annotations

import folium
from branca.element import Figure
from folium.map import CustomPane

__all__ = ["MAP_NAME", "PANES", "folium_parts"]

# Folium numbers its elements at random; a page must be the same bytes on each build.
MAP_NAME = "dongguan"

# What is drawn above what. Leaflet's own marker pane is 600.
PANES: tuple[tuple[str, int], ...] = (
    ("base", 200),
    ("land", 210),
    ("hatch", 220),
    ("context", 230),
    ("veil", 240),
    ("halo", 300),
    ("dot", 310),
    ("line", 400),
    ("station", 420),
    ("hit", 450),
    ("label", 610),
)


def folium_parts(*, bounds: tuple[float, float, float, float]) -> tuple[str, str]:
    """Return Folium's map element and the script that starts it.

    Parameters
    ----------
    bounds
        West, south, east, north in degrees: the camera starts at their middle and can not leave them far.
    """
    west, south, east, north = (float(value) for value in bounds)
    chart = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=10,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        min_zoom=9,
        max_zoom=17,
        zoom_snap=0.1,
        zoom_delta=1,
        wheel_px_per_zoom_level=90,
        bounce_at_zoom_limits=False,
        max_bounds=True,
        # So far that a project at the edge of the city can stand beside its card, also on a small map.
        min_lat=south - 1.5,
        max_lat=north + 1.5,
        min_lon=west - 1.4,
        max_lon=east + 1.4,
    )
    chart._id = MAP_NAME  # noqa: SLF001  (branca gives no public way to name an element)
    for order, (name, z_index) in enumerate(PANES):
        pane = CustomPane(name, z_index=z_index, pointer_events=name == "hit")
        pane._id = f"pane{order}"  # noqa: SLF001  (as above)
        chart.add_child(pane)
    figure = chart.get_root()
    if not isinstance(figure, Figure):
        msg = f"`figure` was {type(figure).__name__} but is expected to be a branca Figure"
        raise TypeError(msg)
    figure.render()
    return str(figure.html.render()), str(figure.script.render())
