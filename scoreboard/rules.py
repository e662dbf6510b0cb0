"""Which rules does every part follow about a match: what still counts, who is ahead, what is close?

Counts are players, times are seconds. The page receives what it needs of these with its first paint.
"""

from __future__ import annotations

from scoreboard.models import LookState, Phase, RankedStream, Result, Standing

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
LOST_LOOKS = 2
"""So many looks after its counter was lost, a match is looked at for the words that tell a streamer's end."""
PLACE_MARGIN = 3
"""Players who came back, or a count a look old: a place may be this much worse than the count."""
TEAM_PLACE = 0.5
"""A place worse than this share of the players is no squad's: even in pairs there are no more squads."""
TIME_STEP_SECONDS = 5.0
"""Matches that are expected to end within as many seconds of one another are equal."""
UNFORESEEN_SECONDS = 15.0
"""For each player alive, where nothing is known of how long a game's matches run."""
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

Key = tuple[int | str, ...]


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


def may_show_end(standing: Standing) -> bool:
    """Whether the middle of the next picture may tell how the match ended: near the end, or after a death."""
    lost_it = standing.state == "no-counter" and standing.failures <= LOST_LOOKS
    return near_end(standing) or (
        lost_it and not standing.result and is_in_play(standing.phase, standing.alive)
    )


def is_plausible(result: Result, place: int | None, alive: int | None) -> bool:
    """Whether a match may end so for a streamer with ``alive`` last believed, ``None`` when not known."""
    if alive is None or not result:
        return bool(result)
    if result == "won":
        return alive <= FINAL_ALIVE
    return place is None or place <= alive + PLACE_MARGIN


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


def by_time(row: RankedStream) -> Key:
    """Sorts first what is expected to end first; what ends in the same seconds as ``by_alive`` does.

    Of a match of which nothing is foreseen, every player alive counts for a while: it must have some place.
    """
    left = row.ends_in.median if row.ends_in else UNFORESEEN_SECONDS * (row.alive or 0)
    step = int((row.captured_at + left) // TIME_STEP_SECONDS)
    featured, kills, viewers = int(not row.featured), -(row.kills or 0), -(row.viewers or 0)
    return step, featured, row.alive or 0, kills, viewers, row.channel


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
