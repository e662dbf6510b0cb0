"""How is a time in a recording written? As players show it."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """``1:02:03``, and ``2:03`` in the first hour."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
