"""How is text kept from being taken for a formula by a spreadsheet?"""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """With an apostrophe before what would be computed."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def plain(text: str) -> str:
    """What ``safe`` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
