"""What a map of ours is made of: layers and panels, each with its script and its styles in its own folder.

branca compiles what an element has rendered as a Jinja template a second time, so that text of the data
would run on the server. Data of ours are a *value* instead: an :class:`Island` is printed as it is.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import folium
import geopandas as gpd
from branca.element import Element
from folium.template import Template

from geo.crs import DEGREES
from geo.symbols import SAMPLES, Shape
from i18n import text
from layers.escape import json_safe, markup_safe

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["Island", "Json", "Layer", "LegendItem", "Panel", "records_frame"]

# What `json.dumps` can write: text, numbers, None, lists and mappings of these.
Json = Mapping[str, object]


class Island(Element):
    """A value in the page, which the page's script reads as JSON.

    Parameters
    ----------
    value
        Anything that JSON can hold; it is escaped so that it cannot end its element.
    element_id, kind
        How the script finds it: by its id, or among the layers by the layer's kind.
    """

    _template = Template('<script type="application/json" {{ this.attributes }}>{{ this.json }}</script>')

    def __init__(self, value: object, *, element_id: str = "", kind: str = "") -> None:
        super().__init__()
        self._name = "Island"
        self.json = json_safe(value)
        named = f'id="{markup_safe(element_id)}"' if element_id else ""
        self.attributes = named or f'class="dgmap-layer" data-kind="{markup_safe(kind)}"'


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry of the legend.

    Attributes
    ----------
    key
        By which a layer's script says that the symbol is in sight.
    words
        Plain text.
    width, shapes
        The drawing: its width in CSS pixels, and SVG elements from the lowest up (:mod:`geo.symbols`).
    """

    key: str
    words: str
    width: float
    shapes: Sequence[Shape]

    @classmethod
    def of(cls, key: str, lang: str) -> LegendItem:
        """Return the entry of a symbol of ours, by its key in ``geo.symbols.SAMPLES``."""
        sample = SAMPLES[key]
        return cls(key, text(f"map.key_{key}", lang), sample.width, sample.shapes)


class Layer(folium.map.Layer):
    """A GeoDataFrame on the map: a payload for its script, and entries for the legend.

    The script, an ES module, and its styles lie beside the class and are named after their folder: for a
    class in ``towns/towns.py`` they are ``towns/towns.js`` and ``towns/towns.css``; ``kind`` is ``towns``.

    A layer of ours is drawn on a :class:`layers.ProjectMap`. It has no JavaScript variable of its own in
    Folium's script, so that it is neither in a ``LayerControl`` nor a parent of popups.

    Parameters
    ----------
    frame
        One row a feature, EPSG:4326. It is kept as ``frame``: pictures and exports read it. None: empty, for
        a layer that gets what it draws by a message of the app.
    name
        What people call the layer, plain text.
    lang
        The language of its words.

    Attributes
    ----------
    kind
        What the script calls it: the name of the folder.
    script
        The module; the page's styles are those beside the modules that it joins.
    needs_whole_leaflet
        Whether the script asks for more of Leaflet than the page usually holds (``scripts/leaflet``).
    keys
        Those of ``geo.symbols.SAMPLES`` that the legend may need.
    icons
        Files in ``static/icons`` that the script shows, beside those that every page has.
    """

    kind: ClassVar[str] = ""
    script: ClassVar[Path]
    needs_whole_leaflet: ClassVar[bool] = False
    keys: ClassVar[Sequence[str]] = ()
    icons: ClassVar[Sequence[str]] = ()

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        folder = Path(inspect.getfile(cls)).resolve().parent
        cls.kind = folder.name
        cls.script = folder / f"{folder.name}.js"

    def __init__(self, frame: gpd.GeoDataFrame | None = None, *, name: str = "", lang: str = "zh") -> None:
        super().__init__(name=name, overlay=True, control=False)
        self._name = type(self).__name__
        self.frame = gpd.GeoDataFrame(geometry=[], crs=DEGREES) if frame is None else frame
        self.lang = lang

    def payload(self) -> Json:
        """Return what the layer's script gets, as plain JSON values."""
        return {}

    def legend(self) -> Sequence[LegendItem]:
        """Return the entries that the legend may need for this layer: those of its `keys`."""
        return [LegendItem.of(key, self.lang) for key in self.keys]

    def island(self) -> Island:
        """Return the payload as it stands in the page."""
        return Island(self.payload(), kind=self.kind)

    def render(self, **kwargs: object) -> str:
        """Return nothing: the page prints the island, and no script of Folium's draws this layer."""
        del kwargs
        return ""

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> Element:
        """Refuse children: Folium's have no variable of this layer to hang on.

        Raises
        ------
        TypeError
            Always.
        """
        del name, index
        name_of_child = type(child).__name__
        msg = f"`child` was a {name_of_child}, but a {type(self).__name__} has no children: add it to the map"
        raise TypeError(msg)


def records_frame(records: Sequence[DataclassInstance]) -> gpd.GeoDataFrame:
    """Return records (dataclasses with a ``geometry`` in EPSG:4326) as a frame, one row each."""
    rows = [{one.name: getattr(record, one.name) for one in fields(record)} for record in records]
    # Without a row GeoPandas finds no column of that name.
    return gpd.GeoDataFrame(rows or {"geometry": []}, geometry="geometry", crs=DEGREES)


class Panel(Element):
    """Something beside or over the map, such as the list, which its script puts into the page.

    Parameters
    ----------
    name
        The name of its module: ``search`` for ``panels/search.js``.
    folder
        Where that lies.
    """

    _template = Template("")

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__()
        self._name = "Panel"
        self._id = name
        self.script = folder / f"{name}.js"
