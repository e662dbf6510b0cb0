"""At which size do the networks see a HUD?  Used alike in training and in reading."""

from __future__ import annotations

from functools import cache
from math import ceil, floor

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.look.look import Gray
from workers.read.networks.network import Network

FINDER_DIGIT_PIXELS = 9.0
FINDER_STRIDE = 4
STRIP_DIGIT_PIXELS = 16.0
STRIP_HEIGHT, STRIP_WIDTH, NARROW_STRIP_WIDTH, WORD_WIDTH = 24, 56, 36, 96
NEIGHBOURHOOD, FAINT = 9, 6.0
"""Side in strip pixels of what a pixel is compared with, and the deviation in grey levels that counts as noise."""
_WORD_LEAD = 6
"""A word's strip begins this many of its pixels left of the digits' right edge."""


def scaled(picture: Gray, factor: float) -> Gray:
    """``picture`` enlarged by ``factor``, without aliasing when it shrinks."""
    width, height = (
        max(1, round(picture.shape[1] * factor)),
        max(1, round(picture.shape[0] * factor)),
    )
    interpolation = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return cv2.resize(picture, (width, height), interpolation=interpolation).astype(
        np.uint8, copy=False
    )


def part_of(hud: Gray, within: tuple[float, float, float, float]) -> tuple[Gray, int, int]:
    """What of a HUD region the finder is given, ``Profile.within`` of it, and where that begins; at least a pixel."""
    height, width = hud.shape
    left, top = int(within[0] * width), int(within[1] * height)
    right, bottom = round((within[0] + within[2]) * width), round((within[1] + within[3]) * height)
    return hud[top : max(top + 1, bottom), left : max(left + 1, right)], left, top


def strip(
    picture: Gray, x: float, y: float, digit_height: float, strip_width: int = STRIP_WIDTH
) -> Gray:
    """The surroundings of (x, y), shape (24, ``strip_width``), scaled so that ``digit_height`` pixels become 16."""
    factor = STRIP_DIGIT_PIXELS / digit_height
    half_width, half_height = strip_width / 2 / factor, STRIP_HEIGHT / 2 / factor
    left, top = floor(x - half_width) - 1, floor(y - half_height) - 1
    right, bottom = ceil(x + half_width) + 2, ceil(y + half_height) + 2
    height, width = picture.shape
    piece = picture[
        max(0, top) : max(1, min(height, bottom)), max(0, left) : max(1, min(width, right))
    ]
    border = (max(0, -top), max(0, bottom - height), max(0, -left), max(0, right - width))
    if any(border):
        piece = cv2.copyMakeBorder(piece, *border, cv2.BORDER_REPLICATE).astype(
            np.uint8, copy=False
        )
    if factor < 0.8:
        piece = cv2.GaussianBlur(piece, (0, 0), 0.4 / factor).astype(np.uint8, copy=False)
    matrix = np.array(
        [
            [factor, 0, strip_width / 2 - (x - left + 0.5) * factor - 0.5 + factor * 0.5],
            [0, factor, STRIP_HEIGHT / 2 - (y - top + 0.5) * factor - 0.5 + factor * 0.5],
        ]
    )
    return cv2.warpAffine(
        piece,
        matrix,
        (strip_width, STRIP_HEIGHT),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.uint8, copy=False)


def word_strip(picture: Gray, right: float, y: float, digit_height: float) -> Gray:
    """What is to the right of digits that end at (right, y), shape (24, 96)."""
    middle = right + (WORD_WIDTH / 2 - _WORD_LEAD) * digit_height / STRIP_DIGIT_PIXELS
    return strip(picture, middle, y, digit_height, WORD_WIDTH)


def left_word_strip(picture: Gray, left: float, y: float, digit_height: float) -> Gray:
    """What is to the left of digits that begin at (left, y), shape (24, 96), as a mirror shows it.

    The digits are at the left end of every strip, and a word between two numbers looks different to each.
    """
    middle = left - (WORD_WIDTH / 2 - _WORD_LEAD) * digit_height / STRIP_DIGIT_PIXELS
    return np.ascontiguousarray(strip(picture, middle, y, digit_height, WORD_WIDTH)[:, ::-1])


def window(width: float, strip_width: int = STRIP_WIDTH) -> Network:
    """Which columns hold the digits: 1 within ``width`` strip pixels around the middle, falling to 0 outside."""
    inside = (width / 2 - _from_middle(strip_width)) / 4 + 0.5
    row = np.minimum(np.maximum(inside, 0), 1).astype(np.float32)
    return np.broadcast_to(row, (STRIP_HEIGHT, strip_width))


@cache
def _from_middle(strip_width: int) -> NDArray[np.float64]:
    """How far each column is from the middle, in pixels."""
    columns: NDArray[np.float64] = np.abs(np.arange(strip_width) + 0.5 - strip_width / 2)
    return columns


def normalized(picture: Gray) -> Network:
    """Mean 0 and about one standard deviation, whatever the brightness; a flat picture stays flat."""
    mean, deviation = cv2.meanStdDev(picture)
    values = picture.astype(np.float32)
    values -= mean[0, 0]
    values *= 1 / (deviation[0, 0] + 8.0)
    return values


def local(picture: Gray) -> Network:
    """Each pixel beside its own neighbourhood: what is faint next to something plain stays plain."""
    values = picture.astype(np.float32)
    side = (NEIGHBOURHOOD, NEIGHBOURHOOD)
    mean = cv2.blur(values, side, borderType=cv2.BORDER_REPLICATE)
    spread = cv2.blur(values * values, side, borderType=cv2.BORDER_REPLICATE) - mean * mean
    values -= mean
    values /= np.sqrt(np.maximum(spread, 0)) + FAINT
    return values
