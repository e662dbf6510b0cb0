"""What does the arena answer to which path?"""

import json
import re
import time
from collections.abc import Callable
from html import escape
from urllib.parse import parse_qs

from arena.broadcast.channel import Channel
from arena.broadcast.playlist import iso, playlist
from arena.broadcast.truth import truth
from arena.clips.retime import retime
from arena.library import Library
from arena.server import Answer, Request

LIVE = re.compile(r"/live/([\w-]+)/(?:index\.m3u8|(\d{1,12})\.ts)")
FRESH = {"Cache-Control": "no-store"}


class Routes:
    """Everything is worked out when it is asked for; nothing runs in between."""

    def __init__(
        self,
        channels: list[Channel],
        library: Library,
        clock: Callable[[], float] = time.time,
        scheme: str = "http",
    ) -> None:
        self.scheme = scheme
        self._channels = {channel.profile.channel: channel for channel in channels}
        self._library = library
        self._clock = clock

    @property
    def count(self) -> int:
        return len(self._channels)

    def respond(self, request: Request) -> Answer:
        now = self._clock()
        if found := LIVE.fullmatch(request.path):
            return self._live(found[1], found[2], now)
        match request.path:
            case "/truth":
                return self._truth(request, now)
            case "/healthz":
                return Answer(200, "text/plain", b"ok\n")
            case "/":
                return self._page()
        return _missing("no such page")

    def _live(self, name: str, sequence: str | None, now: float) -> Answer:
        channel = self._channels.get(name)
        if channel is None:
            return _missing("no such channel")
        channel.advance(now)
        if sequence is None:
            if not channel.on_air(now):
                return _missing("the channel is offline")
            text = playlist(channel.listed(), channel.segment_seconds)
            return Answer(200, "application/vnd.apple.mpegurl", text.encode(), FRESH)
        segment = channel.segment(int(sequence))
        if segment is None:
            return _missing("the segment has expired or does not exist yet")
        video = retime(self._library.read(segment.clip), segment.ticks)
        self._library.lamp(segment.clip).shine(video, segment.light)
        return Answer(200, "video/mp2t", video)

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
        seconds = self._library.encoding.segment_seconds
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


def _missing(why: str) -> Answer:
    return Answer(404, "text/plain", f"{why}\n".encode(), FRESH)
