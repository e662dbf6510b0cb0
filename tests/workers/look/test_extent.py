"""Is a whole picture taken wherever rows do not say enough?"""

from dataclasses import replace

import numpy as np
import pytest

from scoreboard.models import Correction, Game, Region
from workers.look.cut import cut, cut_at
from workers.look.extent import (
    CHECK_SECONDS,
    MIN_AGREED,
    NEVER,
    Known,
    extent,
    is_check_due,
    to_check,
    with_bytes,
    with_check,
    with_outcome,
    with_place,
)

GAME = Game("pubg", "PUBG", regions={"hud": Region(0.78, 0.0, 0.22, 0.11)})
FORTNITE = Game("fortnite", "Fortnite", regions={"hud": Region(0.81, 0.25, 0.19, 0.11)})
BOTTOM = Game("low", "Low", regions={"hud": Region(0.8, 0.7, 0.2, 0.1)})
HEIGHT, WIDTH = 720, 1280


def shown(top=0, left=0, brightness=120):
    """A picture with bars of so many pixels on both sides."""
    frame = np.full((HEIGHT, WIDTH), 16, np.uint8)
    frame[top : HEIGHT - top, left : WIDTH - left] = brightness
    return frame


def known(frame=None, correction=None, **values):
    seen = with_place(Known(), shown() if frame is None else frame, correction)
    return replace(seen, **{"rows": 80, "bytes": 40_000, "agreed": MIN_AGREED, **values})


def needed(seen, game=GAME, correction=None, may_be_still=False, is_preview_due=False, now=0.0):
    return extent(seen, game, correction, may_be_still, is_preview_due, now)


@pytest.mark.parametrize(("game", "rows"), [(GAME, 80), (FORTNITE, 260)])
def test_down_to_the_lowest_region(game, rows):
    wanted = needed(known(), game)
    assert wanted.rows == rows
    assert wanted.bytes == 500 * rows
    assert wanted.fits(shown()[:rows], HEIGHT)
    assert not wanted.fits(shown()[: rows - 1], HEIGHT)


@pytest.mark.parametrize(
    "seen",
    [
        Known(),
        known(agreed=MIN_AGREED - 1),
        known(agreed=NEVER),
        known(bytes=0, rows=0),
        known(height=0),
    ],
)
def test_all_of_it_before_rows_have_proved_themselves(seen):
    assert needed(seen) is None


def test_all_of_it_for_people_for_stillness_and_for_regions_far_down():
    assert needed(known(), is_preview_due=True) is None
    assert needed(known(), may_be_still=True) is None
    assert needed(known(), BOTTOM) is None
    assert needed(known(), replace(GAME, regions={})) is None


@pytest.mark.parametrize(("top", "left"), [(0, 0), (90, 0), (0, 160)])
def test_bars_that_stay_are_taken_off_as_from_the_whole(top, left):
    whole = shown(top, left)
    wanted = needed(known(whole))
    rows = whole[: wanted.rows + 5]
    assert wanted.fits(rows, HEIGHT)
    height, crops = cut_at(wanted.place, rows, GAME)
    expected_height, expected = cut(whole, GAME)
    assert height == expected_height
    assert crops.keys() == expected.keys()
    assert all(np.array_equal(crops[name], expected[name]) for name in crops)


@pytest.mark.parametrize("before", [(0, 0), (90, 0), (0, 160)])
@pytest.mark.parametrize("now", [(0, 0), (90, 0), (0, 160), (40, 0)])
def test_bars_that_come_go_or_move_need_the_whole(before, now):
    wanted = needed(known(shown(*before)))
    assert wanted.fits(shown(*now)[: wanted.rows], HEIGHT) is (before == now)


def test_bars_of_no_known_shape_need_the_whole():
    whole = shown(0, 32)
    assert not needed(known(whole)).fits(whole[:80], HEIGHT)


def test_dark_rows_need_the_whole():
    """It alone tells a bar from the night."""
    assert not needed(known()).fits(shown(brightness=20)[:80], HEIGHT)


def test_another_size_needs_the_whole():
    wanted = needed(known())
    assert not wanted.fits(shown()[:80, :960], HEIGHT)
    assert not wanted.fits(shown()[:80], 540)


def test_a_correction_says_where_the_picture_is():
    correction = Correction(0.1, 0.2, 0.8)
    wanted = needed(known(shown(90)), GAME, correction)
    assert wanted.rows == pytest.approx((0.2 + 0.8 * 0.11) * HEIGHT, abs=1)
    rows = shown(brightness=20)[: wanted.rows]
    assert wanted.fits(rows, HEIGHT)
    whole = cut(shown(brightness=20), GAME, correction)[1]["hud"]
    assert np.array_equal(cut_at(wanted.place, rows, GAME)[1]["hud"], whole)


def test_bytes_rise_at_once_and_fall_slowly():
    more = with_bytes(known(), 80, 60_000)
    assert more.bytes_for(80) > 60_000
    less = with_bytes(known(), 80, 10_000)
    assert 20_000 < less.bytes_for(80) < 40_000


def test_rows_that_differ_once_are_never_read_again():
    wrong = with_check(known(), False, 5.0)
    assert wrong.agreed == NEVER
    assert needed(wrong) is None
    assert not is_check_due(wrong, 1e9)
    assert wrong.elsewhere().agreed == NEVER
    assert known().elsewhere() == Known()


def test_rows_that_are_not_enough_are_tried_less_and_less():
    once = with_outcome(known(), False, 100.0)
    assert needed(once, now=101.0)
    twice = with_outcome(once, False, 101.0)
    assert needed(twice, now=102.0) is None
    assert needed(twice, now=132.0)
    often = twice
    for _ in range(100):
        often = with_outcome(often, False, 101.0)
    assert needed(often, now=1000.0) is None
    assert needed(often, now=1100.0)
    assert needed(with_outcome(often, True, 1100.0), now=1101.0)


def test_checks_are_rare_once_they_have_agreed():
    fresh = with_check(Known(), True, 100.0)
    assert is_check_due(fresh, 101.0)
    proved = with_check(fresh, True, 110.0)
    assert not is_check_due(proved, 110.0 + CHECK_SECONDS - 1)
    assert is_check_due(proved, 110.0 + CHECK_SECONDS)
    assert is_check_due(proved, 0.0)


def test_the_first_check_is_by_a_guess():
    first = to_check(known(bytes=0, rows=0, agreed=0), GAME, None, 100_000)
    assert 100_000 * 80 / HEIGHT < first.bytes < 100_000
    assert to_check(known(), GAME, None, 100_000).bytes == 40_000
    assert to_check(known(), BOTTOM, None, 100_000) is None


def test_it_travels_and_an_older_process_drops_it():
    seen = with_check(known(), True, 5.0)
    assert Known.from_json(seen.to_json()) == seen
    assert Known.from_dict({}) == Known()
