"""The share panel: the link to this view, its code, pictures of it, and a frame for another page.

The place that someone measures from is in none of these, unless it is asked for here; then in the link alone.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from urllib.parse import urlencode

import streamlit as st

from geo.state import Embed
from geo.view import Place, View, parse, to_query
from i18n import text
from ui import markup, offline, session
from ui.hosts import base_url

__all__ = ["CAMERA", "OPEN", "panel", "shared_view", "snippet"]

OPEN = "share"
# Where the map looked when the panel was asked for, as a link spells it; the server hears of it only then.
CAMERA = "share_camera"
_CODE_PX = 4
# What can be downloaded, in the order of the panel, and the message that names it.
_DOWNLOADS = {
    "slide.png": "png",
    "moments.png": "moments",
    "slide.svg": "svg",
    "slide.pdf": "pdf_wide",
    "a4.pdf": "pdf_a4",
}
_OF_A_TOUR = {"tour.pdf": "pdf_tour"}
_PARTS = (Embed.HEAD, Embed.LIST, Embed.KEY, Embed.CONTROLS)


def panel(lang: str) -> None:
    """Open the panel if it was asked for in this run.

    The browser copies (``ui/mapframe/mapframe.js``): it alone knows where the map looks.
    """
    if st.session_state.pop(OPEN, False):
        st.dialog(text("ui.share", lang), width="medium")(_body)(lang)


def shared_view(*, with_place: bool) -> View:
    """Return the view that the panel's link holds.

    While a place is measured from, the map looks at that place: then where it looks stays out, too.
    """
    view, standing = session.view(), session.place()
    if standing is None:
        looked, _ = parse({"m": [str(st.session_state.get(CAMERA, ""))]})
        return replace(view, camera=looked.camera or view.camera)
    view = replace(view, camera=None)
    if not with_place:
        return view
    return replace(view, near=Place(standing.lon, standing.lat), radius_m=standing.radius_m)


def snippet(view: View, *, hidden: tuple[Embed, ...], base: str, height: int = 520) -> str:
    """Return the HTML that shows a view in a frame of another page."""
    query = to_query(replace(view, embed=hidden or (Embed.FRAME,)))
    title = escape(text("app.title", view.lang))
    return (
        f'<iframe src="{escape(f"{base}/?{query}")}" title="{title}" width="100%" height="{height}"\n'
        f'  style="border:0" loading="lazy" allow="fullscreen"></iframe>'
    )


def _body(lang: str) -> None:
    st.text(text("ui.share_what", lang))
    with_place = False
    if session.place() is not None:
        with_place = st.checkbox(text("ui.share_place", lang), key="share_place", value=False)
        st.text(text("ui.share_place_on" if with_place else "ui.share_place_off", lang))
    view = shared_view(with_place=with_place)
    base = base_url(st.context.headers, _scheme(), is_private=True)
    with st.container(key="share_link", horizontal=True, gap="medium"):
        _code(view, base)
        with st.container(key="share_copy", gap="small"):
            st.text(text("sharing.code", lang))
            if view.near is None:
                st.text(text("sharing.without", lang))
            st.button(text("ui.copy_link", lang), key="copy_link", type="primary")
    with st.expander(text("follow.button", lang), key="share_follow"):
        from ui import follow  # noqa: PLC0415 - only the panel needs it

        follow.body(session.view())
    _pictures(view)
    with st.expander(text("sharing.frame", lang), key="share_frame"):
        _frame(view, base)


def _scheme() -> str:
    return "https" if str(st.context.url or "").startswith("https:") else "http"


def _code(view: View, base: str) -> None:
    """Draw the link's QR code."""
    import segno  # noqa: PLC0415 - only the panel needs it

    query = to_query(view)
    link = f"{base}/{f'?{query}' if query else ''}"
    image = segno.make(link, error="m", micro=False).svg_data_uri(scale=_CODE_PX, border=4, dark="#22252A")
    alt = escape(text("sharing.code_alt", view.lang))
    markup.show(f'<img class="share-code" src="{escape(image)}" alt="{alt}" width="148" height="148">')


def _pictures(view: View) -> None:
    """Offer the view as files: plain links, so that a right click and a long press work as well."""
    query = to_query(view.posted())  # servers on the way keep addresses
    asked = escape(f"?{query}") if query else ""
    names = _DOWNLOADS | (_OF_A_TOUR if view.tour else {})
    files = {f"/picture/{file}": word for file, word in names.items()} | {offline.PATH: "offline"}
    links = "".join(
        f'<a class="share-file" href="{path}{asked}" download>'
        f"{escape(text(f'sharing.{word}', view.lang))}</a>"
        for path, word in files.items()
    )
    title = escape(text("sharing.pictures", view.lang))
    markup.show(f'<h3 class="share-title">{title}</h3><div class="share-files">{links}{_to_tour(view)}</div>')


def _to_tour(view: View) -> str:
    """Return the link that makes the view one more step of the visitor's own tour, kept in the browser."""
    asked = {"y": view.report, "lang": view.lang, "add": to_query(view.posted())}
    said = escape(text("sharing.to_tour", view.lang))
    where = escape(f"/own-tour?{urlencode(asked)}")
    return f'<a class="share-file" href="{where}" target="_blank" rel="noopener">{said}</a>'


def _frame(view: View, base: str) -> None:
    """Write the frame's HTML; what is left unticked is hidden in it."""
    lang = view.lang
    st.text(text("sharing.frame_what", lang))
    with st.container(key="share_parts", horizontal=True, gap="small"):
        shown = {part: st.checkbox(text(f"sharing.part_{part.value}", lang), value=True) for part in _PARTS}
    hidden = tuple(part for part in _PARTS if not shown[part])
    st.code(snippet(view, hidden=hidden, base=base), language=None, wrap_lines=True)
