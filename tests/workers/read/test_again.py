"""Is what is in doubt looked at again, believed only where two sizes agree, and only while there is time?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from scoreboard.models import Reading
from workers.look.look import Gray
from workers.read.budget import Budget
from workers.read.networks.digits import Digits
from workers.read.networks.kinds import PROFILES
from workers.read.networks.place import Place
from workers.read.readers import layout, numbers
from workers.read.readers.again import ZOOMS
from workers.read.readers.counters import Counter
from workers.read.readers.profile import ProfileReader

HUD = np.full((79, 243), 60, np.uint8)
FORTNITE = PROFILES["fortnite"]
NOWHERE = Place(0, 0, 1, 1, 0.0)


class Sizes:
    """What the finder finds at each size, and what the digits there say."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.chance = dict.fromkeys((1.0, *ZOOMS), 0.0)
        self.x = dict.fromkeys((1.0, *ZOOMS), 100.0)
        self.text = dict.fromkeys((1.0, *ZOOMS), "57")
        self.sure = dict.fromkeys((1.0, *ZOOMS), 0.999)
        self.waiting: set[float] = set()
        self.searched: list[float] = []
        monkeypatch.setattr(layout, "find", self._find)
        monkeypatch.setattr(numbers, "_digits", self._digits)

    def _find(
        self, region: Gray, height: float, digit_pixels: float, kinds: Iterable[str]
    ) -> dict[str, list[Place]]:
        zoom = round(digit_pixels / FORTNITE.finder_digit_pixels, 2)
        self.searched.append(zoom)
        found = {kind: [NOWHERE, NOWHERE] for kind in kinds}
        # How low it is, by a hair, tells the size to whoever reads the digits.
        here = Place(self.x[zoom], 40 + zoom / 100, 14, 10, self.chance[zoom])
        found["fortnite_alive"][0] = here
        if zoom in self.waiting:
            found["fortnite_waiting"][0] = Place(20, 40, 10, 10, 0.9)
        return found

    def _digits(self, hud: Gray, counters: list[Counter]) -> list[Digits]:
        zooms = [round(100 * (counter.place.y - 40), 2) for counter in counters]
        return [Digits(self.text[zoom], self.sure[zoom]) for zoom in zooms]

    def read(self, again: Budget | None = None) -> Reading:
        return ProfileReader(FORTNITE, 100).read({"hud": HUD}, 720, again)


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> Sizes:
    return Sizes(monkeypatch)


def test_what_is_plain_is_looked_at_once(sizes: Sizes) -> None:
    sizes.chance[1.0] = 0.8
    assert sizes.read().alive == 57
    assert sizes.searched == [1.0]


def test_what_shows_no_counter_is_looked_at_once(sizes: Sizes) -> None:
    sizes.chance[1.0] = layout.DOUBT - 0.01
    reading = sizes.read()
    assert (reading.alive, reading.phase, reading.faint) == (None, "unknown", None)
    assert sizes.searched == [1.0]


def test_two_sizes_that_agree_are_believed(sizes: Sizes) -> None:
    sizes.chance.update({1.0: 0.2, ZOOMS[0]: 0.5, ZOOMS[1]: 0.6})
    reading = sizes.read()
    assert (reading.alive, reading.phase, reading.reason) == (57, "playing", "no kills are shown")
    assert sizes.searched == [1.0, ZOOMS[0]], "another one is enough"


def test_sizes_that_show_nothing_say_nothing(sizes: Sizes) -> None:
    sizes.chance.update({1.0: 0.2, ZOOMS[-1]: 0.5})
    assert sizes.read().alive == 57
    assert sizes.searched == [1.0, *ZOOMS]


@pytest.mark.parametrize("sure", [0.89, 0.5])
def test_a_place_without_plain_digits_is_not_worth_another_search(
    sizes: Sizes, sure: float
) -> None:
    sizes.chance.update({1.0: 0.2, ZOOMS[0]: 0.5, ZOOMS[1]: 0.6})
    sizes.sure[1.0] = sure
    reading = sizes.read()
    assert (reading.alive, reading.phase) == (None, "unknown")
    assert reading.faint == (57 if sure > 0.6 else None)
    assert sizes.searched == [1.0]


def test_of_a_rival_place_as_well(sizes: Sizes, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes.chance.update({1.0: 0.5, ZOOMS[1]: 0.7})
    find = sizes._find

    def two(*asked: object) -> dict[str, list[Place]]:
        found = find(*asked)  # type: ignore[arg-type]
        if sizes.searched[-1] == 1.0:
            found["fortnite_alive"][1] = Place(180, 40, 14, 10, 0.45)
        return found

    monkeypatch.setattr(layout, "find", two)
    assert sizes.read().alive == 57


@pytest.mark.parametrize(
    "change",
    [
        lambda sizes: sizes.text.update({ZOOMS[0]: "51"}),
        lambda sizes: sizes.x.update({ZOOMS[0]: 106.0}),
        lambda sizes: sizes.waiting.add(ZOOMS[0]),
        lambda sizes: sizes.sure.update(dict.fromkeys(ZOOMS, 0.8)),
        lambda sizes: sizes.chance.update(dict.fromkeys(ZOOMS, 0.29)),
    ],
    ids=["another number", "another place", "a lobby", "unsure digits", "unsure places"],
)
def test_one_size_alone_is_not(sizes: Sizes, change) -> None:  # type: ignore[no-untyped-def]
    sizes.chance.update({1.0: 0.2, ZOOMS[0]: 0.5, ZOOMS[1]: 0.6})
    change(sizes)
    reading = sizes.read()
    assert (reading.alive, reading.phase) == (None, "unknown")
    assert reading.faint == 57, "what was read at the usual size is handed on"
    assert (reading.faint_x, reading.faint_y) == (round(100 / 720, 4), round(40 / 720, 4))


def test_digits_that_are_nearly_read_are_handed_on(sizes: Sizes) -> None:
    sizes.chance[1.0], sizes.sure[1.0] = 0.8, 0.7
    reading = sizes.read()
    assert (reading.alive, reading.phase, reading.faint) == (None, "playing", 57)
    sizes.sure[1.0] = 0.5
    assert sizes.read().faint is None


def test_there_is_time_for_it_or_it_is_left_out(sizes: Sizes) -> None:
    sizes.chance.update({1.0: 0.2, ZOOMS[0]: 0.5, ZOOMS[1]: 0.6})
    again = Budget(0.0, 1e-9)
    assert [sizes.read(again).alive for _ in range(2)] == [57, None]
    assert sizes.searched == [1.0, ZOOMS[0], 1.0]
