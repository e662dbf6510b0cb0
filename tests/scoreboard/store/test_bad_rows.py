"""What happens to a row that cannot be read, and do two versions live beside each other?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from redis import Redis

from scoreboard.health import Sample, Worker
from scoreboard.history import AliveChange, Highlight
from scoreboard.models import (
    Board,
    Channel,
    Game,
    OnAir,
    RankedStream,
    Reading,
    Record,
    Standing,
    Stream,
)
from scoreboard.requests import Ask, Finish, Milestone, Seen
from scoreboard.store import Store
from scoreboard.store.part import PARSE_ERRORS
from scoreboard.store.rows import Rows
from tests.scoreboard.streams import NOW, PUBG, playing, put_track, stream
from workers.direct.direct import direct_games
from workers.schedule.finish import finish_with_reading

BAD = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"5",
    b'"text"',
    b"\xff\xfe",
    b"[" * 5000,
    b"{}",
    b'{"channel": 5, "game": [], "at": "then", "kind": {}}',
    b'{"channel":"a","game":"pubg","name":"A","url":"","viewers":"many","alive":"few"}',
    b'{"channel":"a","game":"pubg","phase":"dancing"}',
    b'{"channel":"a","game":"pubg","captured_at":NaN}',
    b'{"channel":"a","game":"pubg","alive":true}',
    b'{"channel":"a","game":"pubg","alive":' + b"9" * 400 + b"}",
    b'{"channel":"a","game":"pubg","reason":"\\ud800"}',
]
HIGHLIGHT = Highlight("finish", "pubg", NOW, "a", "A", 1, 2, "won", "")
FINISH = Finish("a", "A", "pubg", NOW, None, 1, 2, True)
ROW = RankedStream(
    1, "a", "A", "", "web", "", None, "", "", "pubg", "over", 1, 2, 0.9, NOW, "ok", ""
)
MILESTONE = Milestone("won", "pubg", NOW, "1.000", ROW)
SEEN = Seen("a", "pubg", NOW, 720, 5, None, "playing", 0.9, "")


@pytest.fixture(params=BAD, ids=range(len(BAD)))
def bad(request: pytest.FixtureRequest) -> bytes:
    row: bytes = request.param
    return row


def counted(store: Store, key: str) -> int:
    return store.counters().get(("bad_rows", key), 0)


def test_hashes_are_read_around_a_bad_row(store: Store, redis: Redis, bad: bytes) -> None:
    store.put_streams([stream("good")], {"good": NOW})
    put_track(store, playing("good", 5))
    store.put_worker("capture@one", Worker("1", store.now()))
    store.put_fault("discover", "pubg", "No answer.", NOW)
    store.put_found({"pubg": 3}, NOW)
    for key in ("streams", "standings", "workers", "faults", "found"):
        redis.hset(key, "bad", bad)  # type: ignore[arg-type]
    redis.hset("counters", "bad|", bad or b"x")  # type: ignore[arg-type]
    assert list(store.streams()) == ["good"]
    assert list(store.standings()) == ["good"]
    assert list(store.workers(NOW)) == ["capture@one"]
    assert ("discover", "pubg") in store.faults()
    assert list(store.found()) == ["pubg"]
    assert store.stream("bad") is None
    assert store.watched(["bad", "good"]) == {
        "bad": (None, None),
        "good": (stream("good"), playing("good", 5)),
    }
    for key in ("streams", "standings", "workers", "faults", "found"):
        assert counted(store, key) == 1, key
        assert "rows" in {step for step, _ in store.faults()}


def test_lists_and_texts_are_read_around_a_bad_row(store: Store, redis: Redis, bad: bytes) -> None:
    now = store.now()
    store.put_moments([HIGHLIGHT])
    store.put_finishes([FINISH])
    store.put_doubt(SEEN)
    store.put_milestones([MILESTONE])
    store.put_sample(Sample(NOW))
    store.ask(Ask("id", "frame", "a", NOW))
    store.put_alive([AliveChange("a", NOW, 5, True)])
    keys = ("moments:finish", "finishes", "doubts", "milestones", "samples", "asked", "alive:a")
    for key in keys:
        redis.lpush(key, bad)
    for key in ("board:pubg", "on-air:pubg", "twitch-left", "seen:a", "capture", "answer:x"):
        redis.lpush(key, bad) if key == "capture" else redis.set(key, bad)
    redis.xadd("events", {"kind": bad, "game": "pubg", "body": ""})
    redis.xadd("events", {"kind": "board"})
    assert store.moments(NOW) == [HIGHLIGHT]
    assert [Finish.from_json(row) for row in store.finishes()] == [FINISH]
    assert redis.llen("finishes") == 1, "a bad row would come first for ever"
    assert [Seen.from_json(row) for row in store.doubts()] == [SEEN]
    assert [Milestone.from_json(row) for row in store.milestones()] == [MILESTONE]
    assert store.samples(10) == [Sample(NOW)]
    assert [ask.subject for ask in store.take_asked(now)] == ["a"]
    assert store.alive_histories(["a"]) == {"a": [(NOW, 5)]}
    assert store.board("pubg") is None
    assert store.on_air("pubg") is None
    assert store.platforms() == {}
    assert store.oldest_task_sent_at("capture") is None
    assert store.places({"a": "pubg"})["a"].seen is None
    assert store.events_after("0") == []
    store.forget_moments(["a"])
    assert store.moments(NOW) == []


@pytest.mark.parametrize(
    "row", [b"{", b"null", b'[{"slug": 5}, 7, null, GOOD]', b"[GOOD, {}]", b'{"a": GOOD}']
)
def test_a_bad_game_or_channel_leaves_the_others(store: Store, redis: Redis, row: bytes) -> None:
    redis.set("catalog:games", row.replace(b"GOOD", PUBG.to_json().encode()))
    channel = Channel("a", "block")
    redis.set("catalog:channels", row.replace(b"GOOD", channel.to_json().encode()))
    expected = b"GOOD" in row and row.startswith(b"[")
    assert store.games() == ({"pubg": PUBG} if expected else {})
    assert store.channels() == ({"a": channel} if expected else {})


def test_boards_are_made_around_bad_rows_and_a_bad_board_is_replaced(
    store: Store, redis: Redis, bad: bytes
) -> None:
    store.publish_catalog([PUBG], [], "v1")
    store.put_streams([stream("good")], {"good": NOW})
    put_track(store, playing("good", 5))
    for key in ("streams", "standings"):
        redis.hset(key, "bad", bad)  # type: ignore[arg-type]
    for key in ("board:pubg", "board:all", "on-air:pubg", "on-air:all"):
        redis.set(key, bad)
    assert direct_games(store, True, NOW) == 2
    board = store.board("pubg")
    assert board
    assert [row.channel for row in board.streams] == ["good"]
    on_air = store.on_air("pubg")
    assert on_air
    assert on_air.channel == "good"


def test_a_look_replaces_what_was_unreadable_of_its_stream(
    store: Store, redis: Redis, bad: bytes
) -> None:
    store.publish_catalog([PUBG], [], "v1")
    store.put_streams([stream("a")], {"a": NOW})
    store.take_due(NOW, 1, 20, "t")
    redis.hset("standings", "a", bad)  # type: ignore[arg-type]
    redis.hset("tracks", "a", bad)  # type: ignore[arg-type]
    wanted = store.wanted("a", "t")
    assert wanted
    reading = Reading(90, 0, "playing", 0.99, captured_at=NOW)
    finish_with_reading(store, wanted, "t", NOW, reading, NOW + 1)
    assert store.standings()["a"].state == "ok"


def test_a_look_at_an_unreadable_stream_is_not_wanted(
    store: Store, redis: Redis, bad: bytes
) -> None:
    store.publish_catalog([PUBG], [], "v1")
    store.put_streams([stream("a")], {"a": NOW})
    store.take_due(NOW, 1, 20, "t")
    redis.hset("streams", "a", bad)  # type: ignore[arg-type]
    assert store.wanted("a", "t") is None


def test_bad_rows_are_reported_once_a_minute(
    store: Store, redis: Redis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock = [1000.0]
    monkeypatch.setattr("scoreboard.store.part.time.monotonic", lambda: clock[0])
    for number in range(5):
        redis.hset("streams", "bad", f"{number}")
        store.streams()
    assert counted(store, "streams") == 1
    assert len(caplog.records) == 1
    clock[0] += 60
    redis.hset("streams", "bad", "once more")
    store.streams()
    assert counted(store, "streams") == 6
    assert store.faults()["rows", "streams"]["sentence"].startswith("Skipped 5 unreadable rows")


def test_a_fault_of_rows_is_forgotten_after_a_while(store: Store, redis: Redis) -> None:
    old = json.dumps({"sentence": "Skipped 1 unreadable rows", "at": store.now() - 300})
    redis.hset("faults", "rows|streams", old)
    store.put_fault("discover", "pubg", "No answer.", NOW)
    assert list(store.faults()) == [("discover", "pubg")]
    assert redis.hkeys("faults") == [b"discover|pubg"]


@dataclass(frozen=True, slots=True)
class NextStream(Record):
    """A stream of the next version, with a field that every row of this version lacks."""

    channel: str
    game: str
    name: str
    url: str
    country: str


def test_two_versions_beside_each_other(store: Store, redis: Redis) -> None:
    """Each reads what it can, and what the other rewrote."""
    following: Rows[NextStream] = Rows(store.rows, "streams", NextStream.from_json)

    def read_by_next() -> list[str]:
        return sorted(following.parsed(redis.hgetall("streams")))  # type: ignore[arg-type]

    store.publish_catalog([PUBG], [], "v1")
    store.put_streams([stream("one"), stream("two")], {"one": NOW, "two": NOW})
    assert read_by_next() == []
    newer = NextStream("one", "pubg", "One", "https://example.com/one.m3u8", "DE")
    redis.hset("streams", "one", newer.to_json())
    assert read_by_next() == ["one"]
    assert sorted(store.streams()) == ["one", "two"]
    assert direct_games(store, True, NOW) == 2
    board = store.board("pubg")
    assert board
    assert len(board.streams) == 2
    assert counted(store, "streams") >= 1


RECORDS: list[Record] = [
    PUBG,
    Channel("a", "watch", "pubg"),
    stream("a", viewers=5),
    playing("a", 5),
    Reading(5, 1, "playing", 0.9),
    OnAir("pubg", "a", NOW, "first"),
    HIGHLIGHT,
    FINISH,
    SEEN,
    Sample(NOW, {"ok": 1}, {"ocr": 2}, {"ocr": 0.5}),
    Worker("1", NOW, "capture", "abc", -0.2),
    Ask("id", "reading", "a", NOW, PUBG),
    Board(
        "pubg",
        NOW,
        (
            RankedStream(
                None,
                "a",
                "A",
                "",
                "web",
                "",
                None,
                "",
                "",
                "pubg",
                "over",
                1,
                2,
                0.9,
                NOW,
                "ok",
                "",
            ),
        ),
    ),
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_every_record_survives_its_own_json(record: Record) -> None:
    assert type(record).from_json(record.to_json()) == record


json_values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(["x", "y", "hud", "channel", "at"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(some.sampled_from(RECORDS), some.data())
def test_whatever_is_in_a_row_it_is_a_sound_record_or_a_parse_error(
    record: Record, data: some.DataObject
) -> None:
    kind: Any = type(record)
    values = json.loads(record.to_json())
    for name in data.draw(some.lists(some.sampled_from(sorted(values)), max_size=3)):
        values[name] = data.draw(json_values)
    text = json.dumps(values)
    parse: Callable[[str], Record] = kind.from_json
    try:
        found = parse(text)
    except PARSE_ERRORS:
        return
    assert json.loads(found.to_json())
    found.to_json().encode()
    if isinstance(found, Standing | Stream | Game):
        assert isinstance(getattr(found, "slug", None) or getattr(found, "game", None), str)
