"""Follow every link of a published folder on a real web server: what is broken, and every page's source."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

# The map document's own links are made by its script; of it only the font's address stands in the source.
_LINK = re.compile(
    r"""(?:href|src)=["']([^"'#][^"']*)["']|<loc>([^<]+)</loc>|property="og:image" content="([^"]+)\""""
)
_MARKUP = frozenset({"text/html", "text/xml", "application/xml"})


def _get(url: str) -> tuple[int, str, str]:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own server
            kind = answer.headers.get_content_type()
            body = answer.read()
            return answer.status, kind, body.decode() if kind in _MARKUP else ""
    except urllib.error.HTTPError as error:
        return error.code, "", ""


def _links(text: str, at: str) -> set[str]:
    # A script's text is no markup: the map document holds templates of links there.
    markup = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.DOTALL)
    found = ("".join(groups).replace("&amp;", "&") for groups in _LINK.findall(markup))
    return {urldefrag(urljoin(at, link))[0] for link in found}


def crawl(start: str) -> tuple[dict[str, str], list[str]]:
    """Return each page's source by address, and the addresses below the start that did not answer 200."""
    queue, seen = deque([start]), {start}
    pages: dict[str, str] = {}
    broken: list[str] = []
    while queue:
        url = queue.popleft()
        status, kind, text = _get(url)
        if status != 200:
            broken.append(f"{status} {url}")
            continue
        if kind != "text/html":
            continue
        pages[url] = text
        for link in sorted(_links(text, url) - seen):
            if urlsplit(link).netloc == urlsplit(start).netloc:
                seen.add(link)
                queue.append(link)
    return pages, broken
