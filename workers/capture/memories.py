"""What does this process know of streams that it looked at, and what need others hear of it?

A stream's memory is kilobytes, of which a look changes a few hundred bytes. So only what has changed is written, and a
process that took the last look at a stream, too, fetches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from scoreboard.store import Store
from workers.capture.memory import Memory

KEPT = 4096
"""Streams, some kilobytes each."""
RENEW_SECONDS = 60.0
"""What is remembered expires so much earlier at most than it would by the last look."""


@dataclass(frozen=True, slots=True)
class _Kept:
    memory: Memory | None
    """As Redis has it; nothing where that cannot be read."""
    token: str = ""
    """Of the look of this process that left it; empty where another process did."""
    renewed_at: float = 0.0


class Memories:
    """By channel. For many threads, of which one at a time looks at a stream."""

    def __init__(self, store: Store, expire_seconds: float, clock: Callable[[], float]) -> None:
        self._store, self._expire_seconds, self._clock = store, expire_seconds, clock
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
        self._store.put_remembered(channel, token, changed, self._expire_seconds, is_old)
        self._note(channel, _Kept(memory, token, now if is_old else kept.renewed_at))

    def _note(self, channel: str, kept: _Kept) -> None:
        with self._lock:
            self._kept.pop(channel, None)
            self._kept[channel] = kept
            if len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
