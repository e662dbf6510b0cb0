"""Is it said in one sentence why a channel is not on the board?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scoreboard.models import Standing, Stream
from webapp.catalog.channels.absence import ChannelFacts, why_absent

NOW = 1_000_000.0
FACTS = ChannelFacts("watch", datetime(2026, 5, 3, tzinfo=UTC), "PUBG", True, False)
STREAM = Stream("one", "pubg", "One", "https://example.com/one.m3u8")
PLAYING = Standing("one", "pubg", "playing", 40, 1, 0.99, NOW - 5, "ok", "", NOW - 2, 0, NOW - 300)


def why(facts=FACTS, stream=STREAM, standing=PLAYING, passed="", paused=0.0):
    return why_absent(facts, stream, standing, passed, paused, NOW)


def test_one_in_play_is_not_absent():
    assert why() == ""


@pytest.mark.parametrize("state", ["timeout", "error", "unreadable", "no-counter"])
def test_one_that_still_ranks_is_not_absent(state):
    failing = replace(PLAYING, state=state, failures=1, failing_since=NOW - 2)
    assert why(standing=failing) == ""


def test_a_failure_is_dated_by_when_it_began_and_not_by_the_match():
    failing = replace(
        PLAYING, state="timeout", failures=3, captured_at=NOW - 90, failing_since=NOW - 80
    )
    since = datetime.fromtimestamp(NOW - 80, UTC)
    assert f"since {since.day} {since:%B %H:%M}: it is not responding" in why(standing=failing)


@pytest.mark.parametrize(
    ("facts", "stream", "standing", "passed", "paused", "sentence"),
    [
        (replace(FACTS, rule="block"), STREAM, PLAYING, "", 0, "Blocked by an admin on 3 May."),
        (replace(FACTS, game_enabled=False), None, None, "", 0, "Its game, PUBG, is disabled."),
        (
            replace(FACTS, rule="allow", is_on_platform=True),
            None,
            None,
            "marked as mature",
            0,
            "Live, but passed over: marked as mature.",
        ),
        (
            replace(FACTS, rule="allow", is_on_platform=True),
            None,
            None,
            "",
            0,
            "Offline, or live in another category.",
        ),
        (FACTS, None, None, "", 0, "Not picked up yet; this takes up to a minute."),
        (FACTS, STREAM, PLAYING, "", 300, "Paused by an admin for 5 more minutes."),
        (FACTS, STREAM, None, "", 0, "It has not been checked yet."),
        (
            FACTS,
            STREAM,
            replace(
                PLAYING, state="frozen", phase="unknown", reason="It has not moved for 90 seconds."
            ),
            "",
            0,
            "its picture is frozen (It has not moved for 90 seconds).",
        ),
        (
            FACTS,
            STREAM,
            replace(PLAYING, phase="unknown", state="no-counter", failures=14),
            "",
            0,
            "No counter found in the last 14 checks.",
        ),
        (
            FACTS,
            STREAM,
            replace(PLAYING, captured_at=NOW - 60),
            "",
            0,
            "Its last number was broadcast 60 s ago.",
        ),
        (
            FACTS,
            STREAM,
            replace(PLAYING, captured_at=NOW - 60, state="no-counter", failures=6),
            "",
            0,
            "Its last number was broadcast 60 s ago, and no counter was found in the last 6 checks.",
        ),
    ],
)
def test_each_cause_has_its_sentence(facts, stream, standing, passed, paused, sentence):
    assert why(facts, stream, standing, passed, paused).endswith(sentence)


def test_offline_and_lobbies_say_since_when():
    since = datetime(2026, 5, 3, 12, 4, tzinfo=UTC).timestamp()
    gone = replace(PLAYING, state="offline", phase="unknown", failing_since=since)
    assert why(standing=gone) == "Offline since 3 May 12:04."
    assert (
        why(standing=replace(PLAYING, phase="waiting", phase_since=since))
        == "In a lobby since 3 May 12:04."
    )


def test_one_that_nobody_reads_is_not_just_out_of_a_match():
    unread = Standing(
        "one",
        "pubg",
        state="no-counter",
        reason="no counter found",
        failures=11,
        looked_at=NOW - 3,
        failing_since=NOW - 400,
        unread_since=NOW - 400,
    )
    assert why(standing=unread).startswith("Its counters have not been read since ")
    assert why(standing=replace(unread, unread_since=NOW - 200)).startswith("No counter found")
