"""Do the matches in the database become forecasts, and do broken ones do no harm?"""

from __future__ import annotations

import random
import time
from datetime import timedelta

import pytest

from scoreboard.forecast.forecasts import foreseen
from scoreboard.games import known_games
from scoreboard.models import Standing
from scoreboard.requests import Finish

GAME = known_games()["pubg"]


def finish(number: int, rng: random.Random, **more) -> Finish:
    """A match that took 200 to 400 s, most of them lost sight of on the way."""
    slow, ended = rng.uniform(2.0, 4.0), time.time() - number
    seen = [(round(slow * gone), 100 - gone) for gone in range(0, rng.choice((40, 70, 99, 100)), 3)]
    seen[-1] = (seen[-1][0], max(1, seen[-1][1]))
    values = {
        "result": "won" if seen[-1][1] <= 1 else "left",
        "watched_until": ended,
        "curve": tuple(seen),
        **more,
    }
    return Finish(
        f"c{number}", "C", "pubg", ended, ended - seen[-1][0], seen[-1][1], 0, False, **values
    )


@pytest.fixture
def learned(client, store, monkeypatch):
    from webapp.desk import forecasting
    from webapp.desk.intake import take_in

    monkeypatch.setattr(forecasting, "_learned", {})

    def learn(*finishes: Finish) -> int:
        store.put_finishes(finishes)
        while store.finishes():
            take_in(store)
        store.redis.delete("forecasting")
        return forecasting.learn_forecasts(store)

    return learn


def test_the_curve_is_kept_and_of_a_broken_one_what_can_be(learned, store):
    from webapp.desk.models import Match

    good = finish(1, random.Random(1), result="placed", place=17, mode="solo")
    broken = finish(2, random.Random(1), place=70_000, curve=((5, -3), (9, 80), (12, 10**9)))
    learned(good, broken)
    kept, mended = Match.objects.order_by("channel")
    assert kept.curve == [list(point) for point in good.curve]
    assert (kept.result, kept.place, kept.mode) == ("placed", 17, "solo")
    assert abs(kept.watched_until.timestamp() - good.watched_until) < 0.001
    assert (mended.curve, mended.place) == ([[9, 80]], None)


def test_a_match_of_an_older_worker_is_a_row_too(learned):
    from webapp.desk.models import Match

    learned(Finish("old", "Old", "pubg", time.time(), None, 1, 3, True))
    (row,) = Match.objects.all()
    assert (row.result, row.won, row.curve, row.watched_until) == ("won", True, None, None)


def test_matches_become_forecasts_once(learned, store):
    rng = random.Random(7)
    assert learned(*(finish(number, rng) for number in range(60))) > 0
    standing = Standing(
        "c", "pubg", "playing", 40, captured_at=180.0, began_at=0.1, alive_since=180.0
    )
    ends = foreseen(store).ends_in(standing, GAME)
    assert ends is not None
    assert not ends.is_prior
    assert 60 < ends.low < ends.median < ends.high < 240, ends  # 40 of 100 gone: 80 to 160 s to go
    assert learned() == 0
    store.redis.flushall()
    from webapp.desk.forecasting import learn_forecasts

    assert learn_forecasts(store) == 0
    assert foreseen(store).ends_in(standing, GAME) == ends


def test_nonsense_in_the_database_holds_nothing_up(learned, store):
    from webapp.desk.models import Match

    rng = random.Random(7)
    learned(*(finish(number, rng) for number in range(40)))
    rows = list(Match.objects.all())
    for row, curve in zip(
        rows, ([], [[1]], [[5, 0]], "x", [[9, 5], [1, 4]], {"a": 1}), strict=False
    ):
        row.curve = curve
        row.save()
    rows[-1].watched_until = rows[-1].began_at - timedelta(days=1)
    rows[-1].save()
    learned(finish(99, rng))
    assert ("pubg", "") in foreseen(store).tables
