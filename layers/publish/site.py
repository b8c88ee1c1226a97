"""Write the published folder: every page and file beside it first, then all of them take its place."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup

from geo.dataset import Dataset, load
from geo.editions.left_open import with_left_open
from geo.export.formats import today
from geo.folders import STATIC_FOLDER
from geo.state import DEFAULT_REPORT
from i18n import HTML_LANG, LANGUAGES, other_lang, text
from layers.map import Ways, project_map
from layers.panels.elsewhere import elsewhere_file
from layers.prepared import REVIEW_NUMBER_VARIABLE
from layers.publish.described import described
from layers.publish.digests import digest_files
from layers.publish.feeds import files as feed_files
from layers.publish.letters import letters
from layers.publish.pages import Page, pages
from layers.publish.pictures import Pictures
from layers.publish.release import Release, lines
from layers.streets.archive import usable
from layers.streets.streets import StreetsFiles, drawing_file
from layers.style import css_variables
from layers.svg import sample
from layers.templates import environment
from layers.wording import date_text, newest_fact

__all__ = ["publish"]

_HERE = Path(__file__).parent
_FONTS = STATIC_FOLDER / "fonts"
_NAMES = {"zh": "中文", "en": "English"}


def _environment(site_url: str, dataset: Dataset) -> Environment:
    """Return the templates; every value is escaped, and a missing one is an error."""
    made = environment(_HERE / "templates", keep_trailing_newline=True)
    fact = newest_fact(dataset)
    made.globals |= {
        "site_url": site_url,
        "html_lang": HTML_LANG,
        "sample": sample,
        "language_names": _NAMES,
        "edition": dataset.edition,
        "review": os.environ.get(REVIEW_NUMBER_VARIABLE, ""),
        "newest": {lang: date_text(fact, lang=lang) for lang in LANGUAGES},
    }
    return made


def _say(key: str, *, lang: str, **values: object) -> str:
    """Return a message, in its singular for n = 1 where there is one."""
    if values.get("n") == 1:
        try:
            return text(f"{key}_one", lang, **values)
        except KeyError:
            return text(key, lang, **values)
    return text(key, lang, **values)


def _page(made: Environment, page: Page, *, picture: str, downloads: Mapping[str, object]) -> bytes:
    other = other_lang(page.lang)
    html = made.get_template(page.template).render(
        page=page,
        other_lang=other,
        say=partial(_say, lang=page.lang),
        letters=partial(letters, address=f"{made.globals['site_url']}{page.path}", lang=page.lang),
        today=today().isoformat(),
        picture=picture,
        downloads=downloads,
        **page.values,
    )
    return html.encode()


def _both(key: str, **values: object) -> dict[str, str]:
    return {lang: text(key, lang, **values) for lang in LANGUAGES}


def _around(made: Environment, dataset: Dataset, all_pages: list[Page]) -> Iterator[tuple[str, bytes]]:
    """Yield what stands beside the pages: the gate, 404, style, sitemap, robots."""
    site_url = str(made.globals["site_url"])
    n, towns = len(dataset.projects), len(dataset.towns)
    gate = made.get_template("gate.html").render(
        titles=_both("app.title"),
        abouts=_both("publish.about", n=n, towns=towns),
        opens=_both("publish.open_map"),
        lists=_both("publish.open_list"),
    )
    yield "index.html", gate.encode()
    words = {
        lang: {key: text(f"publish.lost_{key}", lang) for key in ("title", "text", "home")}
        for lang in LANGUAGES
    }
    yield "404.html", made.get_template("404.html").render(words=words).encode()
    style = (_HERE / "site.css").read_text(encoding="utf-8")
    yield "site.css", f"{css_variables()}\n{style}".encode()
    robots = "User-agent: *\nAllow: /\n"
    if site_url:
        yield "sitemap.xml", made.get_template("sitemap.xml").render(pages=all_pages).encode()
        robots += f"Sitemap: {site_url}sitemap.xml\n"
    yield "robots.txt", robots.encode()


def _files(dataset: Dataset, *, site_url: str, pictures: bool) -> Iterator[tuple[str, bytes]]:
    """Yield every file but the pictures, which the pages name."""
    made = _environment(site_url, dataset)
    streets, of_streets = _streets()
    yield from of_streets
    downloads: dict[str, list[dict[str, str]]] = {}
    for lang in LANGUAGES:
        told = described(dataset, lang, site_url=site_url)
        yield from told.files.items()
        downloads[lang] = [
            {"path": path, "name": Path(path).name, "size": f"{len(content) / 1000:.0f} kB"}
            for path, content in told.files.items()
        ]
        made.globals[f"island_{lang}"] = Markup(told.island)  # noqa: S704 - escaped by `json_safe`
        yield from feed_files(dataset, lang, site_url=site_url)
        yield from digest_files(dataset, lang)
    all_pages = pages(dataset)
    for page in all_pages:
        yield page.path, _page(made, page, picture=_picture_of(page) if pictures else "", downloads=downloads)
    yield from _around(made, dataset, all_pages)
    for lang in LANGUAGES:
        other = other_lang(lang)
        name, script = elsewhere_file(dataset, lang=lang)
        yield f"{lang}/{name}", script.encode()
        ways = Ways(other=f"../{other}/map.html", home="index.html", elsewhere=name)
        chart = project_map(dataset, lang=lang, ways=ways, streets=streets)
        yield f"{lang}/map.html", chart.get_root().render().encode()
    # The map asks for its Chinese face (../static/fonts) only where the system has none.
    for font in sorted(_FONTS.glob("noto-sans-sc-*.woff2")):
        yield f"static/fonts/{font.name}", font.read_bytes()


def _picture_of(page: Page) -> str:
    return f"{Path(page.path).with_suffix('.png')}"


def _streets() -> tuple[StreetsFiles | None, list[tuple[str, bytes]]]:
    """Return where the pages find the operator's streets, and the files; none without."""
    archive = usable()
    if archive is None:
        return None, []
    name, script = drawing_file()
    files = [(f"static/{name}", script.encode()), (f"static/{archive.name}", archive.path.read_bytes())]
    return StreetsFiles(script=f"../static/{name}", url=f"../static/{archive.name}"), files


