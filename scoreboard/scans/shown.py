"""How is a recording, and a time in it, shown to people?"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit


def shown_address(address: str) -> str:
    """The host and the path: what follows them may be a secret, except for the id of a video on YouTube."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        ids = parse_qs(parts.query).get("v", []) if f".{host}".endswith(".youtube.com") else []
    except ValueError:
        return "the address"
    return f"{host}{parts.path}{f'?v={ids[0]}' if ids else ''}"


def clock(seconds: float) -> str:
    """A time in a recording as players show it: ``1:02:03``, and ``2:03`` in the first hour."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
