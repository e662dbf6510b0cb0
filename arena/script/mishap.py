"""What goes wrong with a channel, and when?"""

import random
from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import cycle, islice
from typing import Literal

from arena.clips.clip import Clip
from arena.script.match import stills
from arena.script.showing import Showing

Kind = Literal["offline", "ad", "frozen", "stalled", "desktop", "other"]

HEALTHY_OF_TWELVE = 9
PLANS: tuple[tuple[Kind, ...], ...] = (
    ("offline", "ad"),
    ("frozen", "stalled"),
    ("desktop", "other"),
)
SECONDS: dict[Kind, tuple[float, float]] = {
    "offline": (30, 60),
    "ad": (16, 30),
    "frozen": (70, 110),
    "stalled": (40, 80),
    "desktop": (30, 60),
    "other": (40, 80),
}
HEALTHY_SECONDS = (40, 90)


def plan(channel_number: int) -> tuple[Kind, ...]:
    """What befalls the channel, by its number from 0: nothing for nine in twelve; each game gets its turn at each."""
    dozen, place = divmod(channel_number, 12)
    return () if place < HEALTHY_OF_TWELVE else PLANS[(place + dozen) % len(PLANS)]


def befall(
    healthy: Iterator[Showing], kinds: tuple[Kind, ...], rng: random.Random, segment_seconds: float
) -> Iterator[Showing]:
    """The match goes on behind whatever the channel shows instead of it."""
    if not kinds:
        yield from healthy
    for kind in cycle(kinds):
        last = next(healthy)
        yield last
        for last in islice(healthy, round(rng.uniform(*HEALTHY_SECONDS) / segment_seconds)):
            yield last
        assert last.picture
        shown = last.picture
        if kind == "frozen":
            shown = yield from _until_still(healthy)
        count = round(rng.uniform(*SECONDS[kind]) / segment_seconds)
        for number in range(count):
            hidden = next(healthy)
            instead = during(kind, shown, number, count * segment_seconds)
            yield replace(instead, course=hidden.course)


def during(kind: Kind, shown: Clip, number: int, seconds: float) -> Showing:
    """The segment `number` of a mishap of so many seconds that began when `shown` was on the screen."""
    match kind:
        case "offline":
            return Showing("offline", None, published=False)
        case "frozen":
            return Showing("frozen", shown)
        case "stalled":
            return Showing("frozen", shown, published=False)
        case "ad":
            return Showing("ad", Clip("none", "ad", number // 4 % 3), break_seconds=seconds)
        case "desktop":
            return Showing("desktop", Clip("none", "desktop", number // 4 % 2))
        case "other":
            return Showing("other", Clip("none", "other", number % 3))


def _until_still(healthy: Iterator[Showing]) -> Generator[Showing, None, Clip]:
    for showing in healthy:
        yield showing
        assert showing.picture
        still = replace(showing.picture, still=True)
        if still in stills(still.game, still.line):
            return still
    raise AssertionError("matches have no end")
