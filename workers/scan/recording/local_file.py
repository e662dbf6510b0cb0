"""Which pictures are in a file on this machine?"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from workers.look.failure import CaptureFailed
from workers.scan.recording.container import SNIFFED_BYTES, format_of, opened, shots, skip_to, skips
from workers.scan.recording.shot import Shot


class LocalFile:
    """Raises ``CaptureFailed`` when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._format = format_of(self._start())
        with path.open("rb") as file, opened(file, self._format) as source:
            self.seconds = source.seconds
        self.skips = skips(self._format)

    def shots(self, after: float) -> Generator[Shot]:
        with self._path.open("rb") as file, opened(file, self._format) as source:
            skip_to(source, after)
            yield from shots(source, after)

    def _start(self) -> bytes:
        try:
            with self._path.open("rb") as file:
                return file.read(SNIFFED_BYTES)
        except OSError as error:
            raise CaptureFailed("error", f"It cannot be opened: {error.strerror}.") from error
