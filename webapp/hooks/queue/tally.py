"""What was counted in this process since its counts were last written?"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping

Key = tuple[str, str]


class Tally:
    """While Redis is away counts add up: a delivery that is noted does not wait for them."""

    def __init__(self) -> None:
        self._counts: Counter[Key] = Counter()
        self._lock = threading.Lock()

    def count(self, name: str, label: str) -> None:
        with self._lock:
            self._counts[name, label] += 1

    def hand_over(self, write: Callable[[Mapping[Key, int]], object]) -> None:
        """Raises what ``write`` raises; nothing is lost then."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            write(counts)
        except Exception:
            with self._lock:
                self._counts += counts
            raise


tally = Tally()
