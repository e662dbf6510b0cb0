"""What is believed of a stream after a look, however it ended? Pure: for looks at live streams and at recordings."""

from __future__ import annotations

from scoreboard.models import Game, LookState, Reading, Standing
from workers.track.match import won_by_count
from workers.track.track import Memory, is_doubted, track, track_doubt, track_failure


def after_reading(
    standing: Standing, memory: Memory, reading: Reading, game: Game, now: float
) -> tuple[Standing, Memory]:
    standing, memory = track(standing, memory, reading, now)
    return won_by_count(standing, game), memory


def after_failure(
    standing: Standing, memory: Memory, state: LookState, reason: str, now: float
) -> tuple[Standing, Memory]:
    """Of a stream in play, the first failure changes nothing: a second look must agree."""
    if is_doubted(standing, memory, state, now):
        return track_doubt(standing, memory, now)
    return track_failure(standing, memory, state, reason, now)
