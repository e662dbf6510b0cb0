"""What does Tesseract see in a region? The only file that calls it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

import cv2
import numpy as np
import pytesseract

from scoreboard.models import Reading
from workers.look import Gray

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

TEXT_HEIGHT = 48
TIMEOUT_SECONDS = 5

# Where the digits usually stand inside the HUD region: x, y, width, height as fractions of that region.
_USUAL_BOXES = {
    "pubg": {"alive": (0.63, 0.26, 0.16, 0.34)},
    "fortnite": {"alive": (0.45, 0.36, 0.24, 0.33), "kills": (0.65, 0.36, 0.25, 0.33)},
    "apex": {"alive": (0.72, 0.26, 0.17, 0.26), "kills": (0.2, 0.53, 0.14, 0.24)},
}


class TesseractReader:
    """Reads digits that stand alone in their region, white on dark or dark on white."""

    def __init__(self, profile: str, most_players: int) -> None:
        self._boxes = _USUAL_BOXES.get(profile, {})
        self._most_players = most_players

    def read(self, crops: Mapping[str, Gray], frame_height: int) -> Reading:
        fields = {name: crop for name, crop in crops.items() if name in ("alive", "kills")}
        if "hud" in crops:
            fields |= {name: _inside(crops["hud"], box) for name, box in self._boxes.items()}
        alive = self._number(fields["alive"]) if "alive" in fields else None
        kills = self._number(fields["kills"]) if "kills" in fields else None
        if alive is None:
            return Reading(None, None, "unknown", 0.0, "no counter found")
        return Reading(alive, kills, "playing", 0.5)

    def _number(self, crop: Gray) -> int | None:
        text = read_line(crop, "0123456789")
        if not re.fullmatch(r"\d{1,3}", text):
            return None
        number = int(text)
        return number if number <= self._most_players else None


def read_line(crop: Gray, alphabet: str = "") -> str:
    """One line of text in ``crop``; empty when there is none or Tesseract failed."""
    if min(crop.shape) < 4:
        return ""
    whitelist = f" -c tessedit_char_whitelist={alphabet}" if alphabet else ""
    try:
        text: str = pytesseract.image_to_string(
            _prepared(crop), config=f"--psm 7{whitelist}", timeout=TIMEOUT_SECONDS)
    except (pytesseract.TesseractError, RuntimeError):
        return ""
    return text.strip()


def _prepared(crop: Gray) -> Gray:
    """Enlarged, black on white, with a margin, as Tesseract likes it."""
    scale = TEXT_HEIGHT / crop.shape[0]
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    _, binary = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    if np.mean(binary) < 128:
        binary = cv2.bitwise_not(binary)
    return cv2.copyMakeBorder(binary, 12, 12, 12, 12, cv2.BORDER_CONSTANT, value=(255,)).astype(np.uint8)


def _inside(crop: Gray, box: tuple[float, float, float, float]) -> Gray:
    height, width = crop.shape
    x, y, w, h = box
    return crop[int(y * height):int((y + h) * height), int(x * width):int((x + w) * width)]
