"""What does a look cost the way of 2017: a streamlink process, an ffmpeg process and pytesseract for each?"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import pytesseract

from scoreboard.games import known_games

TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class OldLook:
    """What one look used, in seconds of CPU by its parts, and in seconds of time."""

    streamlink: float
    ffmpeg: float
    tesseract: float
    seconds: float

    @property
    def cpu_seconds(self) -> float:
        return self.streamlink + self.ffmpeg + self.tesseract


def old_look(url: str, game: str, told: Mapping[str, str]) -> OldLook:
    """Ask streamlink where the video is, let ffmpeg take one picture of it, and read its HUD; ``told``: environment."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "frame.png"
        streamlink = Path(sys.executable).with_name("streamlink")
        before = _children()
        playlist = _run([str(streamlink), "--stream-url", url, "best"], told)
        asked = _children()
        _run(
            [
                "ffmpeg",
                "-loglevel",
                "error",
                "-y",
                "-i",
                playlist.strip(),
                "-frames:v",
                "1",
                str(picture),
            ],
            told,
        )
        taken = _children()
        _read(picture, game)
        return OldLook(
            asked - before, taken - asked, _children() - taken, time.perf_counter() - began
        )


def _read(picture: Path, game: str) -> None:
    """The generous region at once, as one line of digits: what it gives does not matter here."""
    frame = cv2.imread(str(picture), cv2.IMREAD_GRAYSCALE)
    assert frame is not None
    height, width = frame.shape
    for name, region in known_games()[game].regions.items():
        if name != "banner":
            crop = frame[
                int(region.y * height) : int((region.y + region.height) * height),
                int(region.x * width) : int((region.x + region.width) * width),
            ]
            pytesseract.image_to_string(
                crop, config="--psm 7 -c tessedit_char_whitelist=0123456789"
            )


def _run(command: list[str], told: Mapping[str, str]) -> str:
    return subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        env={**os.environ, **told, "OMP_THREAD_LIMIT": "1"},
    ).stdout


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
