"""Does Redis hold what the key table says, and hand each look out once?"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from scoreboard.models import Board, Channel, OnAir, Standing
from scoreboard.store import Store
from tests.scoreboard.streams import NOW, PUBG, playing, stream


def put(store: Store, *channels: str, due: float = NOW) -> None:
    store.put_streams([stream(channel) for channel in channels], dict.fromkeys(channels, due))


def test_what_admins_publish_comes_back(store: Store) -> None:
    assert (store.games(), store.channels(), store.catalog_version()) == ({}, {}, "")
    store.publish_catalog([PUBG], [Channel("a", "block")], "v1")
    assert (store.games(), store.channels(), store.catalog_version()) == (
        {"pubg": PUBG}, {"a": Channel("a", "block")}, "v1")
    assert store.take_dirty() == {""}


def test_a_stream_found_again_keeps_its_due_time(store: Store) -> None:
    put(store, "a", due=NOW + 30)
    put(store, "a", due=NOW)
    assert store.take_due(NOW, 10, 20, "t") == []


def test_a_due_look_is_handed_out_once(store: Store) -> None:
    put(store, "a", "b")
    assert sorted(store.take_due(NOW, 10, 20, "t1")) == ["a", "b"]
    assert store.take_due(NOW + 1, 10, 20, "t2") == []
    assert store.looks_under_way(NOW + 1) == 2
    assert store.finish_look("a", "t1", NOW + 10)
    assert store.looks_under_way(NOW + 1) == 1
    assert store.take_due(NOW + 10, 10, 20, "t3") == ["a"]


def test_two_beats_at_once_never_take_the_same_look(redis_url: str, store: Store) -> None:
    channels = [f"c{number}" for number in range(500)]
    put(store, *channels)

    def take(token: str) -> list[str]:
        other, taken = Store(Redis.from_url(redis_url)), []
        while some := other.take_due(NOW, 7, 20, token):
            taken += some
        other.redis.close()
        return taken

    with ThreadPoolExecutor(4) as beats:
        taken = [channel for part in beats.map(take, "abcd") for channel in part]
    assert sorted(taken) == sorted(channels)


def test_a_look_that_was_lost_is_replaced(store: Store) -> None:
    put(store, "a")
    store.take_due(NOW, 10, 0.01, "lost")
    time.sleep(0.03)
    assert store.take_due(NOW + 1, 10, 20, "next") == ["a"]
    assert not store.finish_look("a", "lost", NOW + 99)
    assert store.finish_look("a", "next", NOW + 5)


def test_those_near_their_finish_go_first(store: Store) -> None:
    put(store, "final", "playing", "lobby-1", "lobby-2", due=NOW - 100)
    store.take_due(NOW - 100, 10, 20, "t")
    store.finish_look("final", "t", NOW - 1, "final")
    store.finish_look("playing", "t", NOW - 2, "playing")
    store.finish_look("lobby-1", "t", NOW - 50)
    store.finish_look("lobby-2", "t", NOW - 49)
    assert store.take_due(NOW, 3, 20, "t2") == ["final", "playing", "lobby-1"]
    assert store.take_due(NOW, 3, 20, "t2") == ["lobby-2"]


def test_a_stream_gone_leaves_nothing_behind(store: Store, redis: Redis) -> None:
    put(store, "a")
    store.take_due(NOW, 10, 20, "t")
    store.put_look("a", b"pixels", 5)
    store.put_track(playing("a", 5), "{}")
    store.drop_streams([stream("a")])
    store.finish_look("a", "t", NOW + 1, "final")
    store.take_dirty()
    assert [key for key in redis.scan_iter() if not key.startswith(b"counters")] == []


def test_only_the_lease_and_a_live_stream_make_a_look_wanted(store: Store) -> None:
    store.publish_catalog([PUBG], [], "v1")
    put(store, "a")
    store.take_due(NOW, 10, 20, "t")
    assert store.wanted("a", "t") == (stream("a"), PUBG)
    assert store.wanted("a", "other") is None
    store.drop_streams([stream("a")])
    assert store.wanted("a", "t") is None


def test_the_newer_look_replaces_the_older_and_is_taken_once(store: Store) -> None:
    store.put_look("a", b"older", 5)
    store.put_look("a", b"newer", 5)
    assert [store.take_look("a"), store.take_look("a")] == [b"newer", None]


def test_tasks_that_nobody_takes_hold_further_looks_back(store: Store, redis: Redis) -> None:
    redis.rpush("capture", *range(70))
    redis.rpush("ocr", *range(5))
    assert store.looks_under_way(NOW) == 75


def test_one_beat_leads_and_another_takes_over(store: Store, redis: Redis) -> None:
    assert store.lead("one", 5)
    assert store.lead("one", 5)
    assert not store.lead("two", 5)
    store.resign("two")
    assert not store.lead("two", 5)
    store.resign("one")
    assert store.lead("two", 5)
    assert 0 < redis.pttl("leader") <= 5000


def test_what_is_believed_comes_back_and_marks_its_game(store: Store) -> None:
    assert store.track("a") == (None, "")
    assert not store.is_dirty()
    store.put_track(playing("a", 5), "memory")
    assert store.track("a") == (playing("a", 5), "memory")
    assert store.standings() == {"a": playing("a", 5)}
    assert store.is_dirty()
    assert [store.take_dirty(), store.take_dirty()] == [{"pubg"}, set()]


def test_the_board_and_who_is_on_air_reach_the_browsers(store: Store) -> None:
    store.put_board(Board("pubg", NOW, ()), announce=False)
    store.put_board(Board("pubg", NOW + 1, ()), announce=True)
    store.put_on_air(OnAir("pubg", "a", NOW, "first"))
    assert store.board("pubg") == Board("pubg", NOW + 1, ())
    assert store.on_air("pubg") == OnAir("pubg", "a", NOW, "first")
    events = store.events_after("0")
    assert [(event.kind, event.game) for event in events] == [("board", "pubg"), ("on-air", "pubg")]
    assert Board.from_json(events[0].body).at == NOW + 1
    assert store.events_after(events[-1].id) == []


def test_counts_and_faults(store: Store) -> None:
    store.count("looks", "ok", 2)
    store.count_all({("looks", "ok"): 1, ("looks", "ad"): 1})
    assert store.counters() == {("looks", "ok"): 3, ("looks", "ad"): 1}
    store.put_fault("discover", "pubg", "Twitch does not answer.", NOW)
    assert store.faults() == {("discover", "pubg"): {"sentence": "Twitch does not answer.", "at": NOW}}
    store.clear_fault("discover", "pubg")
    assert store.faults() == {}


@pytest.mark.parametrize("record", [Standing("c", "pubg", alive=5), stream("c"), PUBG])
def test_an_older_process_reads_what_a_newer_one_wrote(record: Standing) -> None:
    newer = record.to_json()[:-1] + ',"invented_later":1}'
    assert type(record).from_json(newer) == record
