"""What is fuzzed? Each parser of what strangers send, with valid inputs, and the errors that it documents."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from scoreboard import health, history, models, requests
from scoreboard.store.part import PARSE_ERRORS
from tests.cpu_budget import budget
from tests.fuzz import rows, seeds
from webapp.desk.asking.upload import PictureRefused, frame_from
from webapp.desk.imports.read_table import RowRefused, text_of
from webapp.desk.imports.read_table import rows_of as table_rows
from workers.capture import memory
from workers.capture.hls.long_playlist import shortened
from workers.capture.hls.playlist import parse
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import luma
from workers.capture.video.first import begun, first_picture
from workers.capture.video.rows.seen import seen_rows
from workers.counts.timings import Timings
from workers.discover.api import Api
from workers.discover.kick import answer as kick
from workers.discover.platforms import PlatformFailed
from workers.discover.twitch.answer import (
    HelixFailed,
    category_from,
    cursor_of,
    json_object,
    rows_of,
    token_of,
)
from workers.discover.twitch.rows import content_labels, live_stream
from workers.discover.youtube import answer as youtube
from workers.look.failure import CaptureFailed
from workers.track import confirm, track

_SEGMENT_BYTES = 8 * 1024 * 1024
_CHUNK_BYTES = 4096
_URL = "http://host/live/index.m3u8?a=b"
_MAX_HEAD_BYTES = 1024 * 1024

KICK, YOUTUBE = Api("Kick"), Api("YouTube")


@dataclass(frozen=True, slots=True)
class Target:
    """``run`` raises nothing for any input."""

    seeds: Callable[[], list[bytes]]
    run: Callable[[bytes], None]
    seconds: float = 0.5
    """Of CPU, for an input of no size."""

    def check(self, data: bytes) -> None:
        """Raises what the parser should not have, ``BudgetExceeded`` among it."""
        with budget(len(data), self.seconds):
            self.run(data)


def _playlist(data: bytes) -> None:
    with suppress(CaptureFailed):
        parse(data.decode("utf-8", "replace"), _URL, {"p": "x"})


def _long_playlist(data: bytes) -> None:
    """The middle again and again, until it is long."""
    text = data * (1 + 300_000 // max(1, len(data)))
    with suppress(CaptureFailed):
        short = shortened(text[at : at + 32_768] for at in range(0, len(text), 32_768))
        parse(short.decode("utf-8", "replace"), _URL)


def _segment(data: bytes, head: bytes = b"") -> None:
    pieces = (data[at : at + _CHUNK_BYTES] for at in range(0, len(data), _CHUNK_BYTES))
    with suppress(CaptureFailed):
        buffer = SegmentBuffer(iter([data]), _SEGMENT_BYTES)
        keyframe = begun(head, buffer, len(data) // 2)
        rows = seen_rows(keyframe, len(data) // 2) if keyframe else None
        assert rows is None or 0 <= rows.upper.rows <= rows.upper.frame.height
    with suppress(CaptureFailed):
        seen = first_picture(head, SegmentBuffer(pieces, _SEGMENT_BYTES), Timings())
        assert luma(seen.frame).ndim == 2
        assert seen.offset_seconds >= 0


def _fragments(data: bytes) -> None:
    head = 4 + int.from_bytes(data[:4], "big") % (len(data) + 1)
    _segment(data[head:], data[4:head])


def _helix(data: bytes) -> None:
    with suppress(HelixFailed):
        answer = json_object(data)
        cursor_of(answer)
        for row in rows_of(answer):
            live_stream(row)
            category_from(row)
            content_labels(row)
        token_of(answer)


def _kick(data: bytes) -> None:
    with suppress(PlatformFailed):
        answer = KICK.json_object(data)
        kick.cursor_of(answer)
        for row in KICK.rows(answer, "data", 1000):
            kick.live_stream(row)
            kick.category_from(row)
        kick.token_of(answer)


def _youtube(data: bytes) -> None:
    with suppress(PlatformFailed):
        answer = YOUTUBE.json_object(data)
        youtube.reasons(answer)
        rows = YOUTUBE.rows(answer, "items", 50)
        youtube.found_videos(rows, "id", "videoId")
        for row in rows:
            youtube.live_video(row, ["pubg", "call of duty"])
            youtube.uploads_of(row)


def _records() -> list[type[models.Record]]:
    modules = (models, health, history, requests, memory, confirm, track)
    found = {
        f"{module.__name__}.{name}": kind
        for module in modules
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, models.Record) and kind is not models.Record
    }
    return [found[name] for name in sorted(found)]


def _from_json(data: bytes) -> None:
    for record in _records():
        with suppress(*PARSE_ERRORS):
            record.from_json(data)


def _upload(data: bytes) -> None:
    with suppress(PictureRefused):
        frame_from(data)


def _table(data: bytes) -> None:
    with suppress(RowRefused):
        table_rows(text_of(data))


def _record_seeds() -> list[bytes]:
    game = models.Game("pubg", "PUBG", regions={"hud": models.Region(0.5, 0.0, 0.2, 0.1)})
    stream = models.Stream("twitch-a", "pubg", "A", "http://host/a.m3u8")
    return [game.to_json().encode(), stream.to_json().encode(), seeds.memory()]


TARGETS = {
    "playlist": Target(lambda: [seeds.MEDIA_PLAYLIST, seeds.MASTER_PLAYLIST], _playlist),
    "long-playlist": Target(lambda: [seeds.MEDIA_PLAYLIST], _long_playlist, 3.0),
    "transport-stream": Target(
        lambda: [
            seeds.video(codec, "mpegts")
            for codec in ("libx264", "libx265", "mpeg2video", "libsvtav1")
        ],
        _segment,
    ),
    "fragments": Target(
        lambda: [
            seeds.fragments(codec) for codec in ("libx264", "libx265", "libsvtav1", "libvpx-vp9")
        ],
        _fragments,
    ),
    "containers": Target(
        lambda: [
            seeds.video("libx264", "flv"),
            seeds.video("libvpx-vp9", "webm"),
            seeds.video("libx265", "matroska"),
        ],
        _segment,
    ),
    "helix": Target(lambda: [seeds.helix()], _helix),
    "kick": Target(lambda: [seeds.kick()], _kick),
    "youtube": Target(seeds.youtube, _youtube),
    "records": Target(_record_seeds, _from_json),
    "rows": Target(rows.valid, rows.read_around),
    "upload": Target(seeds.pictures, _upload, 3.0),
    "table": Target(lambda: [seeds.TABLE], _table, 1.0),
}
