"""The dataset as it ships, its pages in both languages, and a browser page that shows one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, Route

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# What of a state belongs to its view (layers/page/main.js).
_VIEW = {"filters", "selected", "camera", "tour", "at", "show"}
_ORIGIN = "http://localhost"
_HOST = """<!DOCTYPE html><meta name="viewport" content="width=device-width,initial-scale=1">
<body style="margin:{head}px 0 0">
<iframe src="/map/{name}#app" style="border:0;width:100%;height:calc(100vh - {head}px)"></iframe>"""


@pytest.fixture(scope="session")
def dataset():
    from geo.dataset import load

    return load()


@pytest.fixture(scope="session")
def pages(dataset, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the page of each language as the app serves it, with its file beside it."""
    from layers.served import served

    folder = tmp_path_factory.mktemp("pages")
    paths = {lang: folder / f"{lang}.html" for lang in ("zh", "en")}
    for lang, path in paths.items():
        made = served(dataset, lang)
        path.write_text(made.page, encoding="utf-8")
        for name, content in made.beside.items():
            (folder / name).write_text(content, encoding="utf-8")
    return paths


@pytest.fixture(scope="session")
def files(dataset, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the page of each language as one file that needs no app."""
    from layers import project_map

    folder = tmp_path_factory.mktemp("files")
    paths = {lang: folder / f"{lang}.html" for lang in ("zh", "en")}
    for lang, path in paths.items():
        project_map(dataset, lang=lang).save(str(path))
    return paths


def _view_of(query: str) -> dict[str, object]:
    """Return what a link says of filters, selection and tour; what is at its rest is left out."""
    from geo.filters import chosen
    from geo.view import parse_query

    view, _ = parse_query(query)
    found: dict[str, object] = {"filters": chosen(view)}
    if view.project:
        found["selected"] = view.project
    if view.tour:
        found["tour"] = {"id": view.tour, "step": view.step}
    return found


@dataclasses.dataclass
class Shown:
    """A page in a browser: its frame, what it told, and its errors."""

    page: Page
    frame: Frame
    errors: list[str]

    def told(self, kind: str) -> list[dict]:
        """Return the messages of a kind so far, each with the `view` that its link holds."""
        told = [event for event in self.frame.evaluate("window.__told") if event["type"] == kind]
        return [event | {"view": _view_of(event["query"])} for event in told]

    def apply(self, **state: object) -> None:
        """Send the page a whole state and wait until it is drawn; what belongs to the view is put there."""
        view = {name: state.pop(name) for name in _VIEW & set(state)}
        if "ids" in state:  # as for a text that the app has found them for
            view["filters"] = {**view.get("filters", {}), "text": "some"}
            state["answer"] = {"text": "some", "ids": state.pop("ids"), "offers": []}
        self.frame.evaluate("state => window.dgmap.apply(state)", {"view": view, **state})
        self.settle()

    def settle(self) -> None:
        """Wait for two painted frames: labels and key are drawn in the first."""
        self.frame.evaluate("new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))")


def _serve(context: BrowserContext, folder: Path, *, head: int) -> None:
    """Answer for the app: a page with a frame, and in the frame the files of a folder."""

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        file = folder / unquote(parts.path).removeprefix("/map/")
        if parts.path == "/":
            route.fulfill(body=_HOST.format(name=parts.query, head=head), content_type="text/html")
        elif file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    context.route(f"{_ORIGIN}/**", answer)


@pytest.fixture
def show(new_context: Callable[..., BrowserContext], tmp_path: Path) -> Callable[..., Shown]:
    """Open a page: in a frame of the app's (``framed``), or by itself, with motion off."""

    def open_page(
        path: Path | str, *, phone: bool = False, framed: bool = True, theme: str = "light"
    ) -> Shown:
        size = PHONE if phone else DESKTOP
        context = new_context(viewport=size, has_touch=phone, is_mobile=phone, reduced_motion="reduce")
        context.add_init_script(
            "window.__told = []; window.addEventListener('dgmap', event => window.__told.push(event.detail))"
        )
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        if framed:
            assert isinstance(path, Path)
            _serve(context, path.parent, head=48 if phone else 0)
            page.goto(f"{_ORIGIN}/?{path.name}")
        else:
            page.goto(path if isinstance(path, str) else path.as_uri())
        shown = Shown(page, page.frames[1] if framed else page.main_frame, errors)
        shown.frame.wait_for_selector("html[data-ready=yes]", state="attached")
        shown.frame.evaluate("document.fonts.ready")
        shown.apply(theme=theme)
        return shown

    return open_page
