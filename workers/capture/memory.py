"""What is remembered of a stream between looks, whichever worker takes them?

It is kilobytes, of which a look changes a few hundred bytes. So only what has changed is written, and a process that
took the last look at a stream, too, fetches nothing.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from hashlib import blake2b
from threading import Lock
from typing import Any, Literal

import numpy as np

from scoreboard.models import Record, as_json
from workers.look.extent import Known
from workers.look.look import Gray
from workers.net.set_cookie import Cookie

Way = Literal["hls", "file", "plugin"]
KEPT = 4096
"""Streams, some kilobytes each."""
RENEW_SECONDS = 60.0
"""What is remembered expires so much earlier at most than it would by the last look."""


@dataclass(frozen=True, slots=True)
class Source(Record):
    """Where a stream's pictures come from."""

    way: Way
    """``hls``: ``url`` is a playlist; ``file``: it is the video itself; ``plugin``: streamlink reads it."""
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    resolved_at: float = 0.0
    is_rendition: bool = False
    """Whether a master playlist led to it."""
    variables: dict[str, str] = field(default_factory=dict)
    """Of that master playlist (EXT-X-DEFINE)."""


@dataclass(frozen=True, slots=True)
class Memory(Record):
    """One stream's."""

    source: Source | None = None
    newest: str = ""
    """The newest segment at the last look: its number, and the end of its address."""
    newest_at: float = 0.0
    """When it was first seen."""
    stopped: dict[str, str] = field(default_factory=dict)
    """The newest segment of each rendition that another replaced because it had stopped, by ``rendition``."""
    newest_date: float = 0.0
    """When it was broadcast, by the playlist."""
    dates_move: bool = True
    """Whether newer segments have later dates."""
    dates_behind: float = 0.0
    """Seconds by which the dates are behind, beside the age of a picture."""
    thumbnail: str = ""
    """The picture that the later ones are compared with, base64: rows of 64 pixels, 36 of a whole one."""
    thumbnail_at: float = 0.0
    """When it was broadcast."""
    likely_bytes: int = 0
    """How much of a segment the last keyframe took."""
    known: Known = field(default_factory=Known)
    """Of the pictures of ``source``."""
    may_be_still: bool = False
    """The last picture showed nothing new as far as it was compared: the next one is decoded as a whole."""
    preview_at: float = 0.0
    """When the last small picture was made."""
    cookies: tuple[Cookie, ...] = ()
    """What the stream's servers have set."""

    @property
    def newest_number(self) -> int:
        """The media sequence number of the newest segment; -1 when none was seen."""
        number = self.newest.partition(" ")[0]
        return int(number) if number.isdecimal() else -1

    @property
    def rendition(self) -> str:
        """A short name for its address, which may be long."""
        return (
            blake2b(self.source.url.encode(errors="replace"), digest_size=8).hexdigest()
            if self.source
            else ""
        )

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Memory:
        cookies = tuple(map(Cookie.from_dict, values.get("cookies", ())))
        return super(Memory, cls).from_dict({**values, "cookies": cookies})

    @classmethod
    def recalled(cls, texts: Mapping[str, str]) -> Memory | None:
        """From JSON of each field; ``None`` where that cannot be read."""
        try:
            return cls.from_dict({name: json.loads(text) for name, text in texts.items()})
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def changed_since(self, before: Memory | None) -> dict[str, str]:
        """JSON of each field that is another than ``before``; of all of them where that is not known."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {
            name: as_json(value)
            for name, value in found.items()
            if before is None or getattr(before, name) != value
        }


@dataclass(frozen=True, slots=True)
class _Kept:
    memory: Memory | None
    """As Redis has it; nothing where that cannot be read."""
    token: str = ""
    """Of the look of this process that left it; empty where another process did."""
    renewed_at: float = 0.0


class Memories:
    """What this process knows of them, by channel. For many threads, of which one at a time looks at a stream."""

    def __init__(self, put: Callable[..., None], expire_seconds: float, clock: Callable[[], float]):
        """``put``: as ``Captures.put_remembered``."""
        self._put, self._expire_seconds, self._clock = put, expire_seconds, clock
        self._kept: dict[str, _Kept] = {}
        self._lock = Lock()

    def left_by(self, channel: str) -> str:
        """The token of the look whose memory is known here; empty for none."""
        kept = self._kept.get(channel)
        return kept.token if kept else ""

    def recall(self, channel: str, fields: Mapping[str, str] | None) -> Memory:
        """``fields``: as they were fetched; nothing where they are still those that ``left_by`` tells of."""
        if fields is not None:
            self._note(channel, _Kept(Memory.recalled(fields)))
        kept = self._kept.get(channel)
        return kept.memory if kept and kept.memory else Memory()

    def keep(self, channel: str, token: str, memory: Memory) -> None:
        """Redis is told what has changed."""
        kept, now = self._kept.get(channel, _Kept(None)), self._clock()
        is_old = not 0 <= now - kept.renewed_at < RENEW_SECONDS
        changed = memory.changed_since(kept.memory)
        self._put(channel, token, changed, self._expire_seconds, is_old)
        self._note(channel, _Kept(memory, token, now if is_old else kept.renewed_at))

    def _note(self, channel: str, kept: _Kept) -> None:
        with self._lock:
            self._kept.pop(channel, None)
            self._kept[channel] = kept
            if len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]


def packed(thumbnail: Gray) -> str:
    return b64encode(thumbnail.tobytes()).decode()


def unpacked(text: str, width: int) -> Gray | None:
    """Shape (rows, ``width``); ``None`` where these are none."""
    pixels = np.frombuffer(b64decode(text), np.uint8)
    return pixels.reshape(-1, width) if pixels.size and pixels.size % width == 0 else None
