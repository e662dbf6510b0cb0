"""What does a worker keep between looks: connections, streamlink's sessions, small files, limits?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from scoreboard.store import Store
from workers.capture.hls.segment import Segments
from workers.capture.memory import Memories
from workers.capture.plugins import Plugins
from workers.net.client import HttpClient
from workers.net.guard import UrlGuard


@dataclass(frozen=True, slots=True)
class Limits:
    look_seconds: float = 8.0
    connect_seconds: float = 3.0
    resolved_seconds: float = 1200.0
    """An address once resolved is kept this long, and all that is remembered of a stream from its last look on."""
    segment_bytes: int = 8 * 1024 * 1024


class Camera:
    """One per process; its looks may run in many threads at once."""

    def __init__(
        self,
        store: Store,
        allowed_hosts: Iterable[str] = (),
        limits: Limits = Limits(),
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.store = store
        self.limits = limits
        self.clock = clock
        self.client = HttpClient(UrlGuard(allowed_hosts), limits.connect_seconds)
        self.segments = Segments(self.client)
        self.memories = Memories(store.put_remembered, limits.resolved_seconds, clock)

    @cached_property
    def plugins(self) -> Plugins:
        return Plugins(self.client.guard)
