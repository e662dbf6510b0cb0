"""What did each step of a look cost?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Timings:
    """By step: ``resolve``, ``playlist``, ``fetch``, ``decode``, ``frozen``, ``compare``, ``preview``, ``keep``,
    ``cut``."""

    seconds: dict[str, float] = field(default_factory=dict)
    cpu_seconds: dict[str, float] = field(default_factory=dict)
    """Of this thread."""
    bytes: int = 0
    """Of video, as fetched."""

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began, cpu_began = time.perf_counter(), time.thread_time()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began
            self.cpu_seconds[name] = (
                self.cpu_seconds.get(name, 0.0) + time.thread_time() - cpu_began
            )
