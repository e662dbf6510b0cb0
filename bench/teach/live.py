"""How is a HUD that nobody trained broadcast?  Live HLS over HTTP, two seconds a segment, over scenery that moves."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

from arena.broadcast.channel import Segment
from arena.broadcast.playlist import playlist
from arena.clips.clip import Clip
from arena.clips.encode import Encoding, encode
from bench.readers.moving import Shot
from bench.teach.filmed import GROUNDS, laid
from bench.teach.layouts import Layout, Screen
from training.drawing.backgrounds import Backgrounds

ENCODING = Encoding(frames_per_second=5)
TAKES = 12
"""Segments of one screen, over and over: 24 s, since two looks 2, 10, 20 or 30 s apart (by a tenth more or less) must
not see the same picture, which would be a frozen one."""
LISTED, KEPT = 4, 16
Video = tuple[bytes, ...]


@dataclass(slots=True)
class Channel:
    """What it shows from each segment on, the newest last."""

    shown: list[tuple[int, Video]] = field(default_factory=list)

    def segment(self, number: int) -> bytes:
        video = next(video for since, video in reversed(self.shown) if since <= number)
        return video[number % TAKES]


class Broadcast:
    """Channels of layouts; what each shows is chosen by ``show``."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._grounds = Backgrounds(seed, GROUNDS)
        self.channels: dict[str, Channel] = {}
        self.port = 0

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}/index.m3u8"

    def show(self, name: str, layout: Layout, screen: Screen) -> None:
        """From the next segment on."""
        video = self._filmed(layout, screen)
        channel = self.channels.setdefault(name, Channel())
        since = newest() + 1 if channel.shown else 0
        channel.shown.append((since, video))

    def _filmed(self, layout: Layout, screen: Screen) -> Video:
        shot = Shot(self._rng, self._grounds)
        pictures = list[Any]()
        for number in range(TAKES * ENCODING.frames):
            luma = np.ascontiguousarray(shot.picture(number * 2))
            laid(layout, screen, luma, (0.0, 0.0))
            pictures.append(shot.planes(luma))
        starts = range(0, len(pictures), ENCODING.frames)
        return tuple(encode(pictures[at : at + ENCODING.frames], ENCODING) for at in starts)

    def answer(self, path: str) -> bytes | None:
        """A playlist or a segment."""
        name, _, file = path.strip("/").partition("/")
        channel = self.channels.get(name)
        number, _, kind = file.rpartition(".")
        if channel is None:
            return None
        if file == "index.m3u8":
            return listed(newest()).encode()
        if kind == "ts" and number.isdigit() and newest() - KEPT < int(number) <= newest():
            return channel.segment(int(number))
        return None


def newest() -> int:
    """The number of the segment that was published last."""
    return int(time.time() / ENCODING.segment_seconds)


def listed(last: int) -> str:
    seconds = ENCODING.segment_seconds
    clip = Clip("none", "other")
    return playlist(
        [
            Segment(number, number * seconds - seconds, clip, None, True, number, 0, 0)
            for number in range(last - LISTED + 1, last + 1)
        ],
        seconds,
    )


@contextmanager
def broadcasting(seed: int = 1) -> Iterator[Broadcast]:
    """On a port of its own."""
    broadcast = Broadcast(seed)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = broadcast.answer(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        broadcast.port = int(server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield broadcast
        server.shutdown()
