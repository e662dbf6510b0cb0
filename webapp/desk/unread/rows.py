"""Which streams show moving video and are not read, and since when?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from scoreboard.models import Standing, Stream
from scoreboard.rules import in_play, is_moving, is_unread
from webapp.board.pictures.endpoint import address_of
from webapp.board.words import PHASE_WORDS, STATE_WORDS

MAX_ROWS = 100
"""More than people look into at once; the ones never read come first."""


@dataclass(frozen=True, slots=True)
class Row:
    stream: Stream
    standing: Standing
    now: float

    @property
    def is_unread(self) -> bool:
        return is_unread(self.standing, self.now)

    @property
    def unread_seconds(self) -> float | None:
        since = self.standing.unread_since
        return max(0.0, self.now - since) if since else None

    @property
    def read_seconds(self) -> float | None:
        """Since a counter or a lobby was last believed; ``None``: not since the stream was found."""
        at = self.standing.captured_at
        return max(0.0, self.now - at) if at else None

    @property
    def looked_seconds(self) -> float | None:
        at = self.standing.looked_at
        return max(0.0, self.now - at) if at else None

    @property
    def says(self) -> str:
        if in_play(self.standing, self.now):
            return "In play"
        if self.standing.state == "ok" and self.standing.phase in PHASE_WORDS:
            return PHASE_WORDS[self.standing.phase]
        return STATE_WORDS.get(self.standing.state, self.standing.state)

    @property
    def why(self) -> str:
        """What the reader said, where that is more than the status."""
        reason = self.standing.reason.rstrip(".")
        return "" if reason.lower() == self.says.lower() else reason

    @property
    def preview(self) -> str:
        """The address of its newest small picture."""
        return address_of(self.stream.channel)


@dataclass(frozen=True, slots=True)
class Share:
    game: str
    unread: int
    moving: int
    """Streams whose video moves."""


@dataclass(frozen=True, slots=True)
class Unread:
    rows: list[Row]
    count: int
    shares: list[Share]
    """Of each game with such streams, the largest first, whatever is filtered."""


def unread_rows(
    streams: Mapping[str, Stream], standings: Mapping[str, Standing], game: str, now: float
) -> Unread:
    """Those never read first, then the longest unread; of ``game`` alone unless it is empty."""
    watched = [
        Row(streams[channel], standing, now)
        for channel, standing in standings.items()
        if channel in streams
    ]
    moving = Counter(row.stream.game for row in watched if is_moving(row.standing, now))
    unread = [row for row in watched if row.is_unread]
    missed = Counter(row.stream.game for row in unread)
    chosen = [row for row in unread if game in ("", row.stream.game)]
    chosen.sort(key=lambda row: (row.standing.captured_at > 0, row.standing.unread_since))
    shares = [Share(name, count, moving[name]) for name, count in missed.most_common()]
    return Unread(chosen[:MAX_ROWS], len(chosen), shares)
