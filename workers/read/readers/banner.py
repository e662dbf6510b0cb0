"""Does the middle of the picture say that the match has ended?"""

from __future__ import annotations

import re
import unicodedata

import cv2
import numpy as np

from workers.look.look import Gray
from workers.read.networks.scale import scaled
from workers.read.readers.tesseract import read_words

WIDTH_PIXELS = 640
"""Banners are large: at this width Tesseract reads them in half the time."""
STROKE_PIXELS = 19

# What games write at the end, in the languages with Latin letters; accents are taken off before the comparison.
_ENDED = re.compile(
    r"WINNER|VICTORY|VICTOIRE|VICTORIA|VITORIA|VITTORIA|SIEG\b|SIEGER|ZWYCIEST|ZAFER|CHAMPION|CAMPEON|CAMPIONI|KAMPION|"
    r"\bELIMINATED\b|\bELIMINE|\bELIMINADO|YOU PLACED|YOUR SQUAD PLACED|MATCH SUMMARY|SQUAD ELIMINATED|#\s?\d{1,3}\b"
)


def match_ended(banner: Gray) -> bool:
    """Whether ``banner``, the middle of the picture, announces a winner or a placement."""
    small = (
        scaled(banner, WIDTH_PIXELS / banner.shape[1]) if banner.shape[1] > WIDTH_PIXELS else banner
    )
    return any(_ENDED.search(_plain(text)) for text in read_words([small, _letters(small)]))


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
