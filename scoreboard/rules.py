"""Which rules does every part follow about a match: what still counts, who is ahead, what is close?

Counts are players, times are seconds. The page receives what it needs of these with its first paint.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from scoreboard.models import (
    EndsIn,
    LookState,
    Order,
    Phase,
    RankedStream,
    Reading,
    Result,
    Standing,
)

FRESH_SECONDS = 45.0
"""A number older than this no longer ranks its stream."""
GONE_SECONDS = 24.0
"""Nor does one in play whose counter has gone for this long: it may be hidden for a while, or the match over."""
OLD_SECONDS = 20.0
"""A number older than this is shown as approximate."""
LATE_SECONDS = 15.0
"""Boards are computed every two seconds; one older than this is no longer being updated."""
FINAL_ALIVE = 10
"""The finish: looks are most frequent, and a counter that disappears means that the match has ended."""
LAST_ALIVE = 3
"""Close enough to notify viewers of."""
WINNER_ALIVE = 1
"""With this many alive the match is over, whatever the counter still shows."""
SECOND = 2
"""Whoever is told this place was the last to fall, however many of the squad that won are alive."""
ARRIVE_SECONDS = 20.0
"""The director arrives with at least this long to go: later there is nothing left to see but the end."""
NEAR_SECONDS = 180.0
"""He arrives with no longer than this to go."""
SOON_SECONDS = 90.0
"""A match expected to end so soon is worth it although he is less likely to arrive in time."""
LIKELY = 0.95
"""How likely it must be that he arrives between the two."""
LIKELY_SOON = 0.4
VERY_LIKELY = 0.97
"""More than this makes no difference."""
AIM_SECONDS = 130.0
"""Among several he arrives where about so long is left: time to see who plays, and to stay."""
AIM_STEP_SECONDS = 20.0
"""Differences of less than this do not count: then the fewest alive come first."""
HOLD_SECONDS = 240.0
"""With no longer than this to go, a stream on the stage stays until its match ends."""
DWELL_SECONDS = 20.0
"""A stream that is not near its end stays on air at least this long while its match is in progress."""
MAX_SCREENS = 4
"""So many finishes that overlap are shown at once."""
SOUND_SECONDS = 10.0
"""Of matches shown at once the sound stays with one for at least this long while it is in progress."""
SOUND_MARGIN_SECONDS = 15.0
"""The sound moves to a match that ends sooner by more than this."""
COMING_SECONDS = 30.0
"""What is announced to come next stays so until another one ends sooner by more than this."""
SECONDS_EACH = 10.0
"""Where nothing is known of how long a match still runs: about so long for each player alive."""
MIN_SPREAD = 0.1
LOG_NINE = math.log(9)
"""A logistic distribution has one tenth below minus, and above plus, its scale times this."""
ROUGH_LOW, ROUGH_HIGH = 0.5, 1.6
"""A forecast that is made so may be off by these factors."""
NEW_MATCH_RISE = 5
"""A count that rises by this many belongs to another match."""
LOST_LOOKS = 2
"""So many looks after its counter was lost, a match is looked at for the words that tell a streamer's end."""
PLACE_MARGIN = 3
"""Players who came back, or a count a look old: a place may be this much worse than the count."""
TEAM_PLACE = 0.5
"""A place worse than this share of the players is no squad's: even in pairs there are no more squads."""
KILLS_TOGETHER, KILLS_TOGETHER_SECONDS = 2, 30.0
"""So many kills, none later than this after the one before, are worth showing."""
UNREAD_SECONDS = 300.0
"""A stream whose picture has moved for this long without one counter read is unread."""
TIME_STEP_SECONDS = 5.0
"""Matches that are expected to end within as many seconds of one another are equal."""
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
_MOVING: frozenset[LookState] = frozenset({"ok", "no-counter"})
"""After a look that ended like this there was a picture to read; one that stands still is ``frozen`` instead."""
_UNKNOWN_ALIVE = 1000

