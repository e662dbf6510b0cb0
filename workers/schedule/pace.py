"""When is the next look at a stream due, how urgent is it, and how many may wait?"""

from __future__ import annotations

from scoreboard.models import Game, LookState, Standing
from scoreboard.rules import is_in_play, near_end
from scoreboard.store import Lane
from workers.track.match import MATCH_GAP_SECONDS

QUICK_SECONDS = 2.0
"""To the second look at a number in doubt, and to the next one at a finish on the stage: as long as one segment."""
MAX_BACKOFF_SECONDS = 60.0
JITTER = 0.1
MAX_LOOK_SECONDS = 24.0
"""A look that ends later than this after it was asked for counts for nothing."""
MIN_WAITING = 32
SECONDS_OF_WORK = 1.0
_FAILED: frozenset[LookState] = frozenset(
    {"offline", "ad", "no-video", "timeout", "frozen", "refused", "error"}
)
_INTERRUPTIONS: frozenset[LookState] = frozenset({"offline", "ad", "frozen"})
"""States of a stream that answers, and may show its match again at any moment."""


def next_due(
    standing: Standing, quick: bool, game: Game, asked_at: float, now: float, jitter: float
) -> float:
    """Epoch seconds of the look after the one asked for at ``asked_at``; ``jitter`` from -1 to 1 spreads bursts."""
    interval = interval_seconds(standing, game, asked_at)
    interval = min(QUICK_SECONDS, interval) if quick else interval
    return max(now, asked_at + interval * (1 + JITTER * jitter))


def latest_due(game: Game, now: float) -> float:
    """No look at a stream of ``game`` is ever due after this."""
    intervals = (game.final_seconds, game.playing_seconds, game.waiting_seconds)
    return now + (1 + 2 * JITTER) * max(MAX_BACKOFF_SECONDS, *intervals)


def interval_seconds(standing: Standing, game: Game, now: float) -> float:
    """Shortest in the final ten, longest between matches, and growing with each failure in a row.

    A match that waits to begin, is interrupted, or is just over, has the pace of one in play: it, or the next one, is
    seen from its first minute.
    """
    is_recent = now - standing.captured_at <= MATCH_GAP_SECONDS
    if standing.state in _FAILED and not (is_recent and standing.state in _INTERRUPTIONS):
        usual = game.final_seconds if lane(standing) == "final" else game.playing_seconds
        return min(MAX_BACKOFF_SECONDS, usual * 2.0 ** min(standing.failures - 1, 10))
    if standing.phase == "unknown":
        return game.playing_seconds if is_recent else game.waiting_seconds
    return game.final_seconds if lane(standing) == "final" else game.playing_seconds


def lane(standing: Standing) -> Lane:
    """Which looks go first when there are more than the workers can take."""
    if not is_in_play(standing.phase, standing.alive):
        return ""
    return "final" if near_end(standing) else "playing"


def most_waiting(finished_per_second: float) -> int:
    """How many looks may wait for a worker: what the workers finish in a second."""
    return max(MIN_WAITING, int(SECONDS_OF_WORK * finished_per_second))
