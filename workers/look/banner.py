"""May the middle of a picture tell how a match has ended, and how large is it for that?

Most pictures have no letters of a headline there: what is told of that without reading it need not travel.
"""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from workers.look.look import Gray

WIDTH_PIXELS = 640
"""Banners are large: at this width Tesseract reads them in half the time, and a third of 1080p's bytes travel."""
STROKE_PIXELS = 19
LETTER_PIXELS = (11, 90)
"""How high a banner's letters are at the width at which Tesseract reads it."""
MIN_IN_A_ROW = 4
"""Letters of one size side by side that make a headline; a picture without one is not given to Tesseract."""
MAX_LETTERS = 1000
"""Each is compared with each: a picture of more is texture, and left to Tesseract, whose time is bounded."""


def narrowed(banner: Gray) -> Gray:
    """As it is read: shape (height, width), no wider than ``WIDTH_PIXELS``, without aliasing."""
    height, width = banner.shape
    if width <= WIDTH_PIXELS:
        return banner
    size = (WIDTH_PIXELS, max(1, round(height * WIDTH_PIXELS / width)))
    return cast("Gray", cv2.resize(banner, size, interpolation=cv2.INTER_AREA))


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
