"""Make every output of a data folder, in a process that knows it (``DGMAP_DATA``, ``DGMAP_BUILD``).

``python -m tests.hostile.outputs OUT``: files for the tests to look at; see test_outputs.py.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from geo import asking
from geo.asking.asked import Asked
from geo.dataset import Dataset, load
from geo.export import Format, export
from geo.export.formats import FILES, today
from geo.export.making import export_table
from geo.logs import JsonLines
from geo.view import View, parse_query
from layers import project_map
from layers.picture.draw import compose
from layers.picture.layout import LAYOUTS
from layers.picture.scene import scene
from layers.publish import publish, release
from layers.served import served
from tests.hostile.faults import elements
from tests.ui.asking import ask, whole_app
from ui.titles import PAGES

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh", "en")
URL = "https://example.org/dg/"
QUERIES = {
    "": ("", "p=metro-1-phase-1", "at=2024-12-31"),
    "promises": ("", "p=metro-1-phase-x"),  # a name is offered for what is none
    "towns": ("town=changan",),
    "projects": ("", "cat=rail"),
    "compare": ("town=changan,humen", "cat=rail,road"),
    "digest": ("since=2024-06-01&at=2025-12-31",),
}
_ROUTES = (
    *("datapackage.json", "catalog.jsonld", "sitemap.xml", "robots.txt", "feed.atom", "events.ics"),
    *("ogc/collections/projects/items", "ogc/collections/towns/items", "data/openapi.json", "health"),
)


def _pages(out: Path) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    for path in PAGES:
        for lang in LANGUAGES:
            for number, query in enumerate(QUERIES.get(path, ("",))):
                app._page_hash = calc_hash(path)
                app.query_params.clear()
                for pair in f"{query}&lang={lang}".strip("&").split("&"):
                    name, _, value = pair.partition("=")
                    app.query_params[name] = value
                app.run()
                errors = [one.message for one in app.exception]
                told = {"errors": errors, "elements": list(elements(app))}
                file = out / "app" / f"{path or 'map'}-{lang}-{number}.json"
                file.parent.mkdir(exist_ok=True)
                file.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def _files(out: Path, dataset: Dataset) -> None:
    for lang in LANGUAGES:
        made = served(dataset, lang)
        _write(out / "map" / f"{lang}.html", made.page)
        for name, text in made.beside.items():
            _write(out / "map" / name, text)
        _write(out / "offline" / f"{lang}.html", project_map(dataset, lang=lang).get_root().render())
        view = View(lang=lang)
        for form in Format:
            _write(
                out / "exports" / f"projects-{lang}{form.suffix}",
                export(dataset, view, form, written=today()),
            )
        for table, files in FILES.items():
            for name in set(files) & {"csv", "xlsx", "json", "geojson"} if table != "projects" else ():
                content = export_table(dataset, view, files[name], written=today())
                _write(out / "exports" / f"{table}-{lang}.{name}", content)
    release._packed = lambda _content, _ending: b""  # what is packed holds nothing else, and takes long
    publish(out / "published", url=URL, pictures=False)


def _pictures(out: Path, dataset: Dataset) -> None:
    """Write what the pictures' texts are, drawn or not, and two files."""
    from layers.digest import FORMATS
    from layers.picture.draw import picture
    from layers.publish.digests import since_report

    texts: dict[str, list[str]] = {}
    for lang in LANGUAGES:
        for query in ("", "p=metro-1-phase-1", "town=changan", "cat=rail"):
            view = parse_query(f"{query}&lang={lang}")[0]
            sheet = compose(scene(dataset, view, url=URL), LAYOUTS["slide"])
            texts[f"{lang} {query}"] = [text.get_text() for text, _ in sheet.texts]
            assert not any(text.get_parse_math() for text, _ in sheet.texts)
        for kind in ("svg", "pdf", "png"):
            view = View(lang=lang, project="metro-1-phase-1")
            _write(
                out / "pictures" / f"{lang}.{kind}", picture(dataset, view, kind=kind, size="slide", url=URL)
            )
        found = since_report(dataset, lang)
        for kind, made in FORMATS.items():
            _write(out / "digest" / f"{lang}.{kind}", made(found, URL))
    _write(out / "pictures" / "texts.json", json.dumps(texts, ensure_ascii=False))


def _answers(out: Path) -> None:
    calls = {
        "about": asking.about,
        "find": lambda told: asking.find(told, limit=50, offset=0),
        "one": lambda told: asking.one(told, "metro-1-phase-1"),
        "near": lambda told: asking.near(told, lon=113.75, lat=23.02, radius_m=3000, limit=20),
        "town": lambda told: asking.town(told, "changan"),
        "outcomes": lambda told: asking.outcomes(told, limit=50, offset=0),
        "targets": lambda told: asking.targets(told, "", limit=50),
        "compared": lambda told: asking.compared(_asked("town=changan,humen", told)),
        "exported": lambda told: asking.exported(told, "csv"),
    }
    for lang in LANGUAGES:
        told = asking.asked("", lang=lang)
        answers = {name: call(told) for name, call in calls.items()}
        answers["as_of"] = asking.as_of("2024-12-31", "", lang=lang, limit=50)
        answers["changes"] = asking.changes("2024-01-31", "2025-12-31", "", lang=lang)
        _write(out / "mcp" / f"{lang}.json", json.dumps(answers, ensure_ascii=False))


def _asked(query: str, told: Asked) -> Asked:
    return asking.asked(query, lang=told.view.lang)


def _routes(out: Path) -> None:
    app = whole_app()
    for path in _ROUTES:
        for lang in LANGUAGES:
            status, head, body = ask(app, f"/{path}", query=f"lang={lang}", host="127.0.0.1")
            assert status in {200, 404}, (path, status, body[:200])
            if status == 200:
                _write(out / "routes" / f"{lang}-{path.replace('/', '-')}", body)
                _write(out / "routes" / f"{lang}-{path.replace('/', '-')}.head", json.dumps(head))


def _logs(out: Path) -> None:
    """Log every construct as data's words are logged: in a message of ours, of others, and in an error."""
    from tests.hostile.constructs import CONSTRUCTS, REFUSED

    lines = []
    for words in (*CONSTRUCTS.values(), *REFUSED.values()):
        for name in ("ui.test", "other.package"):
            record = logging.LogRecord(name, logging.WARNING, "f.py", 1, "read %s", (words,), None)
            lines.append(JsonLines().format(record))
        try:
            raise ValueError(words)  # noqa: TRY301 - the error itself is looked at
        except ValueError:
            record = logging.LogRecord("ui", logging.ERROR, "f.py", 1, "failed", (), sys.exc_info())
            lines.append(JsonLines().format(record))
    _write(out / "logs" / "lines.json", json.dumps(lines))


def _write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def main() -> None:
    out = Path(sys.argv[1])
    dataset = load()
    _files(out, dataset)
    _pictures(out, dataset)
    _answers(out)
    _logs(out)
    _routes(out)
    _pages(out)


if __name__ == "__main__":
    main()
