"""What does the value of a playlist's tag say?"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urljoin

from workers.capture.hls.records import Span

_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^",\s]+)')
_RANGE = re.compile(r"(\d{1,15})(?:@(\d{1,15}))?$")


def attributes(line: str) -> dict[str, str]:
    return {name: value.strip('"') for name, value in _ATTRIBUTE.findall(line)}


def seconds(text: str) -> float:
    """0 for what is no duration."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 <= number < 1e6 else 0.0


def whole(text: str) -> int:
    """0 for what is no number of a sensible size."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def epoch(text: str) -> float | None:
    """ISO 8601 as seconds since the epoch; a time without a zone is UTC."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def joined(base: str, address: str) -> str:
    """What cannot be an address stays as it is: the guard refuses it, should it be asked for."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def span(text: str, default_start: int) -> Span:
    found = _RANGE.match(text)
    if not found:
        return Span()
    return Span(int(found[2]) if found[2] else default_start, int(found[1]))
