"""How is a recording, and a time in it, shown to people?"""

from __future__ import annotations

from urllib.parse import urlsplit


def shown_address(address: str) -> str:
    """The host and the path: what follows them may be a secret."""
    try:
        parts = urlsplit(address)
        return f"{parts.hostname or ''}{parts.path}"
    except ValueError:
        return "the address"


def clock(seconds: float) -> str:
    """A time in a recording as players show it: ``1:02:03``, and ``2:03`` in the first hour."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
