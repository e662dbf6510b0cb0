"""Which streams match this text?"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from django.conf.locale import LANG_INFO

from scoreboard.models import RankedStream
from webapp.catalog.games import enabled_games

MAX_LENGTH = 80
ROWS_KEPT = 20_000
"""Rows whose text is remembered: a board is searched in milliseconds."""


def matching(rows: list[RankedStream], text: str) -> list[RankedStream]:
    """Rows that hold every word of ``text`` in their name, game, language or platform; all of them without text."""
    words = folded(text).split()
    if not words:
        return rows
    games = {game.slug: game.name for game in enabled_games()}
    return [row for row in rows if _holds(_text_of(row, games.get(row.game, "")), words)]


def best_first(rows: list[RankedStream], text: str) -> list[RankedStream]:
    """Names that begin with ``text``, then the others; each in the order of the board."""
    start = folded(text).strip()
    return sorted(rows, key=lambda row: not folded(row.name).startswith(start))


def folded(text: str) -> str:
    """Without case and accents, so that ``aela`` finds \u00c6la and ``ASLI`` finds Asl\u0131."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(each for each in plain if not unicodedata.combining(each))


_LETTERS = str.maketrans(
    {"\u0131": "i", "\u00e6": "ae", "\u00f8": "o", "\u0142": "l", "\u0153": "oe"}
)
"""Letters that Unicode does not decompose."""


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def _text_of(row: RankedStream, game: str) -> str:
    return _joined(row.name, row.channel, row.game, game, row.language, row.platform)


@lru_cache(maxsize=ROWS_KEPT)
def _joined(name: str, channel: str, slug: str, game: str, language: str, platform: str) -> str:
    """Languages are found by code and by name: ``de``, German, Deutsch."""
    known = LANG_INFO.get(language.lower(), {})
    languages = (language, known.get("name", ""), known.get("name_local", ""))
    return folded(" ".join((name, channel, slug, game, platform, *languages)))
