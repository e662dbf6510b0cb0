"""Does Redis hold what the key table says, and hand each look out once?"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from redis import Redis

from scoreboard.models import Board, Channel, OnAir, Standing
from scoreboard.store import Lane, LookContext, Store
from tests.scoreboard.streams import NOW, PUBG, playing, put_track, stream
from workers.direct.direct import direct_games
from workers.message import look_message


def put(store: Store, *channels: str, due: float = NOW) -> None:
    store.put_streams([stream(channel) for channel in channels], dict.fromkeys(channels, due))


def taken(store: Store, now: float, limit: int, lease_seconds: float, token: str) -> list[str]:
    return [channel for channel, _ in store.take_due(now, limit, lease_seconds, token)]


def finish(
    store: Store, channel: str, token: str, next_due: float, lane: Lane = "", game: str = "pubg"
) -> bool:
    return store.finish_look(playing(channel, 5, game), "memory", token, next_due, lane)


def boards_are_due(store: Store) -> bool:
    store.lead("beat", 5)
    turn = store.turn(NOW, 0, 6, "t", "beat")
    assert turn
    return turn.boards_are_due


def put_look(store: Store, pixels: bytes, token: str = "t") -> bool:
    return store.put_look("a", token, pixels, "ocr", b"task", 5, 6)


def test_what_admins_publish_comes_back(store: Store) -> None:
    assert (store.games(), store.channels(), store.catalog_version()) == ({}, {}, "")
    store.publish_catalog([PUBG], [Channel("a", "block")], "v1")
    assert (store.games(), store.channels(), store.catalog_version()) == (
        {"pubg": PUBG},
        {"a": Channel("a", "block")},
        "v1",
    )
    assert store.take_dirty() == {""}


def test_nothing_is_left_of_the_board_of_a_game_that_is_gone(store: Store) -> None:
    """Its short name may have been changed: it is the name of its keys."""
    store.publish_catalog([PUBG], [], "v1")
    put(store, "a")
    direct_games(store, True, NOW)
    store.put_on_air(OnAir("pubg", "a", NOW, "closest", NOW))
    assert list(store.redis.scan_iter("*:pubg")) != []
    store.publish_catalog([replace(PUBG, slug="pubg-battlegrounds")], [], "v2")
    kept = {key.partition(b":")[0] for key in store.redis.scan_iter("*:pubg")}
    assert kept == {b"due"}, "the next discovery drops its streams"


def test_a_stream_found_again_keeps_its_due_time(store: Store) -> None:
    put(store, "a", due=NOW + 30)
    put(store, "a", due=NOW)
    assert taken(store, NOW, 10, 20, "t") == []


def test_a_due_look_is_handed_out_once(store: Store) -> None:
    put(store, "a", "b")
    assert sorted(taken(store, NOW, 10, 20, "t1")) == ["a", "b"]
    assert taken(store, NOW + 1, 10, 20, "t2") == []
    assert store.looks_under_way(NOW + 1) == 2
    assert finish(store, "a", "t1", NOW + 10)
    assert store.looks_under_way(NOW + 1) == 1
    assert taken(store, NOW + 10, 10, 20, "t3") == ["a"]


def test_two_beats_at_once_never_take_the_same_look(redis_url: str, store: Store) -> None:
    channels = [f"c{number}" for number in range(500)]
    put(store, *channels)

    def take(token: str) -> list[str]:
        other, mine = Store(Redis.from_url(redis_url)), []
        while some := taken(other, NOW, 7, 20, token):
            mine += some
        other.redis.close()
        return mine

    with ThreadPoolExecutor(4) as beats:
        all_taken = [channel for part in beats.map(take, "abcd") for channel in part]
    assert sorted(all_taken) == sorted(channels)


def test_a_look_that_was_lost_is_replaced(store: Store) -> None:
    put(store, "a")
    taken(store, NOW, 10, 0.01, "lost")
    time.sleep(0.03)
    assert store.looks_under_way(NOW + 1) == 0
    assert taken(store, NOW + 1, 10, 20, "next") == ["a"]
    assert store.counters()["looks_lost", ""] == 1
    assert not finish(store, "a", "lost", NOW + 99)
    assert finish(store, "a", "next", NOW + 5)


def test_those_near_their_finish_go_first(store: Store) -> None:
    put(store, "final", "playing", "lobby-1", "lobby-2", due=NOW - 100)
    taken(store, NOW - 100, 10, 20, "t")
    finish(store, "final", "t", NOW - 1, "final")
    finish(store, "playing", "t", NOW - 2, "playing")
    finish(store, "lobby-1", "t", NOW - 50)
    finish(store, "lobby-2", "t", NOW - 49)
    assert taken(store, NOW, 3, 20, "t2") == ["final", "playing", "lobby-1"]
    assert taken(store, NOW, 3, 20, "t2") == ["lobby-2"]


def test_a_stream_gone_leaves_nothing_behind(store: Store, redis: Redis) -> None:
    put(store, "a")
    taken(store, NOW, 10, 20, "t")
    put_look(store, b"pixels")
    put_track(store, playing("a", 5), "{}")
    store.drop_streams([stream("a")])
    finish(store, "a", "t", NOW + 1, "final")
    store.take_dirty()
    told = {b"changes", b"changes-found", b"found-changed"}  # the last until boards were made
    assert set(redis.scan_iter()) - {b"counters", b"due_games", b"ocr", *told} == set()
    store.forget_gone(set(), set())
    assert not redis.exists("found-changed")


def test_only_the_lease_and_a_live_stream_make_a_look_wanted(store: Store) -> None:
    store.publish_catalog([PUBG], [], "v1")
    put(store, "a")
    taken(store, NOW, 10, 20, "t")
    assert store.wanted("a", "t") == LookContext(stream("a"), PUBG, None, "", {}, None)
    assert store.wanted("a", "other") is None
    store.drop_streams([stream("a")])
    assert store.wanted("a", "t") is None


def test_a_look_gets_what_is_known_of_its_stream(store: Store) -> None:
    store.publish_catalog([PUBG], [], "v1")
    put(store, "a")
    put_track(store, playing("a", 50), "tracked")
    store.put_remembered("a", "earlier", {"newest": '"7"'}, 5)
    taken(store, NOW, 10, 20, "t")
    context = LookContext(stream("a"), PUBG, playing("a", 50), "tracked", {"newest": '"7"'}, None)
    assert store.wanted("a", "t") == store.wanted("a", "t", left_by="another") == context
    assert store.wanted("a", "t", left_by="earlier") == replace(context, remembered=None)


def test_what_is_remembered_lasts_from_the_look_that_renewed_it(store: Store, redis: Redis) -> None:
    store.put_remembered("a", "1", {"newest": "7"}, 5)
    store.put_remembered("a", "2", {"newest": "8"}, 60, renew=False)
    assert 0 < redis.pttl("remembered:a") <= 5000
    store.put_remembered("a", "3", {}, 60)
    assert redis.pttl("remembered:a") > 5000
    redis.delete("remembered:a")
    store.put_remembered("a", "4", {"newest": "9"}, 5, renew=False)
    assert 0 < redis.pttl("remembered:a") <= 5000


def test_a_look_hears_of_a_new_catalog(store: Store) -> None:
    store.publish_catalog([PUBG], [], "v1")
    put(store, "a")
    taken(store, NOW, 10, 20, "t")
    assert store.wanted("a", "t") is not None
    faster = replace(PUBG, playing_seconds=3.0)
    store.publish_catalog([faster], [], "v2")
    assert getattr(store.wanted("a", "t"), "game", None) == faster
    store.publish_catalog([replace(PUBG, enabled=False)], [], "v3")
    assert store.wanted("a", "t") is None


def test_the_newer_look_replaces_the_older_and_is_taken_once_by_who_holds_the_lease(
    store: Store,
) -> None:
    store.publish_catalog([PUBG], [], "v1")
    put(store, "a")
    taken(store, NOW, 10, 20, "t")
    store.put_remembered("a", "t", {"newest": "of no use to a reader"}, 5)
    put_look(store, b"older")
    put_look(store, b"newer")
    assert store.tasks_waiting("ocr") == 2
    assert store.wanted("a", "stale", take_look=True) is None
    looks = [store.wanted("a", "t", take_look=True) for _ in range(2)]
    assert [(wanted.look, wanted.remembered) for wanted in looks if wanted] == [
        (b"newer", None),
        (None, None),
    ]


def test_a_banner_waits_beside_its_look_and_is_taken_once(store: Store, redis: Redis) -> None:
    put(store, "a")
    taken(store, NOW, 10, 20, "t")
    assert store.put_look("a", "t", b"look", "ocr", b"task", 5, 6, b"banner")
    assert redis.pttl("look:a") < redis.pttl("banner:a") <= 7000
    put_look(store, b"one without")
    assert [store.take_banner("a") for _ in range(2)] == [b"banner", None]


def test_each_game_gets_its_share_of_what_the_workers_can_do(store: Store) -> None:
    crowd = [stream(f"crowd-{number}") for number in range(40)]
    few = [stream(f"few-{number}", "apex") for number in range(3)]
    store.put_streams(
        [*crowd, *few], {one.channel: NOW - (one.game == "pubg") for one in [*crowd, *few]}
    )
    first = taken(store, NOW, 10, 20, "t")
    assert sum(channel.startswith("few") for channel in first) == 3
    assert len(first) == 10


def test_the_share_holds_in_each_lane_and_the_urgent_lane_goes_first(store: Store) -> None:
    names = [f"{game}-{number}" for game in ("pubg", "apex") for number in range(8)]
    store.put_streams(
        [stream(name, name.split("-")[0]) for name in names], dict.fromkeys(names, NOW - 50)
    )
    taken(store, NOW - 50, 100, 20, "t")
    for name in names:
        number = int(name[-1])
        game = name.split("-")[0]
        lane: Lane = "final" if game == "pubg" or number < 2 else ""
        finish(store, name, "t", NOW - 1, lane, game)
    urgent = taken(store, NOW, 6, 20, "t2")
    assert sorted(channel for channel in urgent if channel.startswith("apex")) == [
        "apex-0",
        "apex-1",
    ]
    assert sum(channel.startswith("pubg") for channel in urgent) == 4


def test_due_looks_say_since_when(store: Store) -> None:
    put(store, "a", due=NOW - 3)
    assert store.take_due(NOW, 10, 20, "t") == [("a", NOW - 3)]


def test_the_end_of_a_look_is_what_is_believed_from_then_on(store: Store, redis: Redis) -> None:
    put(store, "a")
    taken(store, NOW, 10, 20, "t")
    store.take_dirty()
    assert not finish(store, "a", "older", NOW + 10)
    assert store.standings() == {}
    assert finish(store, "a", "t", NOW + 10, "final")
    assert store.standings() == {"a": playing("a", 5)}
    assert store.take_dirty() == {"pubg"}
    assert store.counters() == {("looks", "ok"): 1, ("looks_finished", ""): 1}
    assert redis.zscore("due:pubg:final", "a") == store.next_looks("pubg")["a"] == NOW + 10
    assert redis.zscore("due:pubg:playing", "a") is None


def test_the_oldest_task_says_since_when_it_waits(store: Store) -> None:
    assert store.oldest_task_sent_at("capture") is None
    for seconds in (0, 1):
        store.push_tasks(
            "capture", [look_message("capture", "capture", "a", "t", NOW, NOW + seconds, NOW + 5)]
        )
    assert store.oldest_task_sent_at("capture") == NOW
    store.redis.rpush("capture", '{"headers": {}}')
    assert store.oldest_task_sent_at("capture") is None


def test_tasks_that_nobody_takes_are_seen(store: Store, redis: Redis) -> None:
    redis.rpush("capture", *range(70))
    redis.rpush("ocr", *range(5))
    assert store.looks_waiting() == 75


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
    assert not boards_are_due(store)
    put_track(store, playing("a", 5), "memory")
    assert store.standings() == {"a": playing("a", 5)}
    assert boards_are_due(store)
    token = store.start_directing(5)
    assert token
    assert not boards_are_due(store)
    assert [store.take_dirty(), store.take_dirty()] == [{"pubg"}, set()]


def test_the_board_and_who_is_on_air_reach_the_browsers(store: Store) -> None:
    store.put_board(Board("pubg", NOW, ()), announce=False)
    store.put_board(Board("pubg", NOW + 1, ()), announce=True)
    store.put_on_air(OnAir("pubg", "a", NOW, "first"))
    assert store.board("pubg") == Board("pubg", NOW + 1, ())
    assert store.on_air("pubg") == OnAir("pubg", "a", NOW, "first")
    events = store.events_after("0")
    assert [(event.kind, event.game) for event in events] == [("board", "pubg"), ("on-air", "pubg")]
    assert [event.body for event in events] == ["", OnAir("pubg", "a", NOW, "first").to_json()]
    other = Store(store.redis)
    assert other.board("pubg") == Board("pubg", NOW + 1, ())
    store.put_board(Board("pubg", NOW + 2, ()), announce=False)
    assert other.board("pubg") == Board("pubg", NOW + 2, ())
    assert store.events_after(events[-1].id) == []


def test_counts_and_faults(store: Store) -> None:
    store.count("looks", "ok", 2)
    store.count_all({("looks", "ok"): 1, ("looks", "ad"): 1})
    assert store.counters() == {("looks", "ok"): 3, ("looks", "ad"): 1}
    store.put_fault("discover", "pubg", "Twitch does not answer.", NOW)
    assert store.faults() == {
        ("discover", "pubg"): {"sentence": "Twitch does not answer.", "at": NOW}
    }
    store.clear_fault("discover", "pubg")
    assert store.faults() == {}


@pytest.mark.parametrize("record", [Standing("c", "pubg", alive=5), stream("c"), PUBG])
def test_an_older_process_reads_what_a_newer_one_wrote(record: Standing) -> None:
    newer = record.to_json()[:-1] + ',"invented_later":1}'
    assert type(record).from_json(newer) == record
