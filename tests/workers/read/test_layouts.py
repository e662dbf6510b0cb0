"""Is a HUD read in whichever layout it shows, the newest first?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.readers.samples import broadcast_by_arena
from workers.read.networks import find, kinds
from workers.read.networks.digits import Digits
from workers.read.networks.kinds import KINDS, PROFILES
from workers.read.networks.place import Place
from workers.read.readers import layout, numbers
from workers.read.readers.by_sign import by_sign
from workers.read.readers.profile import ProfileReader

HUD = np.full((92, 346), 60, np.uint8)
NOTHING = [Place(0, 0, 1, 1, 0.0)] * 2


def players(chance: float) -> list[Place]:
    return [Place(50.0, 40.0, 16.0, 8.0, chance), *NOTHING[:1]]


@pytest.fixture
def shown(monkeypatch):
    """What the finder finds, by kind, and what the digits at a place say; and which kinds were looked for."""
    places: dict[str, list[Place]] = {}
    texts: dict[float, str] = {}
    searched: list[str] = []

    def found(region, digit_height, digit_pixels, wanted):
        wanted = list(wanted)
        searched.extend(wanted)
        return {kind: places.get(kind, NOTHING) for kind in wanted}

    def read(hud, counters):
        return [Digits(texts[counter.place.x], 0.999) for counter in counters]

    monkeypatch.setattr(layout, "find", found)
    monkeypatch.setattr(numbers, "_digits", read)
    return places, texts, searched


@pytest.fixture
def warzone():
    return ProfileReader(PROFILES["warzone"], 152)


NEW = 50.0 + int(0.3 * HUD.shape[1])
OLD = 50.0


def test_the_newer_layout_is_enough_where_it_is_sure(shown, warzone):
    places, texts, searched = shown
    places["warzone_columns_alive"], places["warzone_alive"] = players(0.9), players(0.9)
    texts[NEW] = "52"
    reading = warzone.read({"hud": HUD}, 1080)
    assert (reading.alive, reading.phase) == (52, "playing")
    assert searched == ["warzone_columns_alive", "warzone_columns_kills"], "the price of one look"


def test_where_the_newer_shows_nothing_the_older_is_read(shown, warzone):
    places, texts, _ = shown
    places["warzone_alive"] = players(0.9)
    texts[OLD] = "140"
    assert warzone.read({"hud": HUD}, 1080).alive == 140


@pytest.mark.parametrize(("older", "alive"), [("57", None), ("52", 52)])
def test_where_the_newer_is_unsure_the_older_must_not_contradict_it(shown, warzone, older, alive):
    places, texts, _ = shown
    places["warzone_columns_alive"], places["warzone_alive"] = players(0.4), players(0.9)
    texts.update({NEW: "52", OLD: older})
    reading = warzone.read({"hud": HUD}, 1080)
    assert reading.alive == alive
    assert reading.phase == ("unknown" if alive is None else "playing")


def test_kills_of_the_newer_alone_keep_the_older_silent(shown, warzone):
    places, _, searched = shown
    places["warzone_columns_kills"], places["warzone_alive"] = players(0.9), players(0.9)
    assert warzone.read({"hud": HUD}, 1080).alive is None
    assert "warzone_alive" not in searched


def test_of_a_layout_that_the_weights_do_not_know_nothing_is_found_and_the_older_is_read_as_before(
    monkeypatch,
):
    monkeypatch.setitem(PROFILES, "newer", kinds.Profile(0.01, alive="a", kills="b"))
    monkeypatch.setattr(find, "KINDS", (*KINDS, *["unknown"] * 9, "a", "b"))
    for sample in broadcast_by_arena(2):
        before = PROFILES[sample.game.profile]
        after = replace(before, layouts=("newer",))
        one, other = (
            ProfileReader(each, sample.game.most_players).read(sample.crops, sample.frame_height)
            for each in (before, after)
        )
        assert one == other


def test_new_kinds_come_behind_those_of_older_weights():
    assert KINDS[:3] == ("pubg_count", "fortnite_alive", "fortnite_kills")
    assert KINDS.index("blackout_kills") < KINDS.index("warzone_columns_alive")
    assert len({*KINDS}) == len(KINDS)
    assert {name for each in PROFILES.values() for name in each.layouts} < {*PROFILES}


def test_what_is_much_like_a_skull_must_be_plainly_one():
    """A plane stands in its place: of 174 skulls in rendered columns 144 have more chance than any of 19 planes."""
    columns = PROFILES["warzone_columns"]
    for chance, is_kills in ((0.58, False), (0.62, True)):
        places = {
            columns.alive: [Place(10, 5, 9, 9, 0.9), Place(0, 0, 1, 1, 0.0)],
            columns.kills: [Place(40, 5, 9, 9, chance), Place(0, 0, 1, 1, 0.0)],
        }
        assert (by_sign(places, columns).kills is not None) == is_kills
