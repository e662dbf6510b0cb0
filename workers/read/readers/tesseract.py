"""What does Tesseract see in a picture? The only file that calls it."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import cv2
import numpy as np
import pytesseract

from workers.look.look import Gray

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

TEXT_HEIGHT = 48
TIMEOUT_SECONDS = 5


def read_number(picture: Gray) -> str:
    """The one number on ``picture``; empty when Tesseract sees none or something else."""
    lines = read_lines([picture], "0123456789")
    return lines[0] if re.fullmatch(r"\d{1,3}", lines[0]) else ""


def read_lines(pictures: list[Gray], alphabet: str = "") -> list[str]:
    """One line of text for each picture; empty where there is none or Tesseract failed."""
    whitelist = f" -c tessedit_char_whitelist={alphabet}" if alphabet else ""
    return _read([_prepared(picture) for picture in pictures], f"--psm 7{whitelist}")


def read_words(pictures: list[Gray]) -> list[str]:
    """The words scattered over each picture, in no order; empty where there are none or Tesseract failed."""
    return _read(pictures, "--psm 11")


def _read(pictures: list[Gray], config: str) -> list[str]:
    """All of them in one process: starting Tesseract costs more than a line."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{index}.png" for index in range(len(pictures))]
        for path, picture in zip(paths, pictures, strict=True):
            cv2.imwrite(str(path), picture)
        listing = Path(folder) / "list.txt"
        listing.write_text("\n".join(map(str, paths)))
        try:
            text: str = pytesseract.image_to_string(
                str(listing), config=config, timeout=TIMEOUT_SECONDS
            )
        except (pytesseract.TesseractError, pytesseract.TesseractNotFoundError, RuntimeError):
            return [""] * len(pictures)
    pages = text.split("\f")
    return [pages[index].strip() if index < len(pages) else "" for index in range(len(pictures))]


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
