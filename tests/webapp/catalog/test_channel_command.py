"""Does ``manage.py channel`` add, list and remove, and refuse with a sentence?"""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from scoreboard.store import Store

URL = "http://127.0.0.1:8999/live/arena-pubg-01/index.m3u8"
pytestmark = pytest.mark.usefixtures("db")


def channel(*words) -> str:
    said = io.StringIO()
    call_command("channel", *words, stdout=said)
    return said.getvalue()


def names() -> set[str]:
    from webapp.catalog.models import Channel

    return set(Channel.objects.values_list("channel", flat=True))


def test_a_stream_by_url_is_published(store):
    assert "arena-pubg-01 is now watched" in channel(
        "add", URL, "--game", "pubg", "--name", "arena-pubg-01"
    )
    rule = store.channels()["arena-pubg-01"]
    assert (rule.rule, rule.game, rule.name, rule.url) == ("watch", "pubg", "arena-pubg-01", URL)
    assert set(store.games()) == {"pubg", "fortnite", "apex", "warzone", "blackout"}


def test_a_name_is_made_from_the_url_when_none_is_given(store):
    channel("add", URL, "--game", "pubg")
    assert names() == {"arena-pubg-01"}


def test_the_same_name_for_another_url_gets_a_number(store):
    channel("add", URL, "--game", "pubg", "--name", "Club")
    channel("add", URL.replace("01", "02"), "--game", "pubg", "--name", "Club")
    assert names() == {"club", "club-2"}


def test_control_characters_leave_the_name(store):
    channel("add", URL, "--game", "pubg", "--name", "A\x00B\x1b[31m\u202eC")
    assert store.channels()["ab-31mc"].name == "AB[31mC"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            (URL, "--game", "chess"),
            "Unknown game 'chess': the known ones are apex, blackout, fortnite, pubg, warzone.",
        ),
        (("file:///etc/passwd", "--game", "pubg"), "Only http and https"),
        (("http://127.0.0.1:1/a.m3u8", "--game", "pubg"), "private address"),
        (("http://127.0.0.1:8999/", "--game", "pubg"), "cannot open this URL"),
        (("http://127.0.0.1:8999/" + "a" * 10_000_000, "--game", "pubg"), "the limit is 2,000"),
        ((URL, "--game", "pubg", "--name", "x" * 81), "the limit is 80"),
        ((URL,), "--game"),
    ],
)
def test_what_is_refused_is_not_stored(store, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        channel("add", *words)
    assert names() == set()
    assert store.channels() == {}


def test_the_same_url_twice_is_refused(store):
    channel("add", URL, "--game", "pubg")
    with pytest.raises(CommandError, match="already in the catalog, as arena-pubg-01"):
        channel("add", URL, "--game", "pubg", "--name", "other")


def test_many_at_once_publish_once(store, monkeypatch):
    published = []
    publish = Store.publish_catalog

    def counted(*words):
        published.append(1)
        publish(*words)

    monkeypatch.setattr(Store, "publish_catalog", counted)
    rows = [
        {"url": URL.replace("01", f"{number:02}"), "game": "pubg", "name": f"n{number}"}
        for number in range(20)
    ]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(map(json.dumps, rows)) + "\n\n"))
    assert "20 now watched, 0 already were" in channel("add", "--from", "-")
    assert len(store.channels()) == 20
    assert len(published) == 1


def test_a_line_may_say_what_its_channel_is_called(store, monkeypatch):
    lines = [
        json.dumps(
            {
                "url": URL.replace("01", f"{number:02}"),
                "game": "pubg",
                "name": "Nobody",
                "channel": "one",
            }
        )
        for number in range(2)
    ]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    channel("add", "--from", "-")
    assert set(store.channels()) == {"one", "one-2"}
    assert {watched.name for watched in store.channels().values()} == {"Nobody"}


def test_one_wrong_line_adds_none(store, tmp_path):
    lines = tmp_path / "channels"
    lines.write_text(json.dumps({"url": URL, "game": "pubg"}) + "\n" + '{"url": 7}\n')
    with pytest.raises(CommandError, match="Line 2"):
        channel("add", "--from", str(lines))
    assert names() == set()


def test_what_is_removed_leaves_the_board_at_once(store):
    from scoreboard.models import Stream

    channel("add", URL, "--game", "pubg")
    store.put_streams([Stream("arena-pubg-01", "pubg", "A", URL)], {"arena-pubg-01": 0.0})
    assert "arena-pubg-01" in channel("list")
    channel("remove", "arena-pubg-01")
    assert store.streams() == {}
    assert store.channels() == {}
    with pytest.raises(CommandError, match="No channel is called arena-pubg-01"):
        channel("remove", "arena-pubg-01")
