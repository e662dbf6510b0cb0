"""Has Redis lost a pass over the boards: did a replica take over that had not heard of it?"""

from __future__ import annotations

from typing import Any

KEPT = 1000
"""More than are made while a process is away that still goes on from the one it knows."""


def noting(number: int) -> tuple[tuple[str | int, ...], ...]:
    """Commands."""
    return (("LPUSH", "passes", number), ("LTRIM", "passes", 0, KEPT - 1))


def ask_for_pass(pipe: Any, number: int) -> None:
    """Two answers, for ``is_lost``."""
    pipe.lpos("passes", number)
    pipe.lindex("passes", -1)


def is_lost(number: int, place: int | None, oldest: bytes | None) -> bool:
    """Later passes alone do not tell: another process may have gone on from where the replica stood."""
    return place is None and oldest is not None and number > int(oldest)
