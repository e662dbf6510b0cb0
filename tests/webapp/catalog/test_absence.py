"""Is it said in one sentence why a channel is not on the board?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scoreboard.models import Standing, Stream
from webapp.catalog.channels.absence import ChannelFacts, why_absent

NOW = 1_000_000.0
TOLD = ChannelFacts("watch", datetime(2026, 5, 3, tzinfo=UTC), "PUBG", True, False)
STREAM = Stream("one", "pubg", "One", "https://example.com/one.m3u8")
PLAYING = Standing("one", "pubg", "playing", 40, 1, 0.99, NOW - 5, "ok", "", NOW - 2, 0, NOW - 300)


def why(told=TOLD, stream=STREAM, standing=PLAYING, passed="", paused=0.0):
    return why_absent(told, stream, standing, passed, paused, NOW)


def test_one_in_play_is_not_absent():
    assert why() == ""


@pytest.mark.parametrize(
    ("told", "stream", "standing", "passed", "paused", "sentence"),
    [
        (replace(TOLD, rule="block"), STREAM, PLAYING, "", 0, "Blocked by an admin on 3 May."),
        (replace(TOLD, game_enabled=False), None, None, "", 0, "Its game, PUBG, is switched off."),
        (
            replace(TOLD, rule="allow", is_twitch=True),
            None,
            None,
            "marked as mature",
            0,
            "Live, but passed over: marked as mature.",
        ),
        (
            replace(TOLD, rule="allow", is_twitch=True),
            None,
            None,
            "",
            0,
            "Off line, or live in another category than its game's.",
        ),
        (TOLD, None, None, "", 0, "Not taken up yet: that happens within a minute."),
        (TOLD, STREAM, PLAYING, "", 300, "Paused by an admin for 5 more minutes."),
        (TOLD, STREAM, None, "", 0, "Its first look is to come."),
        (
            TOLD,
            STREAM,
            replace(
                PLAYING, state="frozen", phase="unknown", reason="It has not moved for 90 seconds."
            ),
            "",
            0,
            "its picture stands still (It has not moved for 90 seconds).",
        ),
        (
            TOLD,
            STREAM,
            replace(PLAYING, phase="unknown", state="no-counter", failures=14),
            "",
            0,
            "No counter found in the last 14 looks.",
        ),
        (
            TOLD,
            STREAM,
            replace(PLAYING, captured_at=NOW - 60),
            "",
            0,
            "Its last number was broadcast 60 s ago.",
        ),
        (
            TOLD,
            STREAM,
            replace(PLAYING, captured_at=NOW - 60, state="no-counter", failures=6),
            "",
            0,
            "Its last number was broadcast 60 s ago, and no counter was found in the last 6 looks.",
        ),
    ],
)
def test_each_cause_has_its_sentence(told, stream, standing, passed, paused, sentence):
    assert why(told, stream, standing, passed, paused).endswith(sentence)


def test_off_line_and_lobbies_say_since_when():
    since = datetime(2026, 5, 3, 12, 4, tzinfo=UTC).timestamp()
    gone = replace(PLAYING, state="offline", phase="unknown", phase_since=since)
    assert why(standing=gone) == "Off line since 3 May 12:04."
    assert (
        why(standing=replace(PLAYING, phase="waiting", phase_since=since))
        == "In a lobby since 3 May 12:04."
    )
