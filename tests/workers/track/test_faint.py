"""Is a number believed that several looks nearly read, and only then?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from scoreboard.models import Reading, Standing
from workers.track.faint import FAINT_LOOKS
from workers.track.track import Memory, track

START = 1_000_000.0


def sure(alive: int, at: float) -> Reading:
    return Reading(alive, None, "playing", 0.99, "", START + at)


def faint(alive: int, at: float, x: float = 0.3, y: float = 0.05) -> Reading:
    return Reading(
        None,
        None,
        "unknown",
        0.0,
        "no counter found",
        START + at,
        faint=alive,
        faint_x=x,
        faint_y=y,
    )


def nothing(at: float) -> Reading:
    return Reading(None, None, "unknown", 0.0, "no counter found", START + at)


def believed(*readings: Reading) -> Standing:
    return after(readings)[0]


def after(readings: Iterable[Reading]) -> tuple[Standing, Memory]:
    standing, memory = Standing("c", "pubg"), Memory()
    for reading in readings:
        standing, memory = track(standing, memory, reading, reading.captured_at + 3)
        memory = Memory.from_json(memory.to_json())
    return standing, memory


MATCH = (sure(60, 0), sure(60, 4))


def test_three_looks_keep_a_number_fresh_that_none_of_them_read() -> None:
    looks = [faint(60, 14 + 10 * look) for look in range(FAINT_LOOKS)]
    before, told = believed(*MATCH, *looks[:-1]), believed(*MATCH, *looks)
    assert (before.captured_at, before.state) == (START + 4, "no-counter")
    assert (told.alive, told.phase, told.state, told.captured_at) == (
        60,
        "playing",
        "ok",
        START + 34,
    )
    assert believed(*MATCH, *looks, faint(60, 44)).captured_at == START + 44


@pytest.mark.parametrize(
    "third",
    [
        faint(60, 34, x=0.36),
        faint(60, 34, y=0.08),
        faint(61, 34),
        faint(6, 34),
        nothing(34),
        faint(60, 94),
    ],
    ids=["beside", "below", "more", "a digit less", "none", "long after"],
)
def test_looks_that_do_not_agree_are_no_evidence(third: Reading) -> None:
    told = believed(*MATCH, faint(60, 14), faint(60, 24), third)
    assert told.captured_at == START + 4


def test_another_number_that_never_falls_is_not_the_matchs() -> None:
    """A desktop with a number where the counter was, as long as it stays up."""
    told = believed(*MATCH, *(faint(17, 14 + 10 * look) for look in range(2 * FAINT_LOOKS)))
    assert (told.alive, told.captured_at, told.state) == (60, START + 4, "no-counter")


def test_a_number_that_fell_is_believed_a_look_later() -> None:
    looks = [faint(60, 14), faint(58, 24), faint(58, 34), faint(58, 44)]
    assert believed(*MATCH, *looks[:-1]).alive == 60
    assert believed(*MATCH, *looks).alive == 58


def test_what_never_falls_begins_no_match() -> None:
    """A number that a streamer wrote over the picture stands there all evening."""
    overlay = [faint(57, 10 * look) for look in range(12)]
    assert (believed(*overlay).phase, believed(*overlay).alive) == ("unknown", None)
    counter = [faint(57 - look // 3, 10 * look) for look in range(12)]
    assert (believed(*counter).phase, believed(*counter).alive) == ("playing", 54)


def test_a_sure_number_outweighs_a_faint_one() -> None:
    looks = [faint(60, 14), faint(60, 24), sure(51, 34), faint(51, 44)]
    standing, memory = after([*MATCH, *looks])
    assert (standing.alive, standing.captured_at) == (51, START + 34)
    assert memory.faint
    assert memory.faint.looks == 1


def test_what_an_older_process_remembered_is_read() -> None:
    _, memory = after([*MATCH, faint(60, 14)])
    assert memory.faint
    older = '{"seen_at":5.0,"gone_looks":1}'
    assert Memory.from_json(older) == replace(Memory(), seen_at=5.0, gone_looks=1)
