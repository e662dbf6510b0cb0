"""Can an admin say what is watched, and is what is wrong refused with a sentence?"""

import pytest

URL = "http://127.0.0.1:8999/live/club/index.m3u8"


def add(admin, **values):
    from webapp.catalog.models import Game

    pubg = Game.objects.get(slug="pubg").pk
    return admin.post(
        "/admin/catalog/channel/add/",
        {"url": URL, "game": pubg, "rule": "watch", "name": "", **values},
    )


@pytest.mark.parametrize(
    "page", ["", "catalog/game/", "catalog/game/add/", "catalog/channel/", "catalog/channel/add/"]
)
def test_the_pages_open(admin, page):
    assert admin.get(f"/admin/{page}").status_code == 200


def test_without_login_nothing_opens(client):
    assert client.get("/admin/catalog/channel/")["Location"].startswith("/admin/login/")


def test_a_channel_added_is_published(admin, store):
    assert add(admin, name="Club").status_code == 302
    assert store.channels()["club"].url == URL


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"url": "file:///etc/passwd"}, "Only http and https"),
        ({"url": "http://127.0.0.1:1/a.m3u8"}, "private address"),
        ({"url": "http://127.0.0.1:8999/"}, "cannot open this URL"),
        ({"url": "https://example.org/" + "a" * 3000}, "3,020 characters"),
        ({"url": ""}, "needs its URL"),
        ({"game": ""}, "needs its game"),
        ({"channel": "No Good"}, "Use lowercase letters"),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence(admin, values, sentence):
    from webapp.catalog.models import Channel

    answer = add(admin, **values)
    assert answer.status_code == 200
    assert sentence in answer.content.decode().replace("&#x27;", "'")
    assert not Channel.objects.exists()


def test_ten_megabytes_are_refused_with_a_sentence(admin):
    from webapp.catalog.models import Channel

    answer = add(admin, url="https://example.org/" + "a" * 10_000_000)
    assert answer.status_code == 400
    assert "The limit is 2.5 MB. Nothing was stored." in answer.content.decode()
    assert not Channel.objects.exists()


def test_a_channel_is_blocked_by_its_page(admin, store, monkeypatch):
    from webapp.catalog.channels import url_check as stream_url

    monkeypatch.setattr(stream_url, "resolve_host", lambda host: ["93.184.215.14"])
    monkeypatch.setattr(
        stream_url.check_stream_url, "__defaults__", (stream_url.resolve_host, lambda url: True)
    )
    assert add(admin, url="https://www.twitch.tv/Someone", rule="block", game="").status_code == 302
    assert store.channels()["twitch-someone"].rule == "block"


def test_a_twitch_name_alone_is_enough(admin, store, monkeypatch):
    from webapp.catalog.channels import url_check as stream_url

    monkeypatch.setattr(
        stream_url.check_stream_url,
        "__defaults__",
        (lambda host: ["93.184.215.14"], lambda url: True),
    )
    assert add(admin, url="Some_One", rule="allow", game="").status_code == 302
    channel = store.channels()["twitch-some_one"]
    assert (channel.url, channel.rule) == ("https://www.twitch.tv/Some_One", "allow")


def test_many_are_blocked_at_once(admin, store):
    from webapp.catalog.models import Channel

    add(admin, name="Club")
    add(admin, url=URL.replace("club", "other"), name="Other")
    chosen = list(Channel.objects.values_list("pk", flat=True))
    admin.post("/admin/catalog/channel/", {"action": "block", "_selected_action": chosen})
    assert {rule.rule for rule in store.channels().values()} == {"block"}


def test_a_game_without_regions_takes_the_built_in_ones(admin, store):
    from scoreboard.games import known_games

    add(admin)
    assert store.games()["pubg"].regions == known_games()["pubg"].regions


def test_a_game_that_nobody_knows_is_added_and_its_regions_are_drawn_next(admin, store):
    from webapp.catalog.models import Game

    game = {
        "name": "Chess",
        "slug": "chess",
        "rank_by": "alive",
        "stream_limit": 5,
        "final_seconds": 4,
        "playing_seconds": 10,
        "waiting_seconds": 30,
        "most_players": 2,
        "regions": "",
    }
    answer = admin.post("/admin/catalog/game/add/", game)
    chess = Game.objects.get(slug="chess")
    assert answer["Location"] == f"/admin/catalog/game/{chess.pk}/regions/"
    assert store.games()["chess"].regions == {}
    chess.delete()


@pytest.mark.parametrize(
    ("regions", "sentence"),
    [
        ('{"hud": {"x": 0.9, "y": 0, "width": 0.2, "height": 0.1}}', "inside the frame"),
        ('{"hud": {"x": 0.9, "y": 0, "width": "1", "height": 0.1}}', "numbers between 0 and 1"),
        ('{"nose": {"x": 0, "y": 0, "width": 1, "height": 1}}', "Unknown region"),
        ("[1]", "Give at least one region"),
        ("{", "valid JSON"),
    ],
)
def test_regions_are_checked(admin, regions, sentence):
    from webapp.catalog.models import Game

    game = Game.objects.get(slug="pubg")
    fields = {
        name: getattr(game, name)
        for name in (
            "name",
            "slug",
            "rank_by",
            "twitch_category",
            "stream_limit",
            "languages",
            "final_seconds",
            "playing_seconds",
            "waiting_seconds",
            "most_players",
            "profile",
        )
    }
    answer = admin.post(
        f"/admin/catalog/game/{game.pk}/change/", {**fields, "enabled": "on", "regions": regions}
    )
    assert sentence in answer.content.decode()
    assert Game.objects.get(slug="pubg").regions == game.regions