def publish(out: Path, *, report: str = DEFAULT_REPORT, url: str = "", pictures: bool = True) -> list[str]:
    """Write the folder of static files; return one line a kind of file.

    Parameters
    ----------
    out
        The folder. What an earlier run wrote there and this one does not is removed; nothing else is.
        Its new state takes its place at once: a reader sees all of the old files or all of the new.
    report
        The edition.
    url
        The address that the folder will have (``https://example.org/map/``); empty if it is not known. All
        links are relative, so the folder works anywhere; without an address there is no sitemap, and
        previews are named by relative links only.
    pictures
        Whether each page has a picture of its view; to draw all takes two minutes, later only what changed.

    Raises
    ------
    geo.errors.DataError
        If the data files have problems; nothing is written then.
    ValueError
        If ``url`` is no http(s) address.
    """
    site_url = _address(url)
    dataset = with_left_open(load(report))
    release = Release(out)
    drawing = Pictures(dataset) if pictures else None
    late: list[tuple[Page, str]] = []
    try:
        for path, content in _files(dataset, site_url=site_url, pictures=pictures):
            release.put(path, content)
        if drawing is not None:
            late = _put_pictures(release, drawing, pages(dataset))
        release.switch()
    finally:
        release.drop()
    if drawing is not None:
        for page, key in late:
            release.renew(_picture_of(page), drawing.draw(page), key=key)
    return lines(release.sizes, len(release.written))


def _put_pictures(release: Release, drawing: Pictures, all_pages: Iterable[Page]) -> list[tuple[Page, str]]:
    """Put each page's picture; return the pages whose picture shows the same as of an older day.

    Those are true, and drawn once the pages are in use: else one new fact would wait for all of them.
    """
    late = []
    for page in all_pages:
        name, key = _picture_of(page), drawing.key(page)
        content, made_from = release.kept(name)
        if made_from != key and made_from.partition(" ")[0] == key.partition(" ")[0]:
            late.append((page, key))
        elif made_from != key:
            content, made_from = drawing.draw(page), key
        release.put(name, content, key=made_from)
    return late


def _address(url: str) -> str:
    """Return the address with its last slash."""
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        msg = f"`url` was {url!r} but is expected to be an http or https address without a query"
        raise ValueError(msg)
    return url if url.endswith("/") else f"{url}/"
