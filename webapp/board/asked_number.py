"""Which number does a request name?"""

from __future__ import annotations

from collections.abc import Mapping

from webapp.board.errors import BadRequest


def number_in(query: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """``default`` where it is not named. Raises ``BadRequest``."""
    text = query.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not least <= int(text) <= most:
        raise BadRequest(f"{name} is a whole number from {least:,} to {most:,}, not {text[:40]!r}.")
    return int(text)
