"""What is a recording called, to people and to the next run? Neither tells what an address keeps secret."""

from __future__ import annotations

import hashlib
from pathlib import Path

from scoreboard.scans.shown import shown_address
from workers.scan.recording.source import is_address

_BEGINNING_BYTES = 64 * 1024
_FILES = (".m3u8", ".mp4", ".mov", ".mkv", ".webm", ".flv", ".ts")
"""What follows the path of such an address is a token: it differs from day to day."""


def shown_name(video: str) -> str:
    """A file's name; of an address the host and the path."""
    if not is_address(video):
        return Path(video).name
    return shown_address(video)


def identity(video: str) -> str:
    """Differs between recordings, and is the same after a file was moved, or has grown. Raises ``OSError``."""
    if is_address(video):
        path = video.partition("?")[0]
        told = path if path.lower().endswith(_FILES) else video
        return hashlib.sha256(told.encode()).hexdigest()
    with Path(video).open("rb") as file:
        return hashlib.sha256(file.read(_BEGINNING_BYTES)).hexdigest()
