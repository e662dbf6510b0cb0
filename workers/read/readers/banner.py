"""What does the middle of the picture say of how the match has ended for the streamer?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from scoreboard.models import Result
from workers.look.look import Gray
from workers.read.networks.scale import scaled
from workers.read.readers.tesseract import read_words

WIDTH_PIXELS = 640
"""Banners are large: at this width Tesseract reads them in half the time."""
STROKE_PIXELS = 19
LETTER_PIXELS = (11, 90)
"""How high a banner's letters are at that width."""
MIN_IN_A_ROW = 4
"""Letters of one size side by side that make a headline; a picture without one is not given to Tesseract."""
MAX_LETTERS = 1000
"""Each is compared with each: a picture of more is texture, and left to Tesseract, whose time is bounded."""
MAX_PLACE = 200

# What games write at the end, in the languages with Latin letters; accents are taken off before the comparison.
_ENDED = re.compile(
    r"WINNER|VICTORY|VICTOIRE|VICTORIA|VITORIA|VITTORIA|SIEG\b|SIEGER|ZWYCIEST|ZAFER|CHAMPION|CAMPEON|CAMPIONI|KAMPION|"
    r"\bELIMINATED\b|\bELIMINE|\bELIMINADO|BETTER LUCK|PLACED|MATCH SUMMARY|#\s?\d{1,3}\b"
)
# What only the winner is told: that somebody won is told to those who watch, too.
_WON = re.compile(
    r"WINNER,? WINNER|CHICKEN|VICTORY|VICTOIRE|VICTORIA|VITORIA|VITTORIA|SIEG\b|ZWYCIEST|ZAFER|"
    r"YOU ARE THE (APEX )?CHAMPION|CAMPEON|CAMPIONI|#\s?1\b(?!\s?\d)"
)
_OUT = re.compile(r"\bELIMINATED\b|\bELIMINE|\bELIMINADO|BETTER LUCK|PLACED")
_PLACE = re.compile(r"(?:#|PLACED|RANK)\s*#?\s?(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Banner:
    """That a match has ended, and how, where the words tell."""

    result: Result = ""
    place: int | None = None


def read_banner(banner: Gray) -> Banner | None:
    """What ``banner``, the middle of the picture, announces; nothing when it announces no end."""
    width = banner.shape[1]
    small = scaled(banner, WIDTH_PIXELS / width) if width > WIDTH_PIXELS else banner
    letters = _letters(small)
    if not has_headline(letters):
        return None
    texts = [_plain(text) for text in read_words([small, letters])]
    return said(texts) if any(map(_ENDED.search, texts)) else None


def said(texts: Iterable[str]) -> Banner:
    """Of the same words, read twice, in capitals without accents. What contradicts itself says nothing."""
    texts = list(texts)
    places = {int(found) for text in texts for found in _PLACE.findall(text)}
    out = any(map(_OUT.search, texts)) or any(place > 1 for place in places)
    if any(map(_WON.search, texts)):
        return Banner() if out else Banner("won", 1)
    if not out:
        return Banner()
    place = places.pop() if len(places) == 1 else 0
    return Banner("placed", place) if 1 < place <= MAX_PLACE else Banner("eliminated")


def has_headline(letters: Gray) -> bool:
    """Whether letters as high as a banner's stand in a row; ``letters`` are black on white."""
    _, _, boxes, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(letters), connectivity=8)
    low, high = LETTER_PIXELS
    heights = boxes[1:, cv2.CC_STAT_HEIGHT]
    widths = boxes[1:, cv2.CC_STAT_WIDTH]
    fit = (heights >= low) & (heights <= high) & (widths <= 1.6 * heights)
    if np.count_nonzero(fit) > MAX_LETTERS:
        return True
    tops, heights = boxes[1:, cv2.CC_STAT_TOP][fit], heights[fit]
    alike = (np.abs(tops[:, None] - tops) <= 0.25 * heights[:, None]) & (
        np.abs(heights[:, None] - heights) <= 0.25 * heights[:, None]
    )
    return bool(alike.size and alike.sum(axis=1).max() >= MIN_IN_A_ROW)


def _letters(picture: Gray) -> Gray:
    """What is brighter than its surroundings and no wider than a letter's stroke, in black on white."""
    raised = cv2.morphologyEx(
        picture, cv2.MORPH_TOPHAT, np.ones((STROKE_PIXELS, STROKE_PIXELS), np.uint8)
    )
    return cv2.threshold(raised, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1].astype(
        np.uint8, copy=False
    )


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.upper())
    return " ".join(
        "".join(letter for letter in spread if not unicodedata.combining(letter)).split()
    )
