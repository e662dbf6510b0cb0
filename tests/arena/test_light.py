"""A broadcast never shows the same picture twice, unless it is frozen."""

import io
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

import av
import numpy as np
import pytest

from arena.clips.encode import CORNER_LUMA
from arena.clips.light import in_turn, lamp
from arena.opening import Programme
from arena.script.scenario import parse
from arena.serve import serve
from tests.arena.conftest import BEGAN, SMALL, Clock, Theatre
from workers.capture.frozen import note_picture
from workers.capture.memory import Memory
from workers.look.look import Gray

HELD = {"phase": "playing", "alive": 9, "kills": 2, "seconds": 600}
MINUTE = range(30)
"""Of segments."""


@pytest.fixture
def held(library: Path) -> Iterator[Theatre]:
    """A match whose number stays, and one that is frozen but goes on to send segments."""
    channels = [
        {"game": "pubg", "channel": "held", "steps": [HELD]},
        {"game": "pubg", "channel": "frozen", "steps": [HELD | {"state": "frozen"}]},
    ]
    parts, clock = parse({"channels": channels}, SMALL.segment_seconds), Clock()
    with serve(Programme(scenario=parts, encoding=SMALL, library=library), clock=clock) as arena:
        yield Theatre(arena, clock)


def segments(theatre: Theatre, channel: str, numbers: Sequence[int]) -> list[bytes]:
    found = []
    for number in numbers:
        theatre.clock.now = BEGAN + number * SMALL.segment_seconds
        found.append(theatre.get(f"/live/{channel}/{number}.ts")[1])
    return found


def pictures(segment: bytes, count: int = SMALL.frames) -> list[Gray]:
    """The first ones, in the grey that was coded."""
    with av.open(io.BytesIO(segment), "r") as container:
        frames = container.decode(video=0)
        return [next(frames).to_ndarray()[:720] for _ in range(count)]


def alike(one: Gray, other: Gray) -> bool:
    """Whether capture takes the second for the first, 30 s later."""
    memory, _ = note_picture(Memory(), one, BEGAN)
    return note_picture(memory, other, BEGAN + 30)[1] > 0


def test_a_match_whose_number_stays_for_a_minute_never_shows_the_same_picture_twice(held: Theatre):
    shown = [pictures(segment, 1)[0] for segment in segments(held, "held", MINUTE)]
    same = [
        (one, other) for one, other in combinations(MINUTE, 2) if alike(shown[one], shown[other])
    ]
    assert not same


def test_a_frozen_match_shows_the_same_picture_all_the_time(held: Theatre):
    shown = [pictures(segment, 1)[0] for segment in segments(held, "frozen", MINUTE[::5])]
    assert all(np.array_equal(shown[0], later) for later in shown)


def test_in_another_light_every_pixel_of_every_picture_is_as_much_brighter(held: Theatre):
    """Exactly, but for the few that a prediction would have made blacker than black."""
    lights = lamp(segments(held, "held", [0])[0]).lights
    numbers = [0, *sorted(map(lights.index, (-1, max(lights), min(lights))))]
    before, *others = (np.int16(pictures(one)) for one in segments(held, "held", numbers))
    for number, other in zip(numbers[1:], others, strict=True):
        right = (other - before == lights[number]).mean(axis=(1, 2))
        assert right.min() > (0.96 if lights[number] == min(lights) else 0.9999)


@pytest.mark.parametrize("lights", [range(-15, 16), range(-7, 22), range(12)])
def test_each_light_is_had_once_and_is_close_to_the_one_before(lights: range):
    turns = in_turn(lights)
    assert turns[0] == 0
    assert sorted(turns) == [*lights]
    assert max(abs(np.diff((*turns, turns[0])))) <= 2


def test_the_corner_is_dark(held: Theatre):
    corner = pictures(segments(held, "held", [0])[0], 1)[0][:16, :16]
    assert np.abs(corner.astype(int) - CORNER_LUMA).max() <= 2


@pytest.mark.parametrize("spoil", [lambda segment: segment[:188], lambda segment: b""])
def test_a_segment_that_cannot_be_lit_is_refused(held: Theatre, spoil: Callable[[bytes], bytes]):
    with pytest.raises(ValueError, match="segment"):
        lamp(spoil(segments(held, "held", [0])[0]))
