"""Is a streamer told how the channel stands, from what the scoreboard knows?"""

from __future__ import annotations

import html

import pytest

from scoreboard.models import Standing, Stream
from scoreboard.requests import Seen

pytestmark = pytest.mark.usefixtures("db")
NOW = 1_700_000_000.0
CHANNEL, PAGE = "twitch-ninja", "https://www.twitch.tv/ninja"
PNG = "iVBORw0KGgo="


def stream() -> Stream:
    return Stream(CHANNEL, "pubg", "Ninja", PAGE)


def standing(**values) -> Standing:
    return Standing(CHANNEL, "pubg", **{"looked_at": NOW - 12, **values})


@pytest.mark.parametrize(
    ("values", "level", "said"),
    [
        (
            {"phase": "playing", "alive": 34, "kills": 1, "captured_at": NOW - 40, "state": "ok"},
            "good",
            "Your HUD was read 40 s ago: 34 alive, 1 kill.",
        ),
        ({"state": "offline"}, "wait", "You are not live. As soon as you are"),
        ({"state": "ad"}, "wait", "An ad covers your stream"),
        ({"state": "frozen"}, "bad", "does not move. The last check was 12 s ago."),
        (
            {"state": "no-counter", "failures": 4, "reason": "no counter found"},
            "bad",
            "No counter was found in the last 4 checks. Menus have none; in a match, your camera,",
        ),
        (
            {"state": "unreadable", "failures": 1, "reason": "the digits are unclear (0.42)"},
            "bad",
            "Your counter was found but could not be read: your camera, your chat or",
        ),
        (
            {"state": "unreadable", "failures": 2, "reason": "The stream is encrypted."},
            "bad",
            "The stream is encrypted. The last check",
        ),
        (
            {"phase": "waiting", "captured_at": NOW - 5, "state": "ok"},
            "good",
            "You are in a lobby. The last check was 12 s ago.",
        ),
        ({"phase": "over", "captured_at": NOW - 5, "state": "ok"}, "good", "Your match is over"),
        ({"state": "ok", "captured_at": NOW - 5}, "good", "You are not in a match."),
        (
            {"phase": "playing", "alive": 3, "captured_at": NOW - 300, "state": "ok"},
            "wait",
            "Your HUD was last read 5 min ago.",
        ),
    ],
)
def test_each_state_has_a_sentence_for_its_streamer(values, level, said) -> None:
    from webapp.joining.told import said as words

    found, title, sentence = words(standing(**values), NOW)
    assert found == level
    assert title
    assert said in sentence


@pytest.fixture
def accepted(add):
    from webapp.joining.decide import accept
    from webapp.joining.models import Submission

    link = add("ninja")["Location"]
    accept(Submission.objects.get(), "ada")
    return link


def shown(client, link: str) -> str:
    return html.unescape(client.get(link).content.decode())


def live(store, **values) -> None:
    now = store.now()
    store.put_streams([stream()], {CHANNEL: now + 60})
    row = standing(**{"looked_at": now - 3, **values})
    store.redis.hset("standings", CHANNEL, row.to_json())


def test_before_it_is_picked_up_and_after_it_was_read(client, accepted, store) -> None:
    assert "picked up within a minute" in shown(client, accepted)
    live(store, phase="playing", alive=12, captured_at=store.now() - 4, state="ok")
    assert "12 alive." in shown(client, accepted)


def test_a_covered_counter_is_shown_with_what_is_seen(client, accepted, store) -> None:
    live(store, state="no-counter", failures=3, reason="no counter found")
    assert "<img" not in shown(client, accepted).partition("standing-words")[2]
    assert CHANNEL in store.interest()
    seen = Seen(
        CHANNEL,
        "pubg",
        store.now(),
        720,
        None,
        None,
        "unknown",
        0.0,
        "no counter found",
        {"hud": PNG},
    )
    store.put_seen(seen)
    store.put_preview(CHANNEL, b"\xff\xd8jpeg", 60)
    page = shown(client, accepted)
    assert f"data:image/png;base64,{PNG}" in page
    assert f'src="/preview/{CHANNEL}.jpg?at=' in page


def test_a_pause_a_block_a_disabled_game_and_a_removal_are_told(client, accepted, store) -> None:
    from webapp.catalog.models import Channel, Game

    live(store, state="ok")
    store.pause(CHANNEL, 600)
    assert "paused the checks for 10 more min" in shown(client, accepted)
    Game.objects.filter(slug="pubg").update(enabled=False)
    assert "is switched off on this site" in shown(client, accepted)
    Channel.objects.update(rule="block")
    assert "A moderator has blocked this channel." in shown(client, accepted)
    Channel.objects.all().delete()
    assert "A moderator has removed this channel." in shown(client, accepted)


def test_without_redis_the_page_is_there_all_the_same(client, accepted, monkeypatch) -> None:
    from redis.exceptions import ConnectionError

    from webapp.store.link import store as site_store

    def away(*_):
        raise ConnectionError("away")

    monkeypatch.setattr(site_store(), "watched", away)
    assert "Accepted" in shown(client, accepted)


def test_a_name_and_a_reason_are_text_and_nothing_else(client, accepted, store) -> None:
    live(store, state="unreadable", failures=1, reason="<b>evil</b>.")
    assert b"<b>evil</b>" not in client.get(accepted).content


def test_a_blocked_channel_is_told_to_be_blocked_for_good(client, accepted) -> None:
    """A removal would hide the reason."""
    from webapp.catalog.models import Channel

    Channel.objects.update(rule="block")
    assert "Remove my channel" not in shown(client, accepted)
    client.post(f"{accepted}remove/")
    assert "A moderator has blocked this channel." in shown(client, accepted)
