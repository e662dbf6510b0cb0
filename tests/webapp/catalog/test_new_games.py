"""Does a game that a new version knows reach installations that exist, and is what admins did to it respected?"""

from __future__ import annotations

import pytest

from scoreboard import games
from scoreboard.models import Game as Record
from scoreboard.models import Region

pytestmark = pytest.mark.usefixtures("db")
KNOWN = games.known_games()
NEW = Record(
    "naraka",
    "Naraka",
    twitch_category="NARAKA: BLADEPOINT",
    most_players=60,
    profile="naraka",
    regions={"hud": Region(0.8, 0, 0.2, 0.1)},
)


@pytest.fixture
def upgraded(monkeypatch, store):
    """The next version: games.json holds one game more."""
    from webapp.catalog import new_games
    from webapp.catalog.models import Game, IntroducedGame
    from webapp.catalog.publish import publish, snapshot

    for module in (new_games, snapshot):
        monkeypatch.setattr(module, "known_games", lambda: {**KNOWN, "naraka": NEW})
    monkeypatch.setattr(publish.publish_check, "has_introduced", False)
    yield publish
    IntroducedGame.objects.filter(slug="naraka").delete()
    Game.objects.filter(slug="naraka").delete()


def restart(publish) -> None:
    publish.publish_check.has_introduced = False
    publish.republish_if_stale()


def test_it_is_added_and_published(upgraded, store):
    upgraded.republish_if_stale()
    assert store.games()["naraka"] == NEW
    assert set(store.games()) == {*KNOWN, "naraka"}


def test_what_admins_did_since_stays(upgraded, store):
    from webapp.catalog.models import Game

    upgraded.republish_if_stale()
    Game.objects.filter(slug="naraka").update(name="Mine", enabled=False)
    restart(upgraded)
    assert (store.games()["naraka"].name, store.games()["naraka"].enabled) == ("Mine", False)
    Game.objects.get(slug="naraka").delete()
    restart(upgraded)
    restart(upgraded)
    assert "naraka" not in store.games()


def test_a_game_that_an_admin_added_before_is_left_as_it_is(upgraded, store):
    from webapp.catalog.models import Game

    Game.objects.create(slug="naraka", name="By hand", most_players=40)
    restart(upgraded)
    assert (store.games()["naraka"].name, store.games()["naraka"].most_players) == ("By hand", 40)


def test_a_known_game_that_was_deleted_before_the_upgrade_does_not_come_back(store):
    from webapp.catalog.models import Game
    from webapp.catalog.publish import publish

    blackout = Game.objects.get(slug="blackout")
    values = {field.attname: getattr(blackout, field.attname) for field in Game._meta.fields}
    blackout.delete()
    try:
        restart(publish)
        assert "blackout" not in store.games()
    finally:
        Game.objects.create(**values)


def test_two_processes_that_start_at_once_add_it_once(upgraded, store):
    from webapp.catalog.models import Game
    from webapp.catalog.new_games import add_new_games

    assert add_new_games() == ["naraka"]
    assert add_new_games() == []
    assert Game.objects.filter(slug="naraka").count() == 1
