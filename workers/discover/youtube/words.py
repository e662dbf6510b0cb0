"""Which game does a video show?

YouTube's API knows no games: a game is looked for by words, and shown where a video's own words name it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

MAX_LENGTH = 100
_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """Its words, one space between and around them, whatever their case and form."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(words)} " if words else ""


def query(games: Iterable[str]) -> str:
    """One search for several games: ``|`` means "or" (search.list, ``q``)."""
    return "|".join(_phrase(game) for game in games)


def game_of(texts: Sequence[str], games: Iterable[str]) -> str:
    """The game that the first of ``texts`` to name one names first, of two at one place the longer; empty: none."""
    phrases = {game: phrase for game in games if (phrase := plain(game))}
    for text in map(plain, texts):
        places = {game: text.find(phrase) for game, phrase in phrases.items()}
        named = [game for game, place in places.items() if place >= 0]
        if named:
            return min(named, key=lambda game: (places[game], -len(phrases[game])))
    return ""


def _phrase(game: str) -> str:
    """Quoted when it is more than a word, so that YouTube takes it for one."""
    text = " ".join(game.replace('"', " ").replace("|", " ").split())
    return text if text.isalnum() else f'"{text}"'
