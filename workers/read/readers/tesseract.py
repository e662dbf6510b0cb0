"""What does Tesseract see in a picture? The only file that calls it."""

from __future__ import annotations

import os
import re
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import cv2
import numpy as np
import pytesseract

from workers.look.look import Gray

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

Output = TypeVar("Output")
TEXT_HEIGHT = 48
_timeout_seconds = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side on a picture."""

    text: str
    height: float
    """In pixels, of the word in the middle of their heights."""


def be_patient(seconds: float) -> None:
    """From now on, in this process, Tesseract may take so long: where no live look waits, and little CPU is given."""
    global _timeout_seconds
    _timeout_seconds = seconds


def read_number(picture: Gray) -> str:
    """The one number on ``picture``; empty when Tesseract sees none or something else."""
    lines = read_lines([picture], "0123456789")
    return lines[0] if re.fullmatch(r"\d{1,3}", lines[0]) else ""


def read_lines(pictures: list[Gray], alphabet: str = "") -> list[str]:
    """One line of text for each picture; empty where there is none or Tesseract failed."""
    whitelist = f" -c tessedit_char_whitelist={alphabet}" if alphabet else ""
    return _read([_prepared(picture) for picture in pictures], f"--psm 7{whitelist}")


def read_scattered(pictures: list[Gray]) -> list[list[Line]]:
    """The lines of words scattered over each picture; none where there are none or Tesseract failed."""
    table = _run(pictures, _table, "--psm 11")
    words: dict[tuple[int, ...], list[tuple[str, int]]] = defaultdict(list)
    for page, block, paragraph, line, height, text in table or ():
        if text.strip():
            words[int(page), int(block), int(paragraph), int(line)].append((text, int(height)))
    found: list[list[Line]] = [[] for _ in pictures]
    for (page, *_), line in words.items():
        height = statistics.median(height for _, height in line)
        found[page - 1].append(Line(" ".join(text for text, _ in line), height))
    return found


def _read(pictures: list[Gray], config: str) -> list[str]:
    text = _run(pictures, _text, config) or ""
    pages = text.split("\f")
    return [pages[index].strip() if index < len(pages) else "" for index in range(len(pictures))]


def _run(pictures: list[Gray], ask: Callable[[str, str], Output], config: str) -> Output | None:
    """All of them in one process: starting Tesseract costs more than a line. Nothing when it failed."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{index}.png" for index in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            cv2.imwrite(str(path), picture)
        listing = Path(folder) / "list.txt"
        listing.write_text("\n".join(map(str, paths)))
        try:
            return ask(str(listing), config)
        except (pytesseract.TesseractError, pytesseract.TesseractNotFoundError, RuntimeError):
            return None


def _text(listing: str, config: str) -> str:
    text: str = pytesseract.image_to_string(listing, config=config, timeout=_timeout_seconds)
    return text


def _table(listing: str, config: str) -> list[tuple[Any, ...]]:
    """Of every word: page, block, paragraph, line, height, text. How sure Tesseract is of it is left out: of the words
    "#1 VICTORY", which it had read, it was 0 % sure."""
    columns = pytesseract.image_to_data(
        listing, config=config, timeout=_timeout_seconds, output_type=pytesseract.Output.DICT
    )
    names = ("page_num", "block_num", "par_num", "line_num", "height", "text")
    return list(zip(*(columns[name] for name in names), strict=True))


def _prepared(picture: Gray) -> Gray:
    """Enlarged, black on white, with a margin, as Tesseract likes it."""
    scale = TEXT_HEIGHT / picture.shape[0]
    large = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    _, binary = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if np.mean(binary) < 128:
        binary = cv2.bitwise_not(binary)
    return cv2.copyMakeBorder(binary, 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=(255,)).astype(
        np.uint8, copy=False
    )
