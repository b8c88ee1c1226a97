"""The map of a dataset: what the app serves, the offline file saves and a notebook shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import folium
from branca.element import Element
from folium.map import CustomPane
from folium.template import Template

from geo.dataset import Dataset
from geo.view import View
from i18n import LANGUAGES, other_lang, table
from layers.correction.destination import configured
from layers.element import Island, Json, Layer, Panel
from layers.figure import PageFigure
from layers.ground.ground import Ground
from layers.opening import opening
from layers.page.data import PageData, page_data
from layers.page.slots import slots
from layers.panels.elsewhere import elsewhere
from layers.panels.news import news
from layers.panels.search import search_index
from layers.panels.tour import tour_words
from layers.past.past import past
from layers.projects.projects import Projects
from layers.stack import of_class, stack
from layers.streets.streets import Streets, StreetsFiles

__all__ = ["ProjectMap", "Ways", "project_map"]

_PANELS = Path(__file__).parent / "panels"
# What the map has even without panels: a state of its own, key, credits, and a printed form.
_ON_THE_MAP = ("standalone", "legend", "controls", "print")
_BESIDE_THE_MAP = (
    "card", "search", "tour", "results", "notices", "news", "town_page", "correct", "elsewhere",
)  # fmt: skip
# In the app the server does the work of these.
_ALONE = frozenset({"correct", "elsewhere"})
# Folium numbers its elements at random; a page must be the same bytes on each build.
_ID = "city"
# What is drawn above what. Leaflet's own marker pane is 600.
_PANES: Mapping[str, int] = {
    "base": 200, "land": 210, "ground": 214, "border": 217, "hatch": 220, "context": 230, "veil": 240,
    "halo": 300, "dot": 310, "line": 400,
    "station": 420, "hit": 450, "label": 610,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ways:
    """Where a page outside of the app leads to.

    Attributes
    ----------
    other
        The page in the other language, relative; empty if there is none, or if the page holds it itself.
    home
        The site's first page, relative; empty for a page without a site.
    elsewhere
        The script that brings what a search finds beside the projects; empty if the page holds that itself.
    """

    other: str = ""
    home: str = ""
    elsewhere: str = ""


_NOWHERE = Ways()
_EVERYTHING = View()


class ProjectMap(folium.Map):
    """A Folium map of a dataset, with its layers, panels and page.

    Folium's own elements can be added (``folium.GeoJson``, markers, popups, tiles, ``LayerControl``), and
    layers of ours (:class:`layers.FrameLayer`). The page asks no other machine for anything but the pictures
    of a tile layer that was added.

    Parameters
    ----------
    dataset
        A ``geo.Dataset``; its frames are in EPSG:4326.
    view
        What is shown first. A place to measure from is left out: it belongs to a person.
    lang
        ``zh`` or ``en``.
    panels
        Whether list, search, card and tours stand beside the map.
    ways
        Where the page leads to.
    both_languages
        Whether the page holds both languages, and changes between them by itself.
    streets
        Where the page finds the street map; None if there is none, and the page does not offer it.

    Attributes
    ----------
    beside
        The address of the files that lie beside the page, in the app; empty where the page holds everything.
    """

    # Folium's own template without its header: the page has styles of its own.
    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map(
                {{ this.get_name()|tojson }},
                {
                    center: {{ this.location|tojson }},
                    crs: L.CRS.{{ this.crs }},
                    ...{{ this.options|tojavascript }}
                }
            );
        {% endmacro %}
        """
    )

    def __init__(
        self,
        dataset: Dataset,
        view: View,
        *,
        lang: str,
        panels: bool = True,
        ways: Ways = _NOWHERE,
        both_languages: bool = False,
        streets: StreetsFiles | None = None,
    ) -> None:
        west, south, east, north = (float(value) for value in dataset.towns.total_bounds)
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            zoom_start=10,
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            minZoom=9,  # as Leaflet spells it: Folium takes `min_zoom` for its tiles alone
            maxZoom=17,
            zoom_snap=0.1,
            zoom_delta=1,
            wheel_px_per_zoom_level=90,
            bounce_at_zoom_limits=False,
            max_bounds=True,
            min_lat=south - 0.6,
            max_lat=north + 0.6,
            min_lon=west - 0.9,
            max_lon=east + 0.9,
        )
        self._id = _ID
        self.default_js, self.default_css = [], []  # Leaflet stands in the page
        self.dataset, self.view, self.lang = dataset, view, lang
        self.panels, self.ways, self.both_languages = panels, ways, both_languages
        self.streets = streets
        self.beside = ""
        PageFigure(self, partial(slots, self))
        self._add_own()

    def _add_own(self) -> None:
        """Add panes, our layers in their drawing order, and panels."""
        for name, z_index in _PANES.items():
            pane = CustomPane(name, z_index=z_index, pointer_events=name == "hit")
            pane._id = name  # noqa: SLF001 - branca gives no public way to name an element
            self.add_child(pane)
        streets = [Streets(self.streets, lang=self.lang)] if self.streets else []
        for layer in (*stack(self.dataset, lang=self.lang), *streets):
            self.add_child(layer)
        (self.projects,) = of_class(self.layers(), Projects)
        (self.ground,) = of_class(self.layers(), Ground)
        for name in (*_ON_THE_MAP, *(_BESIDE_THE_MAP if self.panels else ())):
            self.add_child(Panel(name, _PANELS))
        self._own = frozenset(self._children)

    # --- what is in the page ---------------------------------------------------------------------------

    def layers(self) -> list[Layer]:
        """Return the layers of ours, in their drawing order."""
        return [child for child in self._children.values() if isinstance(child, Layer)]

    def data(self) -> PageData:
        """Return what the page's script reads beside the layers."""
        data = page_data(
            self.dataset,
            self.lang,
            map_name=self.get_name(),
            beside=self.beside,
            standalone=None if self.beside else asdict(self.ways),
            has_streets=self.streets is not None,
        )
        samples = {
            item.key: {"width": item.width, "shapes": item.shapes}
            for layer in self.layers()
            for item in layer.legend()
        }
        data["style"] = {**data["style"], "samples": samples}
        return data

    def later(self) -> Json:
        """Return what the map is not drawn from: the words of cards and search."""
        found = {"search": search_index(self.dataset, lang=self.lang)}
        cards = self.projects.cards()
        # What the cards refer to first: it packs better.
        return {"sources": cards["sources"], **cards, **found, "news": news(self.dataset)}

    def tour_words(self) -> Json:
        """Return the words of the tours' steps."""
        return tour_words(self.dataset, lang=self.lang)

    def _inside(self) -> Json:
        """Return what a page without a server holds: also what writes corrections and what finds more."""
        correct = {"to": configured().payload(), "words": table(self.lang)["correct"]}
        found = {**self.later(), "tours": self.tour_words(), "correct": correct}
        if self.panels and not self.ways.elsewhere:
            found["elsewhere"] = elsewhere(self.dataset, lang=self.lang)
        return found

    def past(self) -> Json:
        """Return what the page needs to go back to a day."""
        return past(self.dataset, self.projects.projects, lang=self.lang)

    @property
    def holds_past(self) -> bool:
        """Whether the page holds the past itself: the offline file, which has no files beside it."""
        return self.both_languages and not self.beside

    def islands(self) -> list[Island]:
        """Return all data of the page."""
        data = self.data()
        found = [Island(data, element_id="dgmap-page"), *(layer.island() for layer in self.layers())]
        if self.beside:
            return found
        if self.both_languages:
            found.append(Island(self._second(data), element_id="dgmap-second"))
        opened = opening(self.view, self.lang)
        if self.holds_past:
            found.append(Island(self._pasts(), element_id="dgmap-past"))
        return [
            *found,
            Island(self._inside(), element_id="dgmap-more"),
            Island(self.ground.later(), element_id="dgmap-ground"),
            Island(opened, element_id="dgmap-open"),
        ]

    def _pasts(self) -> Json:
        """Return the past in each language."""
        return {
            lang: past(self.dataset, Projects(self.dataset, lang=lang).projects, lang=lang)
            for lang in LANGUAGES
        }

    def _second(self, data: PageData) -> Json:
        """Return what differs in the other language."""
        lang = other_lang(self.lang)
        other = ProjectMap(
            self.dataset, self.view, lang=lang, panels=self.panels, ways=self.ways, streets=self.streets
        )
        # What was added besides is behind our own, and has one language.
        pairs = zip(self.layers(), other.layers(), strict=False)
        return {
            "page": _differing(other.data(), data),
            "layers": [_differing(second.payload(), first.payload()) for first, second in pairs],
            "more": other._inside(),
            "ground": _differing(other.ground.later(), self.ground.later()),
        }

    # --- the page --------------------------------------------------------------------------------------

    def render(self, **kwargs: object) -> None:  # type: ignore[override] # as branca's own MacroElement does
        """Render the map's elements into its own figure.

        Raises
        ------
        TypeError
            If the map was put into another figure, which has no place for our page.
        """
        if not isinstance(self.get_root(), PageFigure):
            msg = "a ProjectMap has a figure of its own, which has `width` and `height`: `chart.get_root()`"
            raise TypeError(msg)
        super().render(**kwargs)  # type: ignore[no-untyped-call] # Folium's own is not typed

    def scripts(self) -> list[Path]:
        """Return the modules that the page starts from, each once."""
        found = [child.script for child in self._children.values() if isinstance(child, Layer | Panel)]
        if self.beside:
            found = [path for path in found if path.stem not in _ALONE]
        return list(dict.fromkeys(found))

    def foreign(self) -> list[Element]:
        """Return the children that are Folium's own."""
        added = [child for name, child in self._children.items() if name not in self._own]
        return [child for child in added if not isinstance(child, Layer | Panel)]

    def own_names(self) -> frozenset[str]:
        """Return the names of the map and of what every map of ours has."""
        return self._own | {self.get_name()}


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in one.items() if value != other.get(key)}


def project_map(
    dataset: Dataset,
    view: View = _EVERYTHING,
    lang: str | None = None,
    *,
    panels: bool = True,
    ways: Ways = _NOWHERE,
    both_languages: bool = False,
    streets: StreetsFiles | None = None,
) -> ProjectMap:
    """Return a dataset's map, whose page is the one that the app serves.

    ``chart.save(path)`` writes it as one file, a notebook shows it, and ``chart.add_child`` takes more
    layers. The other parameters are those of :class:`ProjectMap`.

    Parameters
    ----------
    lang
        The map's language; by default the view's.
    """
    return ProjectMap(
        dataset,
        view,
        lang=lang or view.lang,
        panels=panels,
        ways=ways,
        both_languages=both_languages,
        streets=streets,
    )
