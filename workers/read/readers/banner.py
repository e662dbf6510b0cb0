"""What does the middle of the picture say of how the match has ended for the streamer?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from scoreboard.models import Result
from workers.look.banner import has_headline, letters_of, narrowed
from workers.look.look import Gray
from workers.read.readers.headline import headlines
from workers.read.readers.tesseract import Line, read_scattered

MAX_PLACE = 200

# What games write at the end, in the languages with Latin letters; accents are taken off before the comparison, and
# every line is one of the text's. Who was eliminated is told of others, too: "you eliminated", "enemy squad".
_OUT_WORDS = (
    r"(?:^\W*|(?<!ENEMY\s)\b(?:WERE|WAS|BEEN|GOT|SQUAD|TEAM)\s)ELIMINATED\b(?! (?!BY\b|AT\b)[A-Z])|"
    r"(?<!AVEZ\s)\bELIMINE|(?<!HAS\s)\bELIMINADO|BETTER\sLUCK|PLACED"
)
_NUMBER = r"(?<![A-Z0-9])#"
_ENDED = re.compile(
    r"WINNER|VICTORY|VICTOIRE|VICTORIA|VITORIA|VITTORIA|SIEG\b|SIEGER|ZWYCIEST|ZAFER|"
    r"(?<!YOUR\s)CHAMPION(?!\sSQUAD)|CAMPEON|CAMPIONI|KAMPION|MATCH\sSUMMARY|"
    rf"{_NUMBER}\s?\d{{1,3}}\b|{_OUT_WORDS}",
    re.MULTILINE,
)
# What only the winner is told: that somebody won is told to those who watch, too.
_WON = re.compile(
    r"WINNER,?\sWINNER|CHICKEN|VICTORY|VICTOIRE|VICTORIA|VITORIA|VITTORIA|SIEG\b|ZWYCIEST|ZAFER|"
    rf"YOU\sARE\sTHE\s(APEX\s)?CHAMPION|CAMPEON|CAMPIONI|{_NUMBER}\s?1\b(?!\s?\d)"
)
_OUT = re.compile(_OUT_WORDS, re.MULTILINE)
_WATCHES = re.compile(r"\bSPECTATING\b")
_PLACE = re.compile(rf"(?:{_NUMBER}|PLACED|RANK)\s*#?\s?(\d{{1,3}})\b")


@dataclass(frozen=True, slots=True)
class Banner:
    """That a match has ended, and how, where the words tell."""

    result: Result = ""
    place: int | None = None


def read_banner(banner: Gray) -> Banner | None:
    """What ``banner``, the middle of the picture, announces; nothing when it announces no end.

    The words must be a headline: those in a row of a menu announce nothing.
    """
    small = narrowed(banner)
    letters = letters_of(small)
    if not has_headline(letters):
        return None
    texts = [_headline(lines, small.shape[1]) for lines in read_scattered([small, letters])]
    return said(texts) if any(map(_ENDED.search, texts)) else None


def said(texts: Iterable[str]) -> Banner:
    """Of the same words, read twice, in capitals without accents. What contradicts itself says nothing."""
    texts = list(texts)
    places = {int(found) for text in texts for found in _PLACE.findall(text)}
    out = any(map(_OUT.search, texts)) or any(place > 1 for place in places)
    if any(map(_WON.search, texts)):
        return Banner() if out or any(map(_WATCHES.search, texts)) else Banner("won", 1)
    if not out:
        return Banner()
    place = places.pop() if len(places) == 1 else 0
    return Banner("placed", place) if 1 < place <= MAX_PLACE else Banner("eliminated")


def _headline(lines: list[Line], width: int) -> str:
    """Its lines, and no others: what is written below in small print is told of many things."""
    return "\n".join(_plain(line.text) for line in headlines(lines, width))


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.upper())
    return " ".join(
        "".join(letter for letter in spread if not unicodedata.combining(letter)).split()
    )
