"""How long may Tesseract take?"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from workers.read.readers import tesseract


@pytest.fixture
def patience() -> Iterator[None]:
    """It is the whole process's."""
    usual = tesseract._timeout_seconds
    yield
    tesseract.be_patient(usual)


@pytest.mark.usefixtures("patience")
def test_it_is_left_where_it_takes_too_long_and_may_take_longer_where_nobody_waits() -> None:
    picture = np.full((40, 80), 20, np.uint8)
    cv2.putText(picture, "37", (10, 32), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (240,), 3)
    tesseract.be_patient(0.001)
    assert tesseract.read_number(picture) == ""
    tesseract.be_patient(60.0)
    assert tesseract.read_number(picture) == "37"
