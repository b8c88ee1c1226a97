"""A visitor without a browser: Streamlit's own websocket protocol, as its front end speaks it.

Only what a run needs is kept: which widget a filter click goes to, which messages are held already, the
address. ``Visitor.click`` is the one place that knows how each app is filtered.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from itertools import chain

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

CATEGORIES = ("rail", "road", "science", "industry", "civic")
# What streamlit-folium tells once its map stands, and again with each new map: a rerun of its own.
MAP_VALUE = json.dumps(
    {
        "last_clicked": None, "last_object_clicked": None, "last_object_clicked_count": 0,
        "last_object_clicked_tooltip": None, "last_object_clicked_popup": None, "all_drawings": None,
        "last_active_drawing": None, "last_geocoder_result": None,
        "bounds": {
            "_southWest": {"lat": 22.760352, "lng": 113.437271},
            "_northEast": {"lat": 23.139728, "lng": 114.323043},
        },
        "zoom": 11, "last_circle_radius": None, "last_circle_polygon": None,
        "center": {"lat": 22.95, "lng": 113.88}, "selected_layers": [], "selected_tags": [],
    }
)  # fmt: skip


_KEPT_RUNS = 2


@dataclass(slots=True)
class Visitor:
    """One session: its connection, and what the app has sent that the next message must name."""

    socket: ClientConnection
    url: str
    app: str
    page: str = ""
    session_id: str = ""
    uploader: str = ""
    page_hash: str = ""
    query: str = ""
    fragment: str = ""
    component: str = ""
    selects: list[str] = field(default_factory=list)
    hashes: list[list[str]] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    clicks: int = 0
    reruns: int = 0
    received: int = 0

    async def run(self, message: BackMsg) -> None:
        """Send a message and read until its run has ended."""
        asked = message.rerun_script
        asked.page_script_hash, asked.query_string = self.page_hash, self.query
        # The front end keeps a message for two runs after the last that named it.
        self.hashes = [*self.hashes[-_KEPT_RUNS:], []]
        asked.cached_message_hashes.extend(dict.fromkeys(chain.from_iterable(self.hashes)))
        asked.context_info.timezone, asked.context_info.locale = "UTC", "zh-CN"
        asked.context_info.url = f"{self.url}/{self.page}"
        if not self.page_hash:
            asked.page_name = self.page
        await self.socket.send(message.SerializeToString())
        self.reruns += 1
        while not self._take(await self._next()):
            pass

    async def _next(self) -> ForwardMsg:
        raw = await self.socket.recv()
        self.received += len(raw)
        message = ForwardMsg()
        message.ParseFromString(raw if isinstance(raw, bytes) else raw.encode())
        return message

    def _take(self, message: ForwardMsg) -> bool:
        """Keep what the next message needs; say whether the run has ended."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            self.hashes[-1].append(message.ref_hash)
        elif message.metadata.cacheable:
            self.hashes[-1].append(message.hash)
        if kind == "new_session" and not self.page_hash:
            self.page_hash = message.new_session.page_script_hash
            self.session_id = message.new_session.initialize.session_id
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash or self.page_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.HasField("new_element"):
            self.fragment = message.delta.fragment_id or self.fragment
            self._take_widget(message.delta.new_element)
        return kind == "script_finished"

    def _take_widget(self, element: Element) -> None:
        if element.HasField("bidi_component"):
            self.component = element.bidi_component.id
        elif element.HasField("component_instance"):
            self.component = element.component_instance.id
        elif element.HasField("file_uploader"):
            self.uploader = element.file_uploader.id
        elif element.HasField("multiselect") and element.multiselect.id not in self.selects:
            self.selects.append(element.multiselect.id)

    async def open(self) -> None:
        """Take the first run, and what the map tells once it is drawn."""
        await self.run(_message())
        if self.app == "tutorial":
            await self.run(self._tutorial_message())

    async def click(self) -> float:
        """Choose one more category, or start again; return the seconds until the run that shows it ends."""
        category = CATEGORIES[self.clicks % len(CATEGORIES)]
        self.chosen = [category] if self.clicks % len(CATEGORIES) == 0 else [*self.chosen, category]
        self.clicks += 1
        start = time.perf_counter()
        if self.app == "ours":
            await self.run(self._map_message())
            return time.perf_counter() - start
        before = self.component
        await self.run(self._tutorial_message())
        took = time.perf_counter() - start
        if self.component != before:  # the new map tells its state, which runs the script once more
            await self.run(self._tutorial_message())
        return took

    async def show_file(self, file_id: str, name: str, size: int) -> None:
        """Tell the page of a file that was sent to its uploader."""
        message = _message()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = self.uploader
        told = widget.file_uploader_state_value.uploaded_file_info.add()
        told.file_id, told.name, told.size = file_id, name, size
        await self.run(message)

    def _map_message(self) -> BackMsg:
        """The map document tells its view; only its own fragment runs."""
        view = {"turn": self.clicks, "filters": {"categories": self.chosen}}
        message = _message()
        message.rerun_script.fragment_id = self.fragment
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = f"$$STREAMLIT_INTERNAL_KEY_{self.component}__events"
        widget.json_trigger_value = json.dumps([{"event": "event", "value": {"type": "view", "view": view}}])
        return message

    def _tutorial_message(self) -> BackMsg:
        message = _message()
        for place, name in enumerate(self.selects):
            widget = message.rerun_script.widget_states.widgets.add()
            widget.id = name
            widget.string_array_value.data.extend(self.chosen if place == 0 else [])
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.json_value = self.component, MAP_VALUE
        return message


def _message() -> BackMsg:
    message = BackMsg()
    message.rerun_script.widget_states.SetInParent()
    return message


async def arrive(url: str, app: str, page: str = "", query: str = "") -> Visitor:
    """Connect as a browser does and take the first run of a page (empty: the first one) at a link's query."""
    address = f"ws{url.removeprefix('http')}/_stcore/stream"
    socket = await connect(
        address, subprotocols=["streamlit"], origin=url, max_size=None, open_timeout=60, ping_interval=None
    )
    visitor = Visitor(socket=socket, url=url, app=app, page=page, query=query)
    await visitor.open()
    return visitor


async def leave(visitors: list[Visitor]) -> None:
    """Close all connections."""
    await asyncio.gather(*(visitor.socket.close() for visitor in visitors), return_exceptions=True)
