"""Which pictures of a recording are kept, and where? Small ones, of kills and ends."""

from __future__ import annotations

from pathlib import Path

from av.video.frame import VideoFrame

from workers.capture.preview import small_jpeg
from workers.scan.timeline.records import Row

FOLDER = "pictures"
SIZE, QUALITY = (480, 270), 70
MAX_PICTURES = 2000
"""Of one run: what flickers does not fill a disk."""


class Pictures:
    """Chosen as the looks come; in a folder of their own inside of ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._before: Row | None = None
        self._kills = self._written = 0
        self._counter: tuple[float, VideoFrame] | None = None
        """The last picture with a counter."""

    def see(self, row: Row, frame: VideoFrame | None) -> None:
        """Raises ``OSError`` where a picture cannot be written."""
        before, self._before = self._before, row
        if before and before.match_at is not None and row.match_at != before.match_at:
            self.keep_last()
        if before is None or row.match_at != before.match_at:
            self._kills = 0
        if frame is None:
            return
        if row.has_counter:
            self._counter = (row.at, frame)
        if (row.kills or 0) > self._kills or _tells_end(before, row):
            self._write(row.at, frame)
        self._kills = row.kills if row.kills is not None else self._kills

    def keep_last(self) -> None:
        """What a match shows last whose end is not seen."""
        if self._counter:
            self._write(*self._counter)

    def of(self, at: float) -> bytes | None:
        """The JPEG of the look at ``at`` seconds, where it was kept."""
        path = self._path(at)
        return path.read_bytes() if path.is_file() else None

    def _path(self, at: float) -> Path:
        return self._folder / f"{round(1000 * at):09}.jpg"

    def _write(self, at: float, frame: VideoFrame) -> None:
        path = self._path(at)
        if self._written < MAX_PICTURES and (jpeg := small_jpeg(frame, SIZE, QUALITY)):
            self._written += 1
            path.parent.mkdir(exist_ok=True)
            part = path.with_suffix(".part")
            part.write_bytes(jpeg)
            part.replace(path)


def _tells_end(before: Row | None, row: Row) -> bool:
    """Whether the look says how the match under way ends."""
    if before is None or row.match_at is None or row.match_at != before.match_at:
        return False
    return (row.result, row.phase) != (before.result, before.phase)
