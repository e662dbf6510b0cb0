"""Is a number silent whose other digits cannot be read?"""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from arena.clips.clip import Clip
from arena.clips.encode import Encoding, encode
from arena.studio import shoot
from bench.readers.samples import keyframe
from scoreboard.games import known_games
from workers.look.cut import cut
from workers.look.look import Gray
from workers.read.networks.digits import Digits
from workers.read.networks.kinds import PROFILES
from workers.read.networks.place import Place
from workers.read.readers import numbers
from workers.read.readers.count import counted, looseness
from workers.read.readers.counters import Counter, Counters
from workers.read.readers.layout import counters_in
from workers.read.readers.numbers import read_numbers

HUD = np.full((80, 200), 60, np.uint8)


def alive_of(monkeypatch: pytest.MonkeyPatch, width: float, seen: str, wider: str) -> int | None:
    """What is said of a box ``width`` times as wide as high, in which ``seen`` is read, and ``wider`` beyond it."""

    def read(hud: Gray, counters: list[Counter]) -> list[Digits]:
        return [
            Digits(wider if counter.place.width > 10 * width else seen, 0.998)
            for counter in counters
        ]

    monkeypatch.setattr(numbers, "_digits", read)
    counters = Counters(Counter(Place(100, 40, 10 * width, 10, 0.9), 1.0))
    return read_numbers(HUD, counters, 150)[0].number


@pytest.mark.parametrize(
    ("width", "seen", "wider", "said"),
    [
        (0.5, "1", "1", 1),
        (1.6, "1", "1", None),  # three digits' room for one: its neighbors are smeared
        (0.95, "1", "1", None),
        (0.75, "1", "119", None),
        (0.6, "1", "119", 1),  # whatever stands beside a box that fits is another number
        (1.4, "52", "52", 52),
        (2.3, "52", "52", 52),
        (1.95, "10", "100", None),
        (0.35, "119", "119", None),
        (1.9, "119", "119", 119),
    ],
)
def test_the_box_must_fit_the_digits(
    monkeypatch: pytest.MonkeyPatch, width: float, seen: str, wider: str, said: int | None
) -> None:
    assert alive_of(monkeypatch, width, seen, wider) == said


def test_a_one_is_narrow() -> None:
    assert looseness("1", 5.2, 10) == pytest.approx(1)
    assert looseness("119", 17.4, 10) == pytest.approx(1)
    assert looseness("1", 17.4, 10) > 3


def test_tiny_digits_must_be_surer() -> None:
    assert counted("48", 0.94, 1, 100).number == 48
    tiny = counted("48", 0.94, 1, 100, 0.95)
    assert (tiny.number, tiny.nearly) == (None, 48)


@pytest.mark.parametrize("game", ["pubg", "fortnite"])
def test_of_smeared_digits_no_part_is_read(game: str) -> None:
    """What a low bit rate leaves of moving digits: the first is plain, the rest a smear; the box is of them all."""
    known, said = known_games()[game], {}
    for alive in (100, 88, 63):
        planes = shoot(Clip(game, "playing", 0, alive, 3), 1)
        height, crops = cut(keyframe(encode(planes, Encoding())), known)
        counters = counters_in(crops["hud"], height, PROFILES[game])
        assert counters.alive
        smeared = smear(crops["hud"], counters.alive.place)
        said[alive] = read_numbers(smeared, counters, known.most_players)[0].number
    assert all(number in (alive, None) for alive, number in said.items()), said


def smear(hud: Gray, place: Place) -> Gray:
    """The right half of the digits in ``place``, blurred."""
    blurred = cv2.GaussianBlur(hud, (0, 0), 0.22 * place.height)
    left, right = round(place.x), round(place.x + place.width / 2 + 0.2 * place.height)
    top, bottom = round(place.y - place.height * 0.8), round(place.y + place.height * 0.8)
    shown = hud.copy()
    shown[max(0, top) : bottom, left:right] = blurred[max(0, top) : bottom, left:right]
    return shown
