"""How is a recording scanned? Look after look, each written down before the next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from av.video.frame import VideoFrame

from scoreboard.models import Game, Standing
from workers.look.failure import CaptureFailed
from workers.scan.journal import Heading, Journal
from workers.scan.pictures import Pictures
from workers.scan.recording.shot import Recording, Shot
from workers.scan.timeline.follow import Following
from workers.scan.timeline.records import Row, Seen

Look = Callable[[Shot, Standing], Seen]
"""What a picture shows, given what was believed before it."""
Tell = Callable[[float, int], None]
"""Is told after each look: its seconds, and how many matches there are so far."""


class Scan:
    """Of a recording of ``game`` into ``folder``; ``name`` tells recordings apart.

    Raises ``OSError`` where the folder cannot be written and ``NotThisScan`` where it holds another scan.
    """

    def __init__(self, name: str, game: Game, folder: Path, look: Look) -> None:
        self._heading = Heading(name, game.slug)
        self._look, self._following = look, Following(game)
        self.pictures, self._journal = Pictures(folder), Journal(folder)
        self.rows: list[Row] = []
        self._matches = 0
        for seen in self._journal.read(self._heading):
            self._take(seen, None)

    @property
    def at(self) -> float:
        """The last look, in seconds; before the first one, a time before the beginning."""
        return self.rows[-1].at if self.rows else -60.0

    def run(self, recording: Recording, tell: Tell) -> None:
        """To the end of ``recording``. Raises ``CaptureFailed`` where it cannot be read any further."""
        try:
            self._journal.begin(self._heading)
            with closing(recording.shots(self.at)) as shots:
                for shot in shots:
                    seen = self._look(shot, self._following.standing)
                    self._journal.add(seen)
                    self._take(seen, shot.frame)
                    tell(shot.at, self._matches)
        finally:
            self._journal.close()
            self.pictures.keep_last()
        if not self.rows:
            raise CaptureFailed("unreadable", "The recording has no keyframe.")

    def _take(self, seen: Seen, frame: VideoFrame | None) -> None:
        before, row = self.rows[-1] if self.rows else None, self._following.take(seen)
        self._matches += row.match_at is not None and (
            not before or before.match_at != row.match_at
        )
        self.rows.append(row)
        self.pictures.see(row, frame)
