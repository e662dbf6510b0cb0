"""What do we remember of the match under way: since when, how fast its number fell, how it ended?"""

from __future__ import annotations

from dataclasses import replace

from scoreboard.forecast.marks import marked
from scoreboard.models import Game, LookState, Reading, Standing
from scoreboard.rules import BELIEVE_AT_ONCE, is_in_play, is_plausible

MATCH_GAP_SECONDS = 120.0
"""After such a gap in the numbers it may be another match."""
SQUAD_LOOKS = 2
"""So often the HUD must show a squad before it is believed."""


def outside(standing: Standing) -> Standing:
    """No match is under way."""
    return replace(
        standing,
        alive=None,
        kills=None,
        result="",
        place=None,
        mode="",
        began_at=0.0,
        alive_since=0.0,
        marks=(),
        ended_at=0.0,
    )


def begin(standing: Standing, alive: int, at: float) -> Standing:
    """A match whose first number is ``alive``; numbers and phase are left to whoever counts."""
    return replace(
        standing,
        result="",
        place=None,
        mode="",
        began_at=at,
        alive_since=at,
        marks=((0, alive),),
        ended_at=0.0,
    )


def is_another(standing: Standing) -> bool:
    """Whether a number belongs to another match, however it fits: the one known has been given up."""
    return not standing.began_at or standing.result in ("left", "lost")


def paced(standing: Standing, alive: int, at: float) -> Standing:
    """After ``alive`` was believed: since when it holds, and how the number fell until then."""
    marks = marked(standing.marks, round(at - standing.began_at), alive)
    since = standing.alive_since if alive == standing.alive else at
    return replace(standing, alive_since=since, marks=marks)


def announced(standing: Standing, reading: Reading) -> Standing:
    """What a banner says of the streamer, where it can be: one who died may yet win with the squad."""
    if reading.result_confidence < BELIEVE_AT_ONCE or standing.result not in ("", "eliminated"):
        return standing
    known = standing.alive if standing.phase in ("playing", "over") else None
    if not is_plausible(reading.result, reading.place, known):
        return standing
    return replace(standing, result=reading.result, place=reading.place)


def goes_on(standing: Standing, final_alive: int) -> bool:
    """Whether a banner tells the end of the streamer alone: too many others are alive."""
    return is_in_play(standing.phase, standing.alive) and (standing.alive or 0) > final_alive


def won_by_count(standing: Standing, game: Game) -> Standing:
    """Where no banner is read, a counter that stood at one when it disappeared is all there is to tell a win."""
    told = standing.result or standing.phase != "over" or game.has_banner
    return standing if told or standing.alive != 1 else replace(standing, result="won", place=1)


def given_up(standing: Standing, state: LookState, at: float) -> Standing:
    """Without a number for too long, the match ended when the last one was seen."""
    under_way = standing.began_at and not standing.ended_at
    if not under_way or at - standing.captured_at < MATCH_GAP_SECONDS:
        return standing
    result = standing.result or ("left" if state == "offline" else "lost")
    return replace(standing, ended_at=standing.captured_at, result=result)
