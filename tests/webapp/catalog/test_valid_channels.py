"""Do forms, tables, the command and bulk actions follow the same rules of what a valid channel is?"""

from __future__ import annotations

import io
import socket

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.usefixtures("db")
URL = "http://127.0.0.1:8999/live/club/index.m3u8"
SAID = "This URL is already in the catalog, as club."


@pytest.fixture
def club(store):
    call_command("channel", "add", URL, "--game", "pubg", "--name", "Club", stdout=io.StringIO())


def by_form(admin, **values) -> str:
    answer = admin.post(
        "/admin/catalog/channel/add/", {"game": pubg().pk, "rule": "watch", "name": "", **values}
    )
    return answer.content.decode().replace("&#x27;", "'")


def by_table(admin, **values) -> str:
    return by_text(admin, ",".join(values) + "\n" + ",".join(values.values()) + "\n")


def by_text(admin, text: str) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from webapp.desk.imports.work import work
    from webapp.desk.models import ChannelImport

    admin.post(
        "/admin/desk/imports/", {"table": SimpleUploadedFile("a.csv", text.encode())}, follow=True
    )
    work()
    job = ChannelImport.objects.first()
    assert job.state == "done"
    return " ".join(job.refused_rows.values_list("reason", flat=True))


def by_command(*words: str) -> str:
    try:
        call_command("channel", "add", *words, stdout=io.StringIO())
    except CommandError as refused:
        return str(refused)
    return ""


def by_action(admin, action: str) -> str:
    from webapp.catalog.models import Channel

    chosen = list(Channel.objects.values_list("pk", flat=True))
    told = {"action": action, "_selected_action": chosen}
    return admin.post("/admin/catalog/channel/", told, follow=True).content.decode()


def pubg():
    from webapp.catalog.models import Game

    return Game.objects.get(slug="pubg")


def rules():
    from webapp.catalog.models import Channel

    return dict(Channel.objects.values_list("channel", "rule"))


def test_one_sentence_says_that_a_url_is_there_already(admin, club):
    from webapp.catalog.models import Channel

    assert SAID in by_form(admin, url=URL)
    assert by_table(admin, channel="other", rule="watch", game="pubg", url=URL) == SAID
    assert by_command(URL, "--game", "pubg") == SAID
    Channel.objects.bulk_create([Channel(channel="second", rule="allow", url=URL, game=pubg())])
    page = by_action(admin, "watch")
    assert "1 watched." in page
    assert f"1 not watched: {SAID} (second)" in page
    assert rules() == {"club": "watch", "second": "allow"}


@pytest.mark.parametrize(
    "address", ["Foo", "@foo", "twitch.tv/foo", "https://m.twitch.tv/FOO?x=1", "www.twitch.tv/foo/"]
)
def test_a_twitch_channel_is_the_same_at_each_of_its_addresses(admin, store, address):
    from webapp.catalog.models import Channel

    Channel.objects.create(channel="mine", rule="allow", url="https://twitch.tv/Foo")
    said = "This URL is already in the catalog, as mine."
    assert said in by_form(admin, url=address)
    assert by_command(address, "--game", "pubg") == said
    assert by_table(admin, channel="other", rule="watch", game="pubg", url=address) == said
    assert rules() == {"mine": "allow"}


def test_a_watched_channel_needs_url_and_game_everywhere(admin, store):
    from django.core.exceptions import ValidationError

    from webapp.catalog.models import Channel

    with pytest.raises(ValidationError, match="needs its URL"):
        Channel(channel="one", rule="watch").full_clean()
    assert "A watched channel needs its URL." in by_form(admin, url="", channel="one")
    assert "A watched channel needs its game." in by_form(admin, url=URL, game="")
    assert "A watched channel needs its game." in by_table(admin, channel="one", url=URL)
    Channel.objects.create(channel="one", rule="block")
    assert "1 not watched: A watched channel needs its URL. A watched" in by_action(admin, "watch")
    assert rules() == {"one": "block"}


def test_a_pair_that_was_added_long_ago_can_still_be_edited_and_blocked(admin, club):
    from webapp.catalog.models import Channel

    Channel.objects.bulk_create([Channel(channel="second", rule="watch", url=URL, game=pubg())])
    assert "2 featured." in by_action(admin, "feature")
    assert "2 blocked." in by_action(admin, "block")


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999", "9" * 400, "NaN", "infinity"])
@pytest.mark.parametrize("side", ["picture_x", "picture_scale"])
def test_a_number_that_is_none_is_refused_and_the_import_ends(admin, store, side, number):
    said = by_table(
        admin, **{"channel": "one", "rule": "watch", "game": "pubg", "url": URL, side: number}
    )
    assert said
    assert rules() == {}


@pytest.mark.parametrize(
    "cells", [{"note": "x" * 201}, {"name": "x" * 1999}, {"channel": "x" * 65}, {"url": "@" * 1500}]
)
def test_what_is_too_long_is_refused_and_the_import_ends(admin, store, cells):
    values = {"channel": "one", "rule": "watch", "game": "pubg", "url": URL, **cells}
    assert by_table(admin, **values)
    assert rules() == {}


def test_a_row_that_raises_is_refused_and_the_others_come_in(admin, store, monkeypatch):
    from webapp.catalog.models import Channel

    save = Channel.save

    def fails(channel, *words, **named):
        if channel.channel == "twitch-bad":
            raise OverflowError("Python int too large to convert to SQLite INTEGER")
        save(channel, *words, **named)

    Channel.objects.create(channel="one", rule="allow")
    monkeypatch.setattr(Channel, "save", fails)
    said = by_text(admin, "channel,rule\none,block\n@bad,block\n@good,block\n")
    assert said == "The row could not be saved."
    assert rules() == {"one": "block", "twitch-good": "block"}


def test_nobody_asks_dns_for_a_twitch_name(admin, store, monkeypatch):
    asked, look_up = [], socket.getaddrinfo

    def noted(host, *words, **named):
        asked.append(host)
        return look_up(host, *words, **named)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    assert by_command("twitch.tv/one", "--game", "PUBG: Battlegrounds") == ""
    assert by_table(admin, url="https://www.twitch.tv/two?x", rule="allow") == ""
    by_form(admin, url="@three", rule="allow", game="")
    assert set(rules()) == {"twitch-one", "twitch-two", "twitch-three"}
    assert set(asked) <= {"127.0.0.1"}


@pytest.mark.parametrize(
    "address", ["twitch.tv", "https://www.twitch.tv/directory/all", "twitch.tv/videos/123"]
)
def test_a_twitch_page_that_is_no_channels_is_refused(admin, store, address):
    assert "not the page of a channel" in by_command(address, "--game", "pubg")
    assert "not the page of a channel" in by_form(admin, url=address)
