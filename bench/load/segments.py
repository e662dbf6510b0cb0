"""How large are the segments that the arena broadcasts?"""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from urllib.parse import urljoin
from urllib.request import Request, urlopen


def mean_segment_bytes(playlists: Iterable[str]) -> float:
    """Of the newest segment of each playlist."""
    return statistics.mean(map(_newest_bytes, playlists))


def _newest_bytes(playlist: str) -> int:
    with urlopen(playlist, timeout=10) as answer:
        lines = answer.read(1_000_000).decode().splitlines()
    newest = next(line for line in reversed(lines) if line and not line.startswith("#"))
    with urlopen(Request(urljoin(playlist, newest), method="HEAD"), timeout=10) as answer:
        return int(answer.headers["Content-Length"])
