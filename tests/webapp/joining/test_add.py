"""Does a streamer's channel become a submission, and nothing else?"""

from __future__ import annotations

import html
from datetime import timedelta

import pytest

pytestmark = pytest.mark.usefixtures("db")
ARABIC = "قناة-الألعاب"


def words(answer) -> str:
    return html.unescape(answer.content.decode())


def submissions():
    from webapp.joining.models import Submission

    return Submission.objects.all()


def catalog(channel: str, rule: str, game, url: str = ""):
    from webapp.catalog.models import Channel

    return Channel.objects.create(channel=channel, rule=rule, game=game, url=url)


def test_the_page_is_linked_from_the_board_and_lists_the_games(client, pubg) -> None:
    assert 'href="/add/"' in words(client.get("/"))
    shown = words(client.get("/add/?game=pubg"))
    assert '<option value="pubg" selected>' in shown


def test_a_channel_is_submitted_and_has_a_page_of_its_own(add, client, store) -> None:
    answer = add("https://www.twitch.tv/Ninja")
    found = submissions().get()
    assert (found.channel, found.name, found.state) == ("twitch-ninja", "Ninja", "checking")
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert "Checking your channel" in words(page)
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    (ask,) = store.take_asked(store.now())
    assert (ask.kind, ask.subject) == ("channel", "twitch ninja https://www.twitch.tv/ninja")


def test_a_name_in_arabic_is_shown_as_it_is(add, client) -> None:
    answer = add(f"@{ARABIC}", "youtube")
    assert f"<bdi>{ARABIC}</bdi>" in words(client.get(answer["Location"]))
    assert submissions().get().channel.isascii()


def test_nothing_of_who_submitted_is_stored(add, redis) -> None:
    add("ninja", address="198.51.100.77")
    row = submissions().values().get()
    assert "198.51" not in repr(row)
    keys = redis.keys("tries:*")
    assert len(keys) == 4
    assert not any(b"198.51" in key for key in keys)
    assert all(0 < redis.ttl(key) <= 24 * 3600 for key in keys)


