"""How do others read the same digits, when somebody has cut them out for them?"""

from __future__ import annotations

import re

import cv2
import numpy as np
import pytesseract
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecOutput

from workers.look.look import Gray


def stock_tesseract(digits: Gray) -> int | None:
    """Enlarged, Otsu's threshold, one line, digits only: the usual recipe; one process a call."""
    scale = 48 / digits.shape[0]
    large = cv2.resize(digits, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    _, binary = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if np.mean(binary) < 128:
        binary = cv2.bitwise_not(binary)
    return _number(
        pytesseract.image_to_string(binary, config="--psm 7 -c tessedit_char_whitelist=0123456789")
    )


class SmallRecogniser:
    """PP-OCR's small recogniser on onnxruntime, one thread, recognition only."""

    def __init__(self) -> None:
        threads = {
            f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")
        }
        self._engine = RapidOCR(params={"Global.log_level": "critical", **threads})

    def __call__(self, digits: Gray) -> int | None:
        colour = cv2.cvtColor(digits, cv2.COLOR_GRAY2BGR)
        result = self._engine(colour, use_det=False, use_cls=False, use_rec=True)
        assert isinstance(result, TextRecOutput)
        return _number((result.txts or ("",))[0])


def _number(text: str) -> int | None:
    stripped = text.strip()
    return int(stripped) if re.fullmatch(r"\d{1,3}", stripped) else None
