"""Do questions, pauses and what workers leave behave as the desk needs it?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoreboard.models import Correction
from scoreboard.requests import ASK_EXPIRES_SECONDS, Ask, Finish, Seen
from scoreboard.store.inbox import DOUBTS_KEPT
from scoreboard.store.requests import ASKS_KEPT
from tests.scoreboard.streams import PUBG, holds_lease, playing, stream


def seen(channel="one", at=1000.0):
    return Seen(channel, "pubg", at, 720, None, None, "playing", 0.5, "unclear", {"hud": "AAAA"})


def test_a_question_is_taken_once_with_all_that_it_brings(store):
    asked = Ask("id", "reading", "frame", 1000.0, PUBG, Correction(0.1, 0.2, 0.5))
    store.ask(asked)
    now = store.now()
    (taken,) = store.take_asked(now)
    assert replace(taken, at=1000.0) == asked
    assert now - 1 < taken.at <= now  # by Redis' clock, whatever the site's says
    assert store.take_asked(now) == []


def test_a_question_that_nobody_waits_for_any_more_is_dropped(store):
    store.ask(Ask("id", "frame", "one", 1000.0))
    assert store.take_asked(store.now() + 0.1 + ASK_EXPIRES_SECONDS) == []


def test_questions_without_workers_do_not_pile_up(store, redis):
    for number in range(ASKS_KEPT + 20):
        store.ask(Ask(str(number), "frame", "one", 1000.0))
    assert redis.llen("asked") == ASKS_KEPT


def test_a_paused_stream_is_not_looked_at_and_the_look_under_way_loses_its_word(store):
    store.put_streams([stream("one")], {"one": 0.0})
    assert store.take_due(1.0, 10, 24.0, "look") == [("one", 0.0)]
    store.pause("one", 600)
    assert store.finish_look(playing("one", 50), "", "look", 2.0) is False
    assert store.take_due(100.0, 10, 24.0, "later") == []
    assert 590 < store.places({"one": "pubg"})["one"].paused_seconds <= 600
    store.resume("one", "pubg", 200.0)
    assert store.take_due(200.0, 10, 24.0, "again") == [("one", 200.0)]


def test_to_go_on_does_not_break_off_a_look(store):
    store.put_streams([stream("one")], {"one": 0.0})
    store.take_due(1.0, 10, 24.0, "look")
    store.resume("one", "pubg", 2.0)
    assert holds_lease(store, "one", "look")


def test_what_is_left_for_the_database_stays_until_it_is_there(store):
    finish = Finish("one", "One", "pubg", 1000.0, 900.0, 1, 3, True)
    store.put_finishes([finish])
    rows = store.finishes()
    assert [Finish.from_json(row) for row in rows] == [finish]
    assert store.finishes() == rows
    store.put_finishes([Finish("two", "Two", "pubg", 1001.0, None, 4, None, False)])
    store.forget_finishes(rows)
    assert [Finish.from_json(row).channel for row in store.finishes()] == ["two"]


def test_doubts_are_bounded_and_the_newest_stay(store):
    for number in range(DOUBTS_KEPT + 5):
        store.put_doubt(seen(at=float(number)))
    rows = store.doubts()
    assert len(rows) == DOUBTS_KEPT
    assert Seen.from_json(rows[0]).captured_at == 5.0


def test_interest_and_what_was_seen_expire(store, redis):
    store.mark_viewed(["one"])
    store.put_seen(seen())
    assert store.interest() == {"one"}
    assert 0 < redis.ttl("interest") <= 15
    assert 0 < redis.ttl("seen:one") <= 300


def test_why_a_live_channel_is_passed_over(store):
    store.put_passed_over("pubg", {"twitch-x": "marked as mature"})
    store.put_passed_over("apex", {})
    assert store.passed_over(["pubg", "apex"], ["twitch-x", "twitch-y"]) == {
        "twitch-x": "marked as mature"
    }
    store.put_passed_over("pubg", {})
    assert store.passed_over(["pubg"], ["twitch-x"]) == {}


def test_all_streams_of_a_game_are_due_when_it_was_changed(store):
    later = dict.fromkeys(("one", "two", "other"), 9e9)
    store.put_streams([stream("one"), stream("two"), stream("other", "apex")], later)
    store.look_at_all("pubg", 100.0)
    store.look_at_all("chess", 100.0)
    assert sorted(store.take_due(101.0, 10, 24.0, "look")) == [("one", 100.0), ("two", 100.0)]


@pytest.mark.parametrize("curve", ["[[1e999, 3]]", "[[1, 2, 3]]", "[[1.5, 3]]", '["ab"]', "5"])
def test_a_curve_that_is_none_is_a_row_that_cannot_be_read(store, curve):
    good = Finish("two", "Two", "pubg", 1001.0, None, 4, None, False, curve=((0, 50), (60, 4)))
    broken = good.to_json().replace("[[0,50],[60,4]]", curve)
    assert broken != good.to_json()
    store.redis.rpush("finishes", broken)
    store.put_finishes([good])
    assert [Finish.from_json(row) for row in store.finishes()] == [good]
