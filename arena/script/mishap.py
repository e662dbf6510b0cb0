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
    clips: Iterator[Clip], kinds: tuple[Kind, ...], rng: random.Random, segment_seconds: float
) -> Iterator[Showing]:
    """The match goes on behind whatever the channel shows instead of it."""
    if not kinds:
        yield from (Showing("live", clip) for clip in clips)
    for kind in cycle(kinds):
        shown = next(clips)
        yield Showing("live", shown)
        for shown in islice(clips, round(rng.uniform(*HEALTHY_SECONDS) / segment_seconds)):
            yield Showing("live", shown)
        if kind == "frozen":
            shown = yield from _until_still(clips)
        count = round(rng.uniform(*SECONDS[kind]) / segment_seconds)
        for number in range(count):
            yield during(kind, shown, number, count * segment_seconds)
            next(clips)


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


def _until_still(clips: Iterator[Clip]) -> Generator[Showing, None, Clip]:
    for clip in clips:
        yield Showing("live", clip)
        still = replace(clip, still=True)
        if still in stills(clip.game, clip.line):
            return still
    raise AssertionError("matches have no end")