_ENDED: frozenset[Result] = frozenset({"won", "placed", "left", "lost"})

Key = tuple[int | str, ...]
Place = tuple[bool, int, Key]
"""Whether a row is out of play, its phase, and its key in the order of the board."""


@dataclass(frozen=True, slots=True)
class Left:
    """Seconds until a match is expected to end, from now; none is below zero."""

    low: float
    median: float
    high: float


def is_fresh(captured_at: float, now: float) -> bool:
    return now - captured_at <= FRESH_SECONDS


def phase_now(standing: Standing, now: float) -> Phase:
    """The phase that still holds at ``now``; ``unknown`` when the number is old or the stream is gone."""
    holds = now - standing.captured_at <= _stands_seconds(standing)
    return standing.phase if holds and standing.state in _COUNTING else "unknown"


def _stands_seconds(standing: Standing) -> float:
    """How old a number may become."""
    has_gone = standing.phase == "playing" and not is_in_sight(standing.state)
    return GONE_SECONDS if has_gone else FRESH_SECONDS


def holds_until(standing: Standing, now: float) -> float:
    """When ``phase_now``, ``is_moving`` or ``is_unread`` says something else although nothing new is believed."""
    ends = [math.inf]
    if phase_now(standing, now) != "unknown":
        ends.append(standing.captured_at + _stands_seconds(standing))
    if is_moving(standing, now):
        ends.append(standing.looked_at + UNREAD_SECONDS)
    return min(ends)


def is_in_play(phase: Phase, alive: int | None) -> bool:
    """Whether a stream in this phase, with this number, has a rank."""
    return phase == "playing" and alive is not None


def in_play(standing: Standing, now: float) -> bool:
    return is_in_play(phase_now(standing, now), standing.alive)


def near_end(standing: Standing) -> bool:
    """Whether the match may end with the next look."""
    return is_in_play(standing.phase, standing.alive) and (standing.alive or 0) <= FINAL_ALIVE


def is_read(reading: Reading) -> bool:
    """Whether a look made sense of the picture: a count, a lobby, an end."""
    counts = reading.alive is not None or reading.kills is not None
    return counts or reading.phase in ("waiting", "over")


def is_moving(standing: Standing, now: float) -> bool:
    """Whether the last look, lately, found a picture that had changed; ``unreadable`` may be said of video as well."""
    unclear = standing.state == "unreadable" and standing.unread_since > 0
    return (standing.state in _MOVING or unclear) and now - standing.looked_at <= UNREAD_SECONDS


def is_unread(standing: Standing, now: float) -> bool:
    """Whether a stream has shown moving video for so long without one counter read that somebody should see why."""
    if not standing.unread_since or not is_moving(standing, now):
        return False
    return standing.looked_at - standing.unread_since >= UNREAD_SECONDS


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


def is_decided(alive: int | None, result: Result, place: int | None) -> bool:
    """Whether a match that still shows its counter is over; it is once somebody has come second."""
    is_won = alive is not None and alive <= WINNER_ALIVE
    return is_won or result in _ENDED or (result == "eliminated" and place == SECOND)


def is_in_sight(state: LookState) -> bool:
    """Whether the last look found the counter; where it did not, the match may be over."""
    return state != "no-counter"


def seconds_left(row: RankedStream, now: float) -> Left:
    """By the forecast of the row, else by its number of players alive."""
    expected = row.ends_in or rough_end(row.alive or 0)
    age = max(0.0, now - row.captured_at)
    low, median, high = expected.low - age, expected.median - age, expected.high - age
    return Left(max(0.0, low), max(0.0, median), max(0.0, high))


def rough_end(alive: int) -> EndsIn:
    seconds = SECONDS_EACH * alive
    return EndsIn(ROUGH_LOW * seconds, seconds, ROUGH_HIGH * seconds, True)


