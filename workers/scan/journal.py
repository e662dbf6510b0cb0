"""What has been seen of a recording so far? A line for each look, so that a scan that was interrupted goes on.

What is believed follows from the looks alone: so it is not kept, but worked out again, which takes milliseconds.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import FileIO
from pathlib import Path

from workers.scan.timeline.records import Seen

NAME = "looks.jsonl"
FORMAT = 1
_MAX_LINE_BYTES = 64 * 1024
_BAD = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


class NotThisScan(Exception):
    """The folder holds something else; the sentence says what."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a journal is of."""

    recording: str
    game: str
    format: int = FORMAT


class Journal:
    """Of one scan, in ``folder``. Raises ``OSError`` where it cannot be written."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._ends_at = 0
        self._file: FileIO | None = None

    def read(self, heading: Heading) -> Iterator[Seen]:
        """What was seen before, up to the first line that is not whole. Raises ``NotThisScan``."""
        if not self._path.is_file():
            return
        with self._path.open("rb") as file:
            if (first := _whole(file.readline(_MAX_LINE_BYTES))) is None:
                return
            if first != asdict(heading):
                raise NotThisScan("The folder holds a scan of something else: choose another one.")
            self._ends_at = file.tell()
            while seen := _seen(file.readline(_MAX_LINE_BYTES)):
                self._ends_at = file.tell()
                yield seen

    def begin(self, heading: Heading) -> None:
        """What comes is written behind what was read."""
        if self._path.is_file():
            with self._path.open("r+b") as file:
                file.truncate(self._ends_at)
        self._file = self._path.open("ab", buffering=0)
        if not self._ends_at:
            self._line(json.dumps(asdict(heading)))

    def add(self, seen: Seen) -> None:
        self._line(seen.to_json())

    def close(self) -> None:
        if self._file:
            self._file.close()

    def _line(self, text: str) -> None:
        assert self._file
        line = text.encode() + b"\n"
        if self._file.write(line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _whole(line: bytes) -> object:
    """``None``: it was never written to its end."""
    if not line.endswith(b"\n"):
        return None
    try:
        return json.loads(line)
    except ValueError:
        return line


def _seen(line: bytes) -> Seen | None:
    if not line.endswith(b"\n"):
        return None
    try:
        return Seen.from_json(line)
    except _BAD:
        return None
