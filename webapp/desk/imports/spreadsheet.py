"""How is text written that a spreadsheet must not take for a formula?"""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """With an apostrophe before what would be computed."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain(text: str) -> str:
    """What ``safe`` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