def is_near(left: Left) -> bool:
    return ARRIVE_SECONDS <= left.median <= NEAR_SECONDS


def arrival_chance(left: Left) -> float:
    """How likely it is that a match ends neither too soon nor too late for whoever arrives now."""
    return _ends_within(left, NEAR_SECONDS) - _ends_within(left, ARRIVE_SECONDS)


def _ends_within(left: Left, seconds: float) -> float:
    """Of a logistic distribution of the logarithm, with the tenths that the forecast says on either side."""
    median = max(1.0, left.median)
    tenth = max(1.0, left.low if seconds < median else left.high)
    spread = max(MIN_SPREAD, abs(math.log(tenth / median))) / LOG_NINE
    return 1 / (1 + math.exp(-math.log(seconds / median) / spread))


def is_final(left: Left, chance: float | None = None) -> bool:
    """Whether the director may arrive; where half of the matches end too soon, or too late, it is never likely.

    ``chance``: his ``arrival_chance``, where it is known.
    """
    return is_near(left) and (arrival_chance(left) if chance is None else chance) >= LIKELY


def is_soon(left: Left, chance: float | None = None) -> bool:
    """Whether he may arrive, although it is less likely to be in time: waiting makes it no surer."""
    if left.median > SOON_SECONDS:
        return False
    return (arrival_chance(left) if chance is None else chance) >= LIKELY_SOON


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
    left = (row.ends_in or rough_end(row.alive or 0)).median
    step = int((row.captured_at + left) // TIME_STEP_SECONDS)
    featured, kills, viewers = int(not row.featured), -(row.kills or 0), -(row.viewers or 0)
    return step, featured, row.alive or 0, kills, viewers, row.channel


ORDERS: dict[Order, Callable[[RankedStream], Key]] = {
    "alive": lambda row: by_alive(row.alive, row.kills, row.featured, row.viewers, row.channel),
    "kills": lambda row: by_kills(row.alive, row.kills, row.featured, row.viewers, row.channel),
    "time": by_time,
}
_ORDER_OF_PHASES = {"playing": 0, "waiting": 1, "over": 2, "unknown": 3}


def place_of(row: RankedStream, order: Order) -> Place:
    """Sorts the rows of a board; it ends in the channel, so that no two are equal."""
    out_of_play = not is_in_play(row.phase, row.alive)
    return out_of_play, _ORDER_OF_PHASES[row.phase], ORDERS[order](row)


def for_page() -> dict[str, float]:
    """What the page's scripts follow, by the names they use."""
    return {
        "freshSeconds": FRESH_SECONDS,
        "oldSeconds": OLD_SECONDS,
        "lateSeconds": LATE_SECONDS,
        "finalAlive": FINAL_ALIVE,
        "lastAlive": LAST_ALIVE,
        "winnerAlive": WINNER_ALIVE,
        "second": SECOND,
        "arriveSeconds": ARRIVE_SECONDS,
        "nearSeconds": NEAR_SECONDS,
        "soonSeconds": SOON_SECONDS,
        "likely": LIKELY,
        "veryLikely": VERY_LIKELY,
        "aimSeconds": AIM_SECONDS,
        "minSpread": MIN_SPREAD,
        "holdSeconds": HOLD_SECONDS,
        "dwellSeconds": DWELL_SECONDS,
        "aimStepSeconds": AIM_STEP_SECONDS,
        "likelySoon": LIKELY_SOON,
        "maxScreens": MAX_SCREENS,
        "soundSeconds": SOUND_SECONDS,
        "soundMarginSeconds": SOUND_MARGIN_SECONDS,
        "secondsEach": SECONDS_EACH,
        "roughLow": ROUGH_LOW,
        "roughHigh": ROUGH_HIGH,
        "newMatchRise": NEW_MATCH_RISE,
        "smallViewers": SMALL_VIEWERS,
        "showPlainly": SHOW_PLAINLY,
    }
