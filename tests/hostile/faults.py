"""What of the constructs acts in an output, by the kind of output; empty where nothing does."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from tests.hostile.constructs import acting

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

# What Streamlit reads as Markdown, of the elements that our pages use.
_MARKED = frozenset({"label", "help", "placeholder", "caption"})
_MARKED_THERE = frozenset({("markdown", "body"), ("radio", "options"), ("progress", "text")})
_RAW_MARKS = re.compile(
    r"(?<!\\)(?:!\[zqx|\[zqx\\?\]\(|:material/zqx|:red\[|:blue-background\[|:streamlit:|\$zqx|\*\*x\*\*|`code`)"
)
_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"-?[0-9.]+(e[+-]?[0-9]+)?")


def _strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield each string of an element with the name of its field."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _strings(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, key)


def page_faults(told: dict[str, Any]) -> list[str]:
    """Return what acts on a page of the app: in HTML, in what is read as Markdown, in a component's code."""
    found = [f"error: {one}" for one in told["errors"]]
    for element in told["elements"]:
        if element["type"] == "html":
            found += acting(element["body"])
        for key, text in _strings(element):
            is_marked = key in _MARKED or (element["type"], key) in _MARKED_THERE
            if is_marked and _RAW_MARKS.search(text):
                found.append(f"{element['type']} {key}: {text[:80]}")
            if key in {"cssContent", "jsContent", "htmlContent"} and "zqx" in text:
                found.append(f"{element['type']} {key}")
    return found


def csv_faults(raw: bytes) -> list[str]:
    """Return the cells that a spreadsheet would compute."""
    rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    cells = [cell for row in rows for cell in row]
    return [
        one for one in cells if _FORMULA.match(one) and not one.startswith("'") and not _NUMBER.fullmatch(one)
    ]


def workbook_faults(raw: bytes) -> list[str]:
    """Return the formulas, the links that are none of the web, and the parts that run or load something."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    found = [f"formula {cell.coordinate}" for cell in cells if cell.data_type == "f"]
    links = [cell.hyperlink.target or "" for cell in cells if cell.hyperlink and not cell.hyperlink.location]
    found += [f"link {one}" for one in links if not one.startswith(("https://", "http://"))]
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        found += [name for name in parts.namelist() if "vba" in name.lower() or "externalLink" in name]
    return found


def feed_faults(raw: bytes) -> list[str]:
    """Return what acts in a feed as a reader shows it."""
    import feedparser

    read = feedparser.parse(raw, sanitize_html=False)
    found = ["broken"] if read.bozo else []
    for entry in [read.feed, *read.entries]:
        texts = [entry.get("title", ""), entry.get("summary", "")]
        found += [one for text in texts if "<" in text for one in acting(_if_markup(entry, text))]
        found += [
            one.href for one in entry.get("links", []) if not one.href.startswith(("https://", "http://"))
        ]
    return found


def _if_markup(entry: Any, text: str) -> str:
    """Return a text that a reader shows as HTML; what is plain text stays out."""
    details = [entry.get("title_detail"), entry.get("summary_detail")]
    kinds = {one["type"] for one in details if one and one["value"] == text}
    return text if kinds - {"text/plain"} else ""


_ICS = frozenset({"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"})


def calendar_faults(raw: bytes) -> list[str]:
    """Return the components and properties that are none of ours."""
    import icalendar

    read = icalendar.Calendar.from_ical(raw)
    found = [one.name for one in read.walk() if one.name not in _ICS]
    known = {"SUMMARY", "DESCRIPTION", "URL", "UID", "DTSTAMP", "DTSTART", "DTEND", "CATEGORIES", "STATUS"}
    known |= {"TRANSP", "LAST-MODIFIED", "SEQUENCE", "CREATED"}
    return found + [name for one in read.walk("VEVENT") for name in one if name not in known]


def markdown_faults(text: str, *, may_link: str = r"https://(?:example\.org|zqx\.invalid)/") -> list[str]:
    """Return what is more than text: HTML, images, code, links to elsewhere than they may lead."""
    from markdown_it import MarkdownIt

    found = []
    for token in MarkdownIt("commonmark").parse(text):
        for one in token.children or [token]:
            target = str(one.attrGet("href") or one.attrGet("src") or "")
            if one.type in {"html_inline", "html_block", "image", "code_inline", "em_open"}:
                found.append(one.type)
            if one.type == "link_open" and not re.match(may_link, target):
                found.append(target)
    return found


def svg_faults(raw: bytes) -> list[str]:
    """Return the elements of a drawing that are more than a drawing."""
    tags = {str(one.tag).rpartition("}")[2] for one in ET.fromstring(raw).iter()}  # noqa: S314 - our own file
    return sorted(tags & {"script", "a", "foreignObject", "image", "zqx"})


def pdf_faults(raw: bytes) -> list[str]:
    """Return the names of what a reader of PDF runs or opens."""
    return [one.decode() for one in re.findall(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|OpenAction)\b", raw)]


def html_faults(raw: bytes) -> list[str]:
    """Return what acts in a page; a view may be quoted as a link of our own in a frame."""
    return [one for one in acting(raw.decode()) if not one.startswith("attribute src=/?")]


def _json_faults(raw: bytes) -> list[str]:
    json.loads(raw)
    return []


def _xml_faults(raw: bytes) -> list[str]:
    tags = [str(one.tag) for one in ET.fromstring(raw).iter()]  # noqa: S314 - our own answer
    return [tag for tag in tags if "zqx" in tag or "script" in tag]


# By a part of the media type, the most special first.
_KINDS: Mapping[str, Callable[[bytes], list[str]]] = {
    "text/html": html_faults,
    "text/csv": csv_faults,
    "spreadsheetml": workbook_faults,
    "atom+xml": feed_faults,
    "text/calendar": calendar_faults,
    "text/markdown": lambda raw: markdown_faults(raw.decode(), may_link=r"https?://(?!zqx)"),
    "svg": svg_faults,
    "pdf": pdf_faults,
    "json": _json_faults,
    "xml": _xml_faults,
}


def answer_faults(kind: str, body: bytes) -> list[str]:
    """Return what of the constructs acts in an answer of a media type."""
    if b"62615533" in body or b"zqzzqz" in body:
        return ["computed"]
    found = next((check for part, check in _KINDS.items() if part in kind), None)
    return found(body) if found else []


def elements(app: AppTest) -> Iterator[dict[str, Any]]:
    """Yield each element of a page as Streamlit would send it to the browser."""
    from google.protobuf.json_format import MessageToDict

    for block in (app.main, app.sidebar):
        for one in block:
            proto = getattr(one, "proto", None)
            if proto is not None:
                yield {"type": one.type, **MessageToDict(proto)}
