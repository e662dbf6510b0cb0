"""What does the value of a playlist's tag say?

A stranger's line can be of any length: each function here takes time in proportion to its input.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urljoin

from workers.capture.hls.records import Span

_NAME = re.compile(r"[A-Za-z0-9-]{1,100}")
_RANGE = re.compile(r"(\d{1,15})(?:@(\d{1,15}))?")
_MAX_SECONDS = 1e6
_MAX_DIGITS = 18
_IV_BYTES = 16


def attributes(text: str) -> dict[str, str]:
    """An attribute list (RFC 8216, 4.2), quotes taken off; what is not an attribute is skipped."""
    found: dict[str, str] = {}
    at = 0
    while (equals := text.find("=", at)) >= 0:
        name = text[at:equals].strip(" \t,")
        if text.startswith('"', equals + 1):
            stop = text.find('"', equals + 2)
            if stop < 0:
                break
            value, at = text[equals + 2 : stop], _after_comma(text, stop + 1)
        else:
            at = _after_comma(text, equals + 1)
            value = text[equals + 1 : at].strip(" \t,")
        if value and _NAME.fullmatch(name):
            found[name] = value
    return found


def _after_comma(text: str, at: int) -> int:
    comma = text.find(",", at)
    return len(text) if comma < 0 else comma + 1


def seconds(text: str) -> float:
    """0 for what is not a duration."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 <= number < _MAX_SECONDS else 0.0


def whole(text: str) -> int:
    """0 for what is not a number of a sensible size."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MAX_DIGITS else 0


def epoch(text: str) -> float | None:
    """ISO 8601 as seconds since the epoch; a time without a zone is UTC."""
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def joined(base: str, address: str) -> str:
    """What cannot be a URL stays as it is: the guard refuses it when it is opened."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def span(text: str, default_start: int) -> Span:
    """A byte range, ``length[@start]`` (RFC 8216, 4.3.2.2); the whole file for what is not one."""
    found = _RANGE.fullmatch(text)
    if not found:
        return Span()
    return Span(int(found[2]) if found[2] else default_start, int(found[1]))


def initialization_vector(text: str) -> bytes | None:
    """Of EXT-X-KEY, a 128-bit number in hexadecimal (RFC 8216, 4.3.2.4)."""
    if not re.fullmatch(r"0[xX][0-9a-fA-F]{1,32}", text):
        return None
    return int(text, 16).to_bytes(_IV_BYTES, "big")
