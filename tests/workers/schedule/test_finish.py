"""How does a look end?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from redis import Redis

from scoreboard.models import OnAir, Reading
from scoreboard.process.clock import Clock
from scoreboard.store import LookContext, Store
from tests.scoreboard.streams import NOW, PUBG, holds_lease, playing, put_track, stream
from workers import tasks
from workers.capture import Camera, CaptureFailed
from workers.counts.tally import Tally
from workers.schedule.finish import finish_with_failure, finish_with_reading
from workers.service.leases import Leases


@pytest.fixture
def looking(store: Store) -> Store:
    """A look at stream ``a`` is under way, asked for at ``NOW`` under the token ``t``."""
    store.publish_catalog([PUBG], [], "v1")
    store.put_streams([stream("a")], {"a": NOW})
    store.take_due(NOW, 1, 20, "t")
    store.take_dirty()
    return store


def due(redis: Redis) -> float:
    return float(redis.zscore("due:pubg", "a") or 0)


def wanted(store: Store) -> LookContext:
    found = store.wanted("a", "t")
    assert found
    return found


def test_a_reading_is_believed_stored_and_followed_by_the_next_look(
    looking: Store, redis: Redis
) -> None:
    put_track(looking, playing("a", 30, captured_at=NOW - 10), "")
    reading = Reading(25, 1, "playing", 0.99, captured_at=NOW - 2, kills_confidence=0.99)
    finish_with_reading(looking, wanted(looking), "t", NOW, reading, NOW + 1)
    standing = looking.standings()["a"]
    assert (standing.alive, standing.captured_at, standing.state) == (25, NOW - 2, "ok")
    assert NOW + 9 <= due(redis) <= NOW + 11
    assert looking.take_dirty() == {"pubg"}
    assert looking.counters()["looks", "ok"] == 1


@pytest.mark.parametrize(
    ("game", "on_stage", "alive", "seconds"),
    [
        ("pubg", ("a",), 9, 2),
        ("all", ("b", "a"), 9, 2),
        ("all", ("b",), 9, 4),
        ("apex", ("a",), 9, 4),
        ("pubg", ("a",), 30, 10),
    ],
)
def test_a_finish_on_the_stage_is_looked_at_most_often(
    looking: Store, redis: Redis, game: str, on_stage: tuple[str, ...], alive: int, seconds: float
) -> None:
    looking.put_on_air(OnAir(game, on_stage[0], NOW, "first", beside=on_stage[1:]))
    put_track(looking, playing("a", alive, captured_at=NOW - 5), "")
    reading = Reading(alive, None, "playing", 0.99, captured_at=NOW - 1)
    finish_with_reading(looking, wanted(looking), "t", NOW, reading, NOW + 0.5)
    assert 0.9 * seconds <= due(redis) - NOW <= 1.1 * seconds


def test_a_finish_on_the_stage_that_cannot_be_seen_is_given_time(
    looking: Store, redis: Redis
) -> None:
    looking.put_on_air(OnAir("pubg", "a", NOW, "first"))
    put_track(looking, playing("a", 3, captured_at=NOW - 5), "")
    finish_with_failure(looking, wanted(looking), "t", NOW, "timeout", "Late.", NOW + 1)
    assert due(redis) - NOW >= 3.6


def test_a_failure_is_a_state_and_is_counted(looking: Store, redis: Redis) -> None:
    finish_with_failure(
        looking, wanted(looking), "t", NOW, "offline", "The stream is offline.", NOW + 1
    )
    standing = looking.standings()["a"]
    assert (standing.state, standing.reason, standing.failures) == (
        "offline",
        "The stream is offline.",
        1,
    )
    assert looking.counters()["looks", "offline"] == 1
    assert NOW + 9 <= due(redis) <= NOW + 11


def test_gone_is_believed_of_a_stream_in_play_when_a_second_look_agrees(
    looking: Store, redis: Redis
) -> None:
    put_track(looking, playing("a", 3, captured_at=NOW - 3), "")
    finish_with_failure(looking, wanted(looking), "t", NOW, "offline", "Gone.", NOW + 0.2)
    standing = looking.standings()["a"]
    assert (standing.state, standing.phase, standing.alive) == ("ok", "playing", 3)
    assert NOW + 1.5 <= due(redis) <= NOW + 3
    assert looking.counters()["looks", "offline"] == 1
    looking.take_due(NOW + 3, 1, 20, "t")
    finish_with_failure(looking, wanted(looking), "t", NOW + 3, "offline", "Gone.", NOW + 3.2)
    standing = looking.standings()["a"]
    assert (standing.state, standing.phase, standing.reason) == ("offline", "unknown", "Gone.")
    assert looking.counters()["looks", "offline"] == 2


def test_what_was_believed_in_another_game_does_not_count(looking: Store) -> None:
    put_track(looking, replace(playing("a", 3), game="apex"), "")
    reading = Reading(90, 0, "playing", 0.99, captured_at=NOW)
    finish_with_reading(looking, wanted(looking), "t", NOW, reading, NOW + 1)
    standing = looking.standings()["a"]
    assert (standing.game, standing.alive, standing.phase) == ("pubg", None, "unknown")


@pytest.fixture
def pipeline(looking: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(tasks, "store", lambda: looking)
    camera = Camera(looking)
    monkeypatch.setattr(tasks, "camera", lambda: camera)
    clock = Clock(lambda: NOW + 1, steady=lambda: 0.0)
    monkeypatch.setattr(tasks, "clock", lambda: clock)
    held = Leases(lambda: looking, clock, 24)
    monkeypatch.setattr(tasks, "leases", lambda: held)
    counts = Tally(lambda: looking)
    monkeypatch.setattr(tasks, "tally", lambda: counts)
    return looking


def test_a_capture_that_fails_is_settled(pipeline: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise CaptureFailed("ad", "An advertisement is shown.")

    monkeypatch.setattr(tasks.take, "capture", fail)
    tasks.capture("a", "t", NOW)
    assert pipeline.standings()["a"].state == "ad"
    assert not holds_lease(pipeline, "a", "t")


def test_a_crash_is_a_state_too(pipeline: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ValueError("of ours")

    monkeypatch.setattr(tasks.take, "capture", crash)
    tasks.capture.apply(("a", "t", NOW))
    standing = pipeline.standings()["a"]
    assert (standing.state, standing.reason) == ("error", "ValueError")


def test_a_look_whose_lease_has_passed_on_does_nothing(pipeline: Store) -> None:
    tasks.capture("a", "older", NOW)
    tasks.read("a", "older", NOW)
    assert pipeline.standings() == {}
    assert holds_lease(pipeline, "a", "t")
