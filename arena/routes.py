"""What does the arena answer to which path?"""

import json
import re
import time
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import parse_qs

from arena.broadcast.channel import Channel
from arena.broadcast.playlist import iso
from arena.broadcast.truth import truth
from arena.outlet import HEAD, Outlet, master
from arena.server import Answer, Request

INDEX, HLS = "index.m3u8", "application/vnd.apple.mpegurl"
LIVE = re.compile(r"/live/([\w-]+)/(?:([\w-]+)/)?(index\.m3u8|head\.mp4|\d{1,12}\.(?:ts|mp4))")
FRESH = {"Cache-Control": "no-store"}


class Routes:
    """Everything is worked out when it is asked for; nothing runs in between."""

    def __init__(
        self,
        on_air: Sequence[tuple[Channel, Sequence[Outlet]]],
        clock: Callable[[], float] = time.time,
        scheme: str = "http",
    ) -> None:
        self.scheme = scheme
        self._channels = {channel.profile.channel: channel for channel, _ in on_air}
        self._outlets = {
            channel.profile.channel: {outlet.rendition.name: outlet for outlet in outlets}
            for channel, outlets in on_air
        }
        self._segment_seconds = on_air[0][0].segment_seconds
        self._clock = clock

    @property
    def count(self) -> int:
        return len(self._channels)

    def respond(self, request: Request) -> Answer:
        now = self._clock()
        if found := LIVE.fullmatch(request.path):
            return self._live(found[1], found[2] or "", found[3], now)
        match request.path:
            case "/truth":
                return self._truth(request, now)
            case "/healthz":
                return Answer(200, "text/plain", b"ok\n")
            case "/":
                return self._page()
        return _missing("no such page")

    def _live(self, name: str, rendition: str, file: str, now: float) -> Answer:
        channel = self._channels.get(name)
        if channel is None:
            return _missing("no such channel")
        channel.advance(now)
        if file == INDEX and not channel.on_air(now):
            return _missing("the channel is offline")
        outlets = self._outlets[name]
        if file == INDEX and not rendition and len(outlets) > 1:
            return Answer(200, HLS, master(outlets.values()).encode(), FRESH)
        if rendition not in outlets:
            return _missing("no such rendition")
        return _of(outlets[rendition], channel, file)

    def _truth(self, request: Request, now: float) -> Answer:
        wanted = parse_qs(request.query).get("channel", list(self._channels))
        if not set(wanted) <= self._channels.keys():
            return _missing("no such channel")
        host = request.headers.get("host", "localhost")
        told = []
        for name in wanted:
            self._channels[name].advance(now)
            told.append(
                truth(self._channels[name], f"{self.scheme}://{host}/live/{name}/index.m3u8", now)
            )
        seconds = self._segment_seconds
        body = json.dumps({"now": iso(now), "segment_seconds": seconds, "channels": told})
        return Answer(200, "application/json", body.encode(), FRESH)

    def _page(self) -> Answer:
        rows = "".join(
            f'<li><a href="/live/{name}/index.m3u8">{name}</a> {escape(channel.profile.name)}: '
            f'{escape(channel.profile.title)} (<a href="/truth?channel={name}">truth</a>)'
            for name, channel in self._channels.items()
        )
        head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Arena</title><h1>Arena</h1>'
        page = f"{head}<ul>{rows}</ul></html>"
        return Answer(200, "text/html; charset=utf-8", page.encode())


def _of(outlet: Outlet, channel: Channel, file: str) -> Answer:
    if file == INDEX:
        return Answer(200, HLS, outlet.playlist(channel).encode(), FRESH)
    if file == HEAD:
        return Answer(200, outlet.kind, outlet.library.head)
    segment = channel.segment(int(file.partition(".")[0]))
    if segment is None:
        return _missing("the segment has expired or does not exist yet")
    return Answer(200, outlet.kind, outlet.segment(segment))


def _missing(why: str) -> Answer:
    return Answer(404, "text/plain", f"{why}\n".encode(), FRESH)