@pytest.mark.parametrize(
    ("channel", "game", "said"),
    [
        ("", "pubg", "Enter your channel’s name or address."),
        ("https://example.org/x", "pubg", "Only channels on Twitch, Kick and YouTube"),
        ("ninja", "", "Choose a game."),
        ("ninja", "nonesuch", "Choose a game."),
        ("x" * 301, "pubg", "The limit is 300 characters."),
        ("a\0b", "pubg", "Enter your channel’s name or address."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(add, channel, game, said) -> None:
    answer = add(channel, game=game)
    assert answer.status_code == 400
    assert said in words(answer)
    assert not submissions().exists()


def test_a_blocked_channel_is_not_taken(add, pubg) -> None:
    catalog("twitch-ninja", "block", None)
    answer = add("Ninja")
    assert answer.status_code == 409
    assert "A moderator has blocked this channel" in words(answer)
    assert not submissions().exists()


def test_a_channel_blocked_under_another_name_is_not_taken(add, pubg) -> None:
    catalog("bad", "block", None, url="https://www.twitch.tv/ninja")
    assert add("ninja").status_code == 409


def test_a_duplicate_is_told_and_does_not_get_the_others_link(add, pubg) -> None:
    link = add("ninja")["Location"]
    again = add("twitch.tv/NINJA", address="192.0.2.9")
    assert again.status_code == 409
    assert "has been submitted already" in words(again)
    assert link not in words(again)
    catalog("twitch-shroud", "watch", pubg, url="https://www.twitch.tv/shroud")
    assert '<a href="/?pin=twitch-shroud">' in words(add("shroud"))
    assert submissions().count() == 1


def test_two_at_the_same_moment_are_one(add, monkeypatch) -> None:
    from webapp.joining.pages import views

    add("ninja")
    monkeypatch.setattr(views, "check", lambda *_: None)  # both had looked before either stored
    assert add("ninja").status_code == 409
    assert submissions().count() == 1


def test_what_was_declined_may_come_back_after_a_month(add) -> None:
    from django.utils.timezone import now

    add("ninja")
    submissions().update(state="declined", decided_at=now())
    assert "declined this channel" in words(add("ninja"))
    submissions().update(decided_at=now() - timedelta(days=31))
    assert add("ninja").status_code == 302


def test_what_a_moderator_removed_from_the_catalog_may_come_back(add, pubg) -> None:
    from webapp.catalog.models import Channel
    from webapp.joining.decide import accept

    add("ninja")
    accept(submissions().get(), "ada")
    assert "being watched already" in words(add("ninja"))
    Channel.objects.get(channel="twitch-ninja").delete()
    assert add("ninja").status_code == 302


def test_a_form_of_another_site_is_refused(pubg, store) -> None:
    from django.test import Client

    form = {"channel": "ninja", "platform": "twitch", "game": "pubg"}
    assert Client(enforce_csrf_checks=True).post("/add/", form).status_code == 403
    assert not submissions().exists()


@pytest.mark.parametrize(
    "token", ["1", "1.", "1.x", "x.y", "9" * 30 + ".x", "1." + "a" * 200, "\0.1"]
)
def test_a_made_up_link_leads_nowhere(add, client, token) -> None:
    add("ninja")
    assert client.get(f"/add/{token}/").status_code == 404
    assert client.post(f"/add/{token}/remove/").status_code == 404


def test_a_link_is_of_one_submission_alone(add, client) -> None:
    """Also when a database that lost everything counts from one again."""
    link = add("ninja")["Location"]
    key = submissions().get().pk
    submissions().delete()
    add("shroud")
    submissions().update(id=key)
    assert client.get(link).status_code == 404


def test_the_streamer_takes_the_channel_off_again(add, client) -> None:
    from webapp.catalog.models import Channel
    from webapp.joining.decide import accept

    link = add("ninja")["Location"]
    accept(submissions().get(), "ada")
    assert Channel.objects.get().rule == "watch"
    assert client.get(f"{link}remove/")["Location"] == link
    assert Channel.objects.exists()
    assert "Removed" in words(client.post(f"{link}remove/", follow=True))
    assert not Channel.objects.exists()
    assert add("ninja").status_code == 302


def test_taking_off_undoes_no_decision_of_a_moderator(add, client, pubg) -> None:
    """Anybody may name a channel: the link must neither lift a block nor take away what was there before."""
    from webapp.catalog.models import Channel
    from webapp.joining.decide import accept

    link = add("ninja")["Location"]
    accept(submissions().get(), "ada")
    Channel.objects.update(rule="block")
    client.post(f"{link}remove/")
    assert Channel.objects.get().rule == "block"
    link = add("shroud")["Location"]
    catalog("twitch-shroud", "watch", pubg, url="https://www.twitch.tv/shroud")
    accept(submissions().get(channel="twitch-shroud"), "ada")
    client.post(f"{link}remove/")
    assert Channel.objects.filter(channel="twitch-shroud").exists()


def test_without_redis_nothing_is_taken(add, monkeypatch, store) -> None:
    from redis.exceptions import ConnectionError

    from webapp.store.link import store as site_store

    def away(*_):
        raise ConnectionError("away")

    monkeypatch.setattr(site_store(), "count_try", away)
    answer = add("ninja")
    assert answer.status_code == 503
    assert "can’t be added right now" in words(answer)
    assert not submissions().exists()


def test_an_unknown_platform_is_told_and_one_in_the_link_is_ignored(add, client) -> None:
    assert 'value="twitch" checked' in words(client.get("/add/?platform=xx"))
    assert 'value="kick" checked' in words(client.get("/add/?platform=kick"))
    answer = add("ninja", platform="xx")
    assert answer.status_code == 400
    assert "Choose a platform." in words(answer)
    assert 'value="twitch" checked' in words(answer)
