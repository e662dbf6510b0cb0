"""Is what a platform returns fit to be shown?"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

MAX_TITLE_LENGTH = 140
MAX_NAME_LENGTH = 60
MAX_VIEWERS = 1_000_000_000
_FIRST_YEAR, _LAST_YEAR = 2011, 2100
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?|other")
_JOINERS = "\u200c\u200d"
"""Many alphabets and emoji need them; other invisible characters only deceive."""


def clean(text: object, longest: int) -> str:
    """One line without control characters and without those that change the direction of writing."""
    if not isinstance(text, str):
        return ""
    visible = "".join(map(_visible, text[: 10 * longest]))
    return " ".join(visible.split())[:longest].rstrip()


def language_code(value: object) -> str:
    """Empty if ``value`` is none."""
    return value if isinstance(value, str) and _LANGUAGE.fullmatch(value) else ""


def whole_number(value: object, most: int = MAX_VIEWERS) -> int | None:
    """From 0 to ``most``; ``None`` for anything else, ``True`` included."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= most else None


def epoch_seconds(value: object) -> float:
    """Of an RFC 3339 time with its zone; 0 for anything else."""
    try:
        at = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return 0.0
    if at.tzinfo is None or not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        return 0.0
    return at.timestamp()


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return character if category[0] != "C" or character in _JOINERS else ""
