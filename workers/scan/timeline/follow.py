"""What is believed after each look at a recording? As of a live stream: ``workers.track``."""

from __future__ import annotations

from dataclasses import replace

from scoreboard.models import Game, Reading, Standing
from workers.scan.timeline.records import Row, Seen
from workers.track.settle import after_failure, after_reading
from workers.track.track import Memory

BEGAN_AT = 1_000_000.0
"""A recording's first second, for rules that count since the epoch: their 0 means never."""
NOT_CONFIRMED = "not confirmed by a second picture yet"
LOBBY = "lobby"


class Following:
    """Keeps what is believed in this process; live, that is in Redis."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self.standing = Standing("recording", game.slug)
        self._memory = Memory()

    def take(self, seen: Seen) -> Row:
        """Looks come in their order."""
        at = BEGAN_AT + seen.at
        if seen.reading is None:
            after = after_failure(self.standing, self._memory, seen.state, seen.reason, at)
        else:
            reading = replace(seen.reading, captured_at=at)
            after = after_reading(self.standing, self._memory, reading, self._game, at)
        self.standing, self._memory = after
        return _row(seen, self.standing, at)


def _row(seen: Seen, standing: Standing, at: float) -> Row:
    reading = seen.reading or Reading(None, None, "unknown", 0.0, seen.reason)
    is_believed = standing.phase == "playing" and standing.captured_at == at
    alive = standing.alive if is_believed else None
    kills = standing.kills if is_believed and reading.kills == standing.kills else None
    return Row(
        seen.at,
        standing.phase,
        alive,
        kills,
        standing.state if seen.reading else seen.state,
        "" if alive is not None else _why(reading),
        round(standing.began_at - BEGAN_AT, 3) if standing.began_at else None,
        standing.result,
        standing.place,
        standing.mode,
        reading.phase == "playing",
        reading.alive if reading.phase == "playing" else None,
    )


def _why(reading: Reading) -> str:
    if reading.phase == "waiting":
        return LOBBY
    return NOT_CONFIRMED if reading.alive is not None else reading.reason
