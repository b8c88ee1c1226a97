"""The figure round a map of ours: the page's template, and the policy that says whom the page may ask.

What branca's elements have rendered is printed as it is. branca's own figure renders it as a template once
more, so that ``{{ … }}`` in a planner's GeoJSON would run on the machine that renders it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from urllib.parse import urlsplit

import folium
import jinja2
from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.raster_layers import ImageOverlay, WmsTileLayer

from layers.page import assets

__all__ = ["PageFigure", "Printed", "descendants", "has_tiles", "numbered", "policy"]

_HOST = re.compile(r"[a-z0-9*][a-z0-9.-]*(:\d+)?", re.IGNORECASE)
_RANDOM_ID = re.compile(r"(?<=_)[0-9a-f]{32}(?![0-9a-f])")


class Printed(Element):
    """Prints what its children have rendered, and compiles none of it."""

    def render(self, **kwargs: object) -> str:
        """Return the children's text in their order."""
        return "\n".join(text for text in self.texts(**kwargs).values() if text.strip())

    def texts(self, **kwargs: object) -> dict[str, str]:
        """Return each child's text by its name."""
        return {name: _text(child, **kwargs) for name, child in self._children.items()}


def children(element: Element) -> list[Element]:
    """Return what was added to an element, in its order."""
    return list(element._children.values())  # noqa: SLF001 - branca has no other way to ask


def _text(element: Element, **kwargs: object) -> str:
    """Return what an element was made from, if that is text; else what it renders."""
    made_from = element._template_str  # noqa: SLF001 - branca keeps it for pickling, and shows it nowhere else
    return element.render(**kwargs) if made_from is None else made_from


class PageFigure(Figure):
    """A branca figure whose template is our page.

    Parameters
    ----------
    chart
        The map.
    slots
        Asked for what goes into the page, once the map and its children are rendered.
    """

    header: Printed
    html: Printed
    script: Printed

    def __init__(self, chart: folium.Map, slots: Callable[[PageFigure], Mapping[str, str]]) -> None:
        super().__init__()
        self.header, self.html, self.script = Printed(), Printed(), Printed()
        for part in (self.header, self.html, self.script):
            part._parent = self  # noqa: SLF001 - as branca's own figure does
        self.slots = slots
        self.add_child(chart)

    def render(self, **kwargs: object) -> str:
        """Return the page.

        Raises
        ------
        ValueError
            If a child asks another machine for scripts or styles, or its text breaks Folium's template.
        """
        try:
            for child in self._children.values():
                child.render(**kwargs)
        except jinja2.TemplateError as error:
            msg = (
                f"Folium cannot draw text that holds template signs such as {{{{ or {{% ({error}): "
                "take them out, or show the frame by `layers.FrameLayer`, which can"
            )
            raise ValueError(msg) from error
        self._refuse_links()
        return _template().render(page=self.slots(self))

    def _refuse_links(self) -> None:
        links = [child for child in children(self.header) if isinstance(child, JavascriptLink | CssLink)]
        if links:
            msg = f"a child needs {links[0].url}, but the page asks no other machine for scripts or styles"
            raise ValueError(msg)


@cache
def _template() -> jinja2.Template:
    # No autoescape: scripts and styles go in as they are; text is escaped where it is made.
    return jinja2.Environment(autoescape=False, trim_blocks=True).from_string(assets.template())  # noqa: S701 - no data here


def descendants(element: Element) -> Iterator[Element]:
    """Yield all elements below an element; those of a popup are in parts of their own."""
    for child in children(element):
        yield child
        yield from descendants(child)
    for part in ("header", "html", "script"):
        below = getattr(element, part, None)
        if isinstance(below, Element):
            yield from descendants(below)


def numbered(texts: Mapping[str, str], chart: Element) -> dict[str, str]:
    """Put numbers in the place of branca's random ids, by their order: the same map gives the same bytes."""
    known = {element._id for element in descendants(chart)}  # noqa: SLF001 - branca names elements by it
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return numbers.setdefault(found[0], str(len(numbers))) if found[0] in known else found[0]

    return {name: _RANDOM_ID.sub(number, text) for name, text in texts.items()}


def _address(element: Element) -> str:
    """Return where an element of Folium's gets its pictures from; empty if it brings them."""
    if isinstance(element, folium.TileLayer):
        return str(element.tiles)
    if isinstance(element, WmsTileLayer | ImageOverlay):
        return str(element.url)
    return ""


def has_tiles(chart: Element) -> bool:
    """Say whether a map has a tile layer."""
    return any(isinstance(element, folium.TileLayer | WmsTileLayer) for element in descendants(chart))


def _origin(address: str) -> str:
    """Return the origin of a tile address as a policy writes it: ``https://*.tile.example.org``.

    Raises
    ------
    ValueError
        If the address is not one of http or https, or its host is none.
    """
    parts = urlsplit(re.sub(r"\{s\}", "*", address))
    scheme = parts.scheme or "https"
    if scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc):
        msg = f"`tiles` was {address!r} but is expected to be an http or https address"
        raise ValueError(msg)
    return f"{scheme}://{parts.netloc}"


def policy(chart: Element, *, asks_server: bool, has_site: bool, has_script: bool = False) -> str:
    """Return the Content-Security-Policy of a page: it may ask nobody but the hosts of added tiles.

    Parameters
    ----------
    chart
        The map with its children.
    asks_server
        Whether the page fetches files and a script that lie beside it.
    has_site
        Whether it may fetch the site's Chinese face.
    has_script
        Whether a script of the site's is loaded once it is needed.
    """
    addresses = [_address(element) for element in descendants(chart)]
    hosts = sorted({_origin(one) for one in addresses if one and not one.startswith("data:")})
    rules = {
        "default-src": "'none'",
        "script-src": "'unsafe-inline'" + (" 'self'" if asks_server or has_script else ""),
        "style-src": "'unsafe-inline'",
        "img-src": " ".join(("data: blob:", *hosts)),
        "font-src": "'self' file:" if has_site else "'none'",
        "connect-src": "'self'" if asks_server else "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{rule} {value}" for rule, value in rules.items())
