"""How large are the segments that the arena broadcasts?"""

from __future__ import annotations

import ssl
import statistics
from collections.abc import Iterable
from urllib.parse import urljoin
from urllib.request import Request, urlopen


def mean_segment_bytes(playlists: Iterable[str], trust: ssl.SSLContext | None = None) -> float:
    """Of the newest segment of each playlist; ``trust`` for those over TLS."""
    return statistics.mean(_newest_bytes(each, trust) for each in playlists)


def _newest_bytes(playlist: str, trust: ssl.SSLContext | None) -> int:
    with urlopen(playlist, timeout=10, context=trust) as answer:
        lines = answer.read(1_000_000).decode().splitlines()
    newest = next(line for line in reversed(lines) if line and not line.startswith("#"))
    request = Request(urljoin(playlist, newest), method="HEAD")
    with urlopen(request, timeout=10, context=trust) as answer:
        return int(answer.headers["Content-Length"])
