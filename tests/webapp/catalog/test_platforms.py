"""Does a game have a category and a limit per platform, and do workers get them?"""

import json
import re
import time
from importlib import import_module

import pytest
from django.db import connection

from scoreboard.games import known_games
from scoreboard.models import Game as Record

MIGRATION = "webapp.catalog.migrations.0005_platforms_of_games"
pytestmark = pytest.mark.usefixtures("db")


def saved(**changes):
    from webapp.catalog.models import Game

    game = Game.objects.get(slug="pubg")
    for name, value in changes.items():
        setattr(game, name, value)
    game.full_clean()
    game.save()
    return game


def test_categories_and_limits_are_published(store):
    saved(twitch_category="P", stream_limit=70, kick_category="K", kick_limit=20)
    saved(youtube_category="", youtube_limit=None)
    game = store.games()["pubg"]
    names = ("twitch", "kick", "youtube", "fourth")
    assert [game.category_on(name) for name in names] == ["P", "K", "", ""]
    assert [game.limit_on(name) for name in names] == [70, 20, 70, 70]


def test_a_limit_of_zero_is_no_default(store):
    saved(kick_limit=0)
    assert store.games()["pubg"].limit_on("kick") == 0


def test_what_an_older_site_published_is_read():
    row = {"slug": "pubg", "name": "PUBG", "twitch_category": "P", "stream_limit": 7}
    game = Record.from_json(json.dumps(row))
    assert (game.category_on("twitch"), game.category_on("kick")) == ("P", "")
    assert game.limit_on("twitch") == game.limit_on("kick") == 7


def test_a_newer_row_is_read_by_a_worker_that_knows_twitch_alone(store):
    saved(kick_category="K")
    row = json.loads(store.games()["pubg"].to_json())
    assert row["twitch_category"] == "PUBG: BATTLEGROUNDS"
    assert row["stream_limit"] == 100


def test_the_site_before_can_still_add_a_game():
    """It leaves the new columns out of its INSERT."""
    from webapp.catalog.models import Game

    new = ("id", "kick_category", "kick_limit", "youtube_category", "youtube_limit")
    columns = [field.column for field in Game._meta.concrete_fields if field.name not in new]
    values = ["'older'" if column == "slug" else column for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO catalog_game ({', '.join(columns)})"
            f" SELECT {', '.join(values)} FROM catalog_game WHERE slug = 'pubg'"
        )
    game = Game.objects.get(slug="older")
    assert (game.kick_category, game.kick_limit, game.youtube_category) == ("", None, "")


def test_the_upgrade_names_known_games_and_leaves_those_by_url_alone():
    from django.apps import apps

    from webapp.catalog.models import Game

    saved(kick_category="", youtube_category="")
    Game.objects.filter(slug="apex").update(twitch_category="", kick_category="")
    import_module(MIGRATION).name_known_games(apps, None)
    assert Game.objects.get(slug="pubg").kick_category == known_games()["pubg"].categories["kick"]
    assert Game.objects.get(slug="apex").kick_category == ""


def test_a_game_is_found_by_what_any_platform_calls_it():
    from webapp.catalog.game_named import game_named
    from webapp.catalog.models import Game

    saved(kick_category="Battlegrounds on Kick")
    assert game_named("battlegrounds ON kick", Game.objects.all()).slug == "pubg"


@pytest.mark.parametrize("platform", ["twitch", "kick", "youtube"])
def test_an_admin_looks_a_category_up_on_each_platform(admin, store, platform):
    answer = admin.post("/admin/desk/ask/category/", {"words": "battlegr", "platform": platform})
    assert answer.status_code == 200
    (asked,) = store.take_asked(time.time())
    assert (asked.kind, asked.subject, asked.platform) == ("category", "battlegr", platform)


def test_a_platform_that_nobody_knows_is_refused(admin, store):
    answer = admin.post("/admin/desk/ask/category/", {"words": "battlegr", "platform": "<b>"})
    assert (answer.status_code, answer.json()) == (400, {"fault": "Unknown platform."})
    assert store.take_asked(time.time()) == []


def test_admins_edit_them_in_the_form_of_the_game(admin):
    from webapp.catalog.models import Game

    page = admin.get(f"/admin/catalog/game/{Game.objects.get(slug='pubg').pk}/change/")
    for field in ("twitch_category", "stream_limit", "kick_category", "kick_limit"):
        assert f'id="id_{field}"' in page.content.decode()


def test_a_short_name_that_is_the_address_of_another_page_is_refused():
    from django.core.exceptions import ValidationError

    from webapp.catalog.models import Game
    from webapp.urls import urlpatterns

    words = {str(route.pattern).partition("/")[0] for route in urlpatterns}
    taken = {word for word in words if re.fullmatch(r"[\w-]+", word)}
    assert {"all", "matches", "add"} < taken
    for word in {*taken, "static", "healthz", "readyz", "metrics", "All"}:
        with pytest.raises(ValidationError, match="is the address of another page"):
            Game(slug=word, name="Res").full_clean()
    Game(slug="allies", name="Allies").full_clean()
