"""Which rules does every part follow about a match: what still counts, who is ahead, what is close?

Counts are players, times are seconds. The page receives what it needs of these with its first paint.
"""

from __future__ import annotations

from scoreboard.models import LookState, Phase, Standing

FRESH_SECONDS = 45.0
"""A number older than this no longer ranks its stream."""
OLD_SECONDS = 20.0
"""A number older than this is shown as approximate."""
LATE_SECONDS = 15.0
"""Boards are computed every two seconds; one older than this is no longer being updated."""
FINAL_ALIVE = 10
"""The finish: looks are most frequent, and a counter that disappears means that the match has ended."""
LAST_ALIVE = 3
"""Close enough to leave another stream for, and to notify viewers of."""
HOLD_ALIVE = 15
"""With this many or fewer alive, the stream on air stays until its match ends."""
DWELL_SECONDS = 20.0
"""A stream stays on air at least this long while its match is in progress."""
SWITCH_MARGIN = 5
"""Another stream must have at least this many fewer alive to replace the one on air."""
NEW_MATCH_RISE = 5
"""A count that rises by this many belongs to another match."""
SMALL_VIEWERS = 100
"""A stream with more viewers is not a small one."""

SAY = 0.9
"""Confidence below which a reader abstains; chosen in docs/reader.md."""
BELIEVE_AT_ONCE = 0.98
"""Confidence from which a plausible number needs no second look."""
SHOW_PLAINLY = 0.6
"""Confidence below which the page shows a number as approximate."""

_COUNTING: frozenset[LookState] = frozenset({"ok", "no-counter", "unreadable", "timeout", "error"})
"""After a look that ended like this the last number still counts while it is fresh."""
_UNKNOWN_ALIVE = 1000

Key = tuple[int, int, int, int, str]


def is_fresh(captured_at: float, now: float) -> bool:
    return now - captured_at <= FRESH_SECONDS


def phase_now(standing: Standing, now: float) -> Phase:
    """The phase that still holds at ``now``; ``unknown`` when the number is old or the stream is gone."""
    holds = is_fresh(standing.captured_at, now) and standing.state in _COUNTING
    return standing.phase if holds else "unknown"


def is_in_play(phase: Phase, alive: int | None) -> bool:
    """Whether a stream in this phase, with this number, has a rank."""
    return phase == "playing" and alive is not None


def in_play(standing: Standing, now: float) -> bool:
    return is_in_play(phase_now(standing, now), standing.alive)


def near_end(standing: Standing) -> bool:
    """Whether the match may end with the next look."""
    return is_in_play(standing.phase, standing.alive) and (standing.alive or 0) <= FINAL_ALIVE


def is_new_match(before: int | None, alive: int) -> bool:
    return before is None or alive >= before + NEW_MATCH_RISE


def by_alive(
    alive: int | None, kills: int | None, featured: bool, viewers: int | None, channel: str
) -> Key:
    """Sorts the fewest alive first; ties by featured, most kills, most viewers, name."""
    fewest = alive if alive is not None else _UNKNOWN_ALIVE
    return fewest, not featured, -(kills or 0), -(viewers or 0), channel


def by_kills(
    alive: int | None, kills: int | None, featured: bool, viewers: int | None, channel: str
) -> Key:
    """Sorts the most kills first; ties by featured, fewest alive, most viewers, name."""
    fewest = alive if alive is not None else _UNKNOWN_ALIVE
    return -(kills or 0), not featured, fewest, -(viewers or 0), channel


def for_page() -> dict[str, float]:
    """What the page's scripts follow, by the names they use."""
    return {
        "freshSeconds": FRESH_SECONDS,
        "oldSeconds": OLD_SECONDS,
        "lateSeconds": LATE_SECONDS,
        "finalAlive": FINAL_ALIVE,
        "lastAlive": LAST_ALIVE,
        "holdAlive": HOLD_ALIVE,
        "dwellSeconds": DWELL_SECONDS,
        "switchMargin": SWITCH_MARGIN,
        "newMatchRise": NEW_MATCH_RISE,
        "smallViewers": SMALL_VIEWERS,
        "showPlainly": SHOW_PLAINLY,
    }
