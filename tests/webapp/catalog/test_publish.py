"""Does what admins save reach the workers, also through a Redis that was away or forgot?"""

import pytest

from scoreboard.models import Stream
from tests.webapp.boards import store_away

pytestmark = pytest.mark.usefixtures("db")


def block(name):
    from webapp.catalog.models import Channel

    return Channel.objects.create(channel=name, rule="block")


def test_a_saved_game_is_published(store):
    from webapp.catalog.models import Game

    game = Game.objects.get(slug="pubg")
    game.languages, game.final_seconds = "en, de", 3.0
    game.save()
    published = store.games()["pubg"]
    assert (published.languages, published.final_seconds) == (("en", "de"), 3.0)
    assert published.regions["hud"].width > 0
    game.final_seconds = 4.0
    game.save()


def test_the_games_we_know_are_published_as_they_are(store):
    from scoreboard.games import known_games
    from webapp.catalog.publish.publish import republish_if_stale

    republish_if_stale()
    assert store.games() == known_games()


def test_redis_emptied_is_whole_again_after_one_turn(store, redis):
    from webapp.catalog.publish.publish import republish_if_stale

    block("twitch-bad")
    redis.flushall()
    assert republish_if_stale() is True
    assert "twitch-bad" in store.channels()
    assert republish_if_stale() is False


def test_an_edit_made_while_redis_is_down_is_published_later(store, monkeypatch):
    from webapp.catalog.publish import publish

    monkeypatch.setattr(publish, "store", store_away)
    block("twitch-bad")
    assert store.channels() == {}
    monkeypatch.setattr(publish, "store", lambda: store)
    assert publish.republish_if_stale() is True
    assert store.channels()["twitch-bad"].rule == "block"


def test_a_blocked_channel_leaves_at_once(store):
    store.put_streams(
        [
            Stream("twitch-bad", "pubg", "Bad", "https://www.twitch.tv/bad"),
            Stream("twitch-good", "pubg", "Good", "https://www.twitch.tv/good"),
        ],
        {"twitch-bad": 0.0, "twitch-good": 0.0},
    )
    block("twitch-bad")
    assert set(store.streams()) == {"twitch-good"}
    assert store.take_due(1.0, 10, 5.0, "token") == [("twitch-good", 0.0)]


def test_the_streams_of_a_disabled_game_leave_at_once(store):
    from webapp.catalog.models import Game

    store.put_streams(
        [Stream("twitch-x", "pubg", "X", "https://www.twitch.tv/x")], {"twitch-x": 0.0}
    )
    game = Game.objects.get(slug="pubg")
    game.enabled = False
    game.save()
    assert store.streams() == {}


def test_a_turn_without_a_change_reads_no_channels(store):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from webapp.catalog.publish.publish import republish_if_stale

    for number in range(3):
        block(f"twitch-{number}")
    republish_if_stale()
    republish_if_stale()
    with CaptureQueriesContext(connection) as captured:
        assert republish_if_stale() is False
    assert [
        query["sql"]
        for query in captured
        if "ORDER BY" in query["sql"] and "channel" in query["sql"]
    ] == []


def test_what_was_changed_past_django_is_published_with_the_next_whole_turn(store, monkeypatch):
    from webapp.catalog.models import Channel
    from webapp.catalog.publish import publish

    block("twitch-bad")
    publish.republish_if_stale()
    publish.republish_if_stale()
    Channel.objects.update(rule="allow")
    monkeypatch.setattr(publish, "WHOLE_SECONDS", 0.0)
    assert publish.republish_if_stale() is True
    assert store.channels()["twitch-bad"].rule == "allow"


def test_redis_emptied_after_a_quiet_time_is_whole_again_after_one_turn(store, redis):
    from webapp.catalog.publish.publish import republish_if_stale

    block("twitch-bad")
    for _ in range(3):
        republish_if_stale()
    redis.flushall()
    assert republish_if_stale() is True
    assert "twitch-bad" in store.channels()
