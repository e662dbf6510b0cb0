"""How do others read the same digits, when somebody has cut them out for them?"""

from __future__ import annotations

import re
import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytesseract
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec import TextRecOutput

from bench.report.rows import note
from workers.look.look import Gray

CutOut = list[tuple[Gray, int]]
"""The digits of a field, cut out, and what they say."""


def compare(cut_out: CutOut, our_seconds: float, noted: Path | None) -> None:
    """Print how often each is right, and its CPU beside ``our_seconds``, a look's; note it in the file ``noted``."""
    if not cut_out:
        return
    rivals: dict[str, Callable[[Gray], int | None]] = {
        "stock pytesseract": stock_tesseract,
        "PP-OCR small recogniser": SmallRecogniser(),
    }
    for name, rival in rivals.items():
        verdicts, seconds = _measured(rival, cut_out)
        right, wrong = (
            f"{100 * verdicts[verdict] / len(cut_out):.1f} %" for verdict in ("right", "wrong")
        )
        print(
            f"{name}, given the cut-out digits of {len(cut_out)} fields: {right} right, {wrong} wrong; "
            f"two fields {2000 * seconds:.1f} ms, {2 * seconds / our_seconds:.0f} times ours"
        )
        note(
            noted,
            "CPU to find and read two counters",
            f"{1000 * our_seconds:.1f} ms",
            f"{name}, digits cut out for it",
            f"{2000 * seconds:.0f} ms",
            f"{2 * seconds / our_seconds:.0f}",
        )


def _measured(rival: Callable[[Gray], int | None], cut_out: CutOut) -> tuple[Counter[str], float]:
    """Its verdicts, and the CPU seconds of a field in the median."""
    rival(cut_out[0][0])
    verdicts, costs = Counter[str](), []
    for box, truth in cut_out:
        began = _cpu_seconds()
        number = rival(box)
        costs.append(_cpu_seconds() - began)
        verdicts["abstained" if number is None else "right" if number == truth else "wrong"] += 1
    return verdicts, statistics.median(costs)


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


def _cpu_seconds() -> float:
    """Of this process and the ones it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _number(text: str) -> int | None:
    stripped = text.strip()
    return int(stripped) if re.fullmatch(r"\d{1,3}", stripped) else None
