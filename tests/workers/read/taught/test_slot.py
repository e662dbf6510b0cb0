"""Is a number beside a sign read as a whole, or not at all, also where the sign was found beside its place?"""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from workers.look.look import Gray
from workers.read.readers.taught.slot import Asked, Slot, read_slots

LEFT, DIGIT_WIDTH, DIGIT_HEIGHT = 60, 11, 16


def numbered(text: str) -> Gray:
    """Light digits on a dark ground, each as wide as the next, from ``LEFT`` on."""
    picture = np.full((3 * DIGIT_HEIGHT, 160), 60, np.uint8)
    for place, digit in enumerate(text):
        drawn = np.zeros((200, 140), np.uint8)
        cv2.putText(drawn, digit, (20, 170), cv2.FONT_HERSHEY_DUPLEX, 5.5, (255,), 14, cv2.LINE_AA)
        x, y, width, height = cv2.boundingRect(drawn)
        ink = cv2.resize(drawn[y : y + height, x : x + width], (DIGIT_WIDTH - 2, DIGIT_HEIGHT))
        left = LEFT + place * DIGIT_WIDTH + 1
        picture[DIGIT_HEIGHT:-DIGIT_HEIGHT, left : left + DIGIT_WIDTH - 2] += (ink * 0.66).astype(
            np.uint8
        )
    return picture


def read_at(text: str, left: int) -> int | None:
    width = DIGIT_WIDTH / DIGIT_HEIGHT
    slot = Slot(left, 1.5 * DIGIT_HEIGHT, DIGIT_HEIGHT, "left", width, width)
    return read_slots(numbered(text), [Asked(slot, 1, 100, 1.0)])[0].number


@pytest.mark.parametrize("text", ["20", "52", "47", "85"])
def test_two_digits_are_not_read_as_the_first_of_them(text: str) -> None:
    assert read_at(text, LEFT) == int(text)
    assert {read_at(text, LEFT - away) for away in range(9, 15)} == {None}
