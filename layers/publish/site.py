"""Write the published folder: every page and file first, then swapped into place one by one."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from jinja2 import Environment

from geo.dataset import Dataset, load
from geo.export import Format, export, file_name
from geo.export.formats import today
from geo.folders import STATIC_FOLDER
from geo.state import DEFAULT_REPORT
from geo.view import View, parse_query
from i18n import HTML_LANG, LANGUAGES, text
from layers import swap
from layers.map import Ways, project_map
from layers.prepared import REVIEW_NUMBER_VARIABLE
from layers.publish.digests import digest_files
from layers.publish.feeds import files as feed_files
from layers.publish.letters import letters
from layers.publish.pages import Page, pages
from layers.streets.archive import usable
from layers.streets.streets import StreetsFiles, drawing_file
from layers.style import css_variables
from layers.svg import sample
from layers.templates import environment
from layers.wording import date_text, newest_fact

__all__ = ["publish"]

_HERE = Path(__file__).parent
_FONTS = STATIC_FOLDER / "fonts"
_LIST = "published.json"
_NAMES = {"zh": "中文", "en": "English"}
# What is sent as it is; all else is text.
_BINARY = frozenset({".fgb", ".gpkg", ".parquet", ".pdf", ".pmtiles", ".png", ".woff2", ".xlsx"})
_WORTH_COMPRESSING = 1_000
_COLOURS = 128


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
    other = "en" if page.lang == "zh" else "zh"
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


def _downloads(dataset: Dataset, lang: str) -> Iterator[tuple[str, bytes]]:
    """Yield the data in each format, as the app gives it."""
    view = View(report=dataset.edition, lang=lang)
    day = today()
    for form in Format:
        name = file_name(view, form, written=day)
        yield f"{lang}/data/{name}", export(dataset, view, form, written=day, name=name)


def _picture(dataset: Dataset, page: Page) -> bytes:
    """Return the picture of a page's view, in a palette: a third of the size, and nobody sees it."""
    from PIL import Image  # noqa: PLC0415 - only pictures need it, and matplotlib

    from layers.picture.draw import picture  # noqa: PLC0415 - the same

    view, _ = parse_query(page.query)
    drawn = picture(
        dataset, replace(view, lang=page.lang, report=dataset.edition), kind="png", size="preview"
    )
    with Image.open(io.BytesIO(drawn)) as opened:
        small = opened.convert("RGB").quantize(
            _COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def _files(dataset: Dataset, *, site_url: str, pictures: bool) -> Iterator[tuple[str, bytes]]:
    made = _environment(site_url, dataset)
    streets, of_streets = _streets()
    yield from of_streets
    all_pages = pages(dataset)
    downloads: dict[str, list[dict[str, str]]] = {lang: [] for lang in LANGUAGES}
    for lang in LANGUAGES:
        for path, content in _downloads(dataset, lang):
            yield path, content
            size = f"{len(content) / 1000:.0f} kB"
            downloads[lang].append({"path": path, "name": Path(path).name, "size": size})
        yield from feed_files(dataset, lang, site_url=site_url)
        yield from digest_files(dataset, lang)
    for page in all_pages:
        picture = f"{Path(page.path).with_suffix('.png')}" if pictures else ""
        if picture:
            yield picture, _picture(dataset, page)
        yield page.path, _page(made, page, picture=picture, downloads=downloads)
    yield from _around(made, dataset, all_pages)
    for lang in LANGUAGES:
        other = "en" if lang == "zh" else "zh"
        ways = Ways(other=f"../{other}/map.html", home="index.html")
        chart = project_map(dataset, lang=lang, ways=ways, streets=streets)
        yield f"{lang}/map.html", chart.get_root().render().encode()
    # The map asks for its Chinese face (../static/fonts) only where the system has none.
    for font in sorted(_FONTS.glob("noto-sans-sc-*.woff2")):
        yield f"static/fonts/{font.name}", font.read_bytes()


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
    report
        The edition.
    url
        The address that the folder will have (``https://example.org/map/``); empty if it is not known. All
        links are relative, so the folder works anywhere; without an address there is no sitemap, and
        previews are named by relative links only.
    pictures
        Whether each page has a picture of its view; to draw them takes two minutes.

    Raises
    ------
    geo.errors.DataError
        If the data files have problems; nothing is written then.
    ValueError
        If ``url`` is no http(s) address.
    """
    site_url = _address(url)
    dataset = load(report)
    earlier = _earlier(out)
    sizes: dict[str, int] = {}
    for path, content in _files(dataset, site_url=site_url, pictures=pictures):
        for name, body in _with_compressed(path, content):
            _replace(out / name, body)
            sizes[name] = len(body)
    for name in earlier - set(sizes):
        (out / name).unlink(missing_ok=True)
    _replace(out / _LIST, json.dumps(sorted(sizes), indent=0).encode())
    return _lines(sizes)


def _address(url: str) -> str:
    """Return the address with its last slash."""
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        msg = f"`url` was {url!r} but is expected to be an http or https address without a query"
        raise ValueError(msg)
    return url if url.endswith("/") else f"{url}/"


def _earlier(out: Path) -> set[str]:
    """Return what the run before wrote; only names inside of the folder count."""
    try:
        found = json.loads((out / _LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    names = {str(name) for name in found} if isinstance(found, list) else set()
    inside = out.resolve()
    return {name for name in names if (out / name).resolve().is_relative_to(inside)}


def _with_compressed(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and what a web server can send in its place (nginx: ``gzip_static on``)."""
    yield path, content
    if Path(path).suffix not in _BINARY and len(content) > _WORTH_COMPRESSING:
        yield f"{path}.gz", gzip.compress(content, compresslevel=9, mtime=0)
        yield f"{path}.br", brotli.compress(content, quality=11)


def _replace(path: Path, content: bytes) -> None:
    """Write beside, then swap, unless the file holds this already."""
    if not (path.exists() and path.read_bytes() == content):
        swap.replace(path, content)


def _lines(sizes: Mapping[str, int]) -> list[str]:
    """Return number and size of the files by their ending."""
    kinds: dict[str, list[int]] = {}
    for name, size in sizes.items():
        kinds.setdefault("".join(Path(name).suffixes[-2:]), []).append(size)
    lines = [f"{len(found)} {kind}  {sum(found) / 1000:.0f} kB" for kind, found in sorted(kinds.items())]
    return [*lines, f"{len(sizes)} files, {sum(sizes.values()) / 1e6:.1f} MB"]
