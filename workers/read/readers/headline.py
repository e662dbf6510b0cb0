"""Is there a headline in the middle of the picture, and which of its lines are part of it?"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from workers.look.look import Gray
from workers.read.readers.tesseract import Line

STROKE_PIXELS = 19
LETTER_PIXELS = (11, 90)
"""How high a banner's letters are at the width at which Tesseract reads it."""
MIN_IN_A_ROW = 4
"""Letters of one size side by side that make a headline; a picture without one is not given to Tesseract."""
MAX_LETTERS = 1000
"""Each is compared with each: a picture of more is texture, and left to Tesseract, whose time is bounded."""
HEADLINE_SHARE = 0.025
"""How high a headline is at least, of the picture's width; most rows of menus are lower."""
ALIKE = 0.7
"""Lines at least this much of a line's height are as large as it is."""
MAX_ALIKE = 4
"""Of a headline: itself, the rest of it, a place, a reward. The rows of a menu are more, all of one size."""


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


def letters_of(picture: Gray) -> Gray:
    """What is brighter than its surroundings and no wider than a letter's stroke, in black on white."""
    raised = cv2.morphologyEx(
        picture, cv2.MORPH_TOPHAT, np.ones((STROKE_PIXELS, STROKE_PIXELS), np.uint8)
    )
    return cv2.threshold(raised, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1].astype(
        np.uint8, copy=False
    )


def headlines(lines: Iterable[Line], width: int) -> list[Line]:
    """Those large enough for a picture ``width`` pixels wide, with few others of their size."""
    lines = [line for line in lines if line.height <= LETTER_PIXELS[1] and _is_text(line.text)]
    return [
        line
        for line in lines
        if line.height >= HEADLINE_SHARE * width
        and sum(other.height >= ALIKE * line.height for other in lines) <= MAX_ALIKE
    ]


def _is_text(text: str) -> bool:
    """Not a mark that Tesseract makes of a shape."""
    return sum(map(str.isalnum, text)) >= 2 or "#" in text
