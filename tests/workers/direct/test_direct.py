"""What is shown, and what is worth telling the browsers?"""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from scoreboard.forecast.table import AGES, Table
from scoreboard.models import ALL_GAMES, Game, Standing
from scoreboard.requests import Finish, Milestone
from scoreboard.store import Store
from scoreboard.store.connect import redis_client
from tests.scoreboard.streams import NOW, PUBG, playing, put_track, stream
from workers.direct import direct as direct_module
from workers.direct.direct import direct_games


def rested(store: Store, everything: bool, now: float) -> int:
    """The boards are made, however short a while ago they were made before."""
    store.redis.delete("directing")
    return direct_games(store, everything, now)


@pytest.fixture
def live(store: Store) -> Store:
    """Two games with a stream each."""
    store.publish_catalog([PUBG, Game("apex", "Apex")], [], "v1")
    for name, game, alive in (("a", "pubg", 40), ("b", "apex", 9)):
        store.put_streams([stream(name, game)], {name: NOW})
        put_track(store, playing(name, alive, game), "")
    direct_games(store, False, NOW)
    return store


def kinds(store: Store, after: str = "0") -> list[tuple[str, str]]:
    return sorted((event.kind, event.game) for event in store.events_after(after))


def last(store: Store) -> str:
    return store.events_after("0")[-1].id


def test_each_game_and_all_of_them_have_a_board_and_somebody_on_air(live: Store) -> None:
    boards = {game: live.board(game) for game in ("pubg", "apex", ALL_GAMES)}
    assert {
        game: [row.channel for row in board.streams] for game, board in boards.items() if board
    } == {"pubg": ["a"], "apex": ["b"], ALL_GAMES: ["b", "a"]}
    assert [live.on_air(game).channel for game in boards] == ["a", "b", "b"]  # type: ignore[union-attr]


def test_only_what_may_have_changed_is_rebuilt(live: Store) -> None:
    assert rested(live, False, NOW + 1) == 0
    put_track(live, playing("a", 38), "")
    assert rested(live, False, NOW + 1) == 2
    assert rested(live, True, NOW + 1) == 3


def test_a_change_is_told_and_mere_age_only_now_and_then(live: Store) -> None:
    before = last(live)
    put_track(live, playing("a", 40, captured_at=NOW + 1), "")
    rested(live, False, NOW + 1)
    assert kinds(live, before) == []
    put_track(live, playing("a", 40, captured_at=NOW + 5), "")
    rested(live, False, NOW + 5)
    assert kinds(live, before) == [("board", ALL_GAMES), ("board", "pubg")]
    before = last(live)
    put_track(live, playing("a", 39, captured_at=NOW + 5), "")
    rested(live, False, NOW + 6)
    assert kinds(live, before) == [("board", ALL_GAMES), ("board", "pubg")]


def test_a_stream_that_nobody_reads_any_more_leaves_the_ranking(live: Store) -> None:
    rested(live, True, NOW + 60)
    board, on_air = live.board("pubg"), live.on_air("pubg")
    assert board
    assert board.streams[0].rank is None
    assert on_air
    assert (on_air.channel, on_air.reason) == ("", "none")


def test_a_game_switched_off_is_shown_no_more(live: Store) -> None:
    live.publish_catalog([replace(PUBG, enabled=False), Game("apex", "Apex")], [], "v2")
    rested(live, False, NOW + 1)
    board, everything = live.board("pubg"), live.board(ALL_GAMES)
    assert board
    assert board.streams == ()
    assert everything
    assert [row.channel for row in everything.streams] == ["b"]


def test_a_redis_that_has_just_begun_is_no_world_without_streams(store: Store) -> None:
    store.publish_catalog([PUBG], [], "v1")
    assert (rested(store, True, NOW), store.board("pubg")) == (0, None)
    store.end_discovering("v1")
    assert rested(store, True, NOW) == 2
    assert store.board("pubg") is not None


def test_one_directs_at_a_time_and_nothing_is_lost(live: Store) -> None:
    live.redis.delete("directing")
    put_track(live, playing("a", 38), "")
    token = live.start_directing(5)
    assert token
    assert direct_games(live, False, NOW + 1) == 0
    live.rest_from_directing(token, 0.001)
    time.sleep(0.005)
    assert direct_games(live, False, NOW + 1) == 2


def test_who_has_made_boards_rests_for_some_times_as_long(
    live: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(direct_module, "REST", 10_000)
    assert rested(live, True, NOW) == 3
    assert not live.start_directing(5)


def test_what_webhooks_tell_of_waits_for_the_site(live: Store) -> None:
    assert live.milestones() == [], "who was on air and how far before is not known"
    put_track(live, playing("a", 9), "")
    rested(live, False, NOW + 1)
    (final,) = [Milestone.from_json(row) for row in live.milestones()]
    assert (final.kind, final.board, final.stream.channel) == ("final-ten", "pubg", "a")
    live.forget_milestones(live.milestones())
    put_track(live, replace(playing("b", 9, "apex"), phase="over"), "")
    rested(live, False, NOW + 2)
    told = [Milestone.from_json(row) for row in live.milestones()]
    assert [(each.kind, each.board, each.stream.channel) for each in told] == [
        ("on-air", ALL_GAMES, "a")
    ]


def match(alive: int, at: float, **more: object) -> Standing:
    values = {"began_at": NOW - 100.0, "alive_since": at, "captured_at": at, **more}
    return replace(playing("m", alive), **values)


def finishes(store: Store) -> list[Finish]:
    return [Finish.from_json(row) for row in store.finishes()]


def watched(store: Store, *standings: Standing) -> list[Finish]:
    """The matches that are over after boards were made of each, two seconds apart."""
    store.put_streams([stream("m")], {"m": NOW})
    for number, standing in enumerate(standings):
        put_track(store, standing)
        rested(store, False, NOW + 2.0 * number)
    return finishes(store)


def test_a_match_that_ends_is_kept_with_its_curve(live: Store) -> None:
    fell = [match(30, NOW - 20), match(12, NOW - 10), match(3, NOW), match(3, NOW + 4)]
    over = replace(fell[-1], phase="over", result="won", place=1, ended_at=NOW + 6)
    (finish,) = watched(live, *fell, over, over)
    assert (finish.result, finish.won, finish.place, finish.mode) == ("won", True, 1, "teams")
    assert finish.curve == ((80, 30), (90, 12), (100, 3))
    assert (finish.began_at, finish.watched_until, finish.ended_at) == (
        NOW - 100,
        NOW + 4,
        NOW + 8,
    )
    (moment,) = [each for each in live.moments(NOW + 9) if each.kind == "finish"]
    assert (moment.at, moment.reason) == (finish.ended_at, "won")


def test_a_match_ends_also_while_the_redis_of_pictures_is_away(live: Store) -> None:
    live.bulk = redis_client("redis://127.0.0.1:1/0")
    fell = [match(12, NOW - 10), match(3, NOW)]
    over = replace(fell[-1], phase="over", result="won", place=1, ended_at=NOW + 2)
    (finish,) = watched(live, *fell, over, over)
    (moment,) = [each for each in live.moments(NOW + 9) if each.kind == "finish"]
    assert (finish.won, moment.has_picture) == (True, False)


def test_a_match_that_is_left_or_lost_is_kept_too(live: Store) -> None:
    fell = [match(30, NOW - 20), match(12, NOW - 10)]
    left, lost = watched(
        live,
        *fell,
        match(99, NOW, began_at=NOW),
        match(90, NOW + 2, began_at=NOW),
        match(90, NOW + 2, began_at=NOW, result="lost", ended_at=NOW + 2, phase="unknown"),
    )
    assert (left.result, left.alive, left.ended_at) == ("left", 12, NOW - 10)
    assert left.curve == ((80, 30), (90, 12))
    assert (lost.result, lost.alive, lost.curve) == ("lost", 90, ((0, 99), (2, 90)))


def test_the_last_looks_are_of_the_match_that_ended_also_of_a_streamer_who_watches_on(
    live: Store,
) -> None:
    live.keep_look("m", b"a look")
    fell = [match(12, NOW - 10), match(7, NOW)]
    out = replace(fell[-1], result="eliminated", ended_at=NOW + 1)
    (finish,) = watched(live, *fell, out, replace(out, alive=5, captured_at=NOW + 4))
    assert finish.result == "eliminated"
    assert live.moment_looks("m", finish.ended_at) == [b"a look"]
    assert [each for each in live.moments(NOW + 9) if each.kind == "finish"] == []


def test_one_number_that_was_misread_is_no_match(live: Store) -> None:
    assert watched(live, match(30, NOW, began_at=NOW), match(99, NOW + 2, began_at=NOW + 2)) == []


def test_a_stream_that_goes_away_leaves_its_match(live: Store) -> None:
    watched(live, match(30, NOW - 20), match(12, NOW - 10))
    assert finishes(live) == []
    live.drop_streams([stream("m")])
    live.redis.sadd("dirty", "pubg")
    rested(live, False, NOW + 4)
    assert [(each.result, each.alive) for each in finishes(live)] == [("left", 12)]


def test_an_end_is_foreseen_by_what_the_site_has_learned(live: Store) -> None:
    rested(live, True, NOW)
    board = live.board("pubg")
    assert board
    (prior,) = [row.ends_in for row in board.streams]
    assert prior
    assert prior.is_prior
    fit = {"base": 6.0, "spread": [0.5, 1.0, 2.0] * len(AGES)}
    level = {"alive": 40, "curves": 50.0, "fits": [fit]}
    table = {"game": "pubg", "mode": "", "curves": 50, "players": 100, "levels": [level]}
    live.put_forecasts([Table.from_dict(table)])
    rested(live, True, NOW + 2)
    board = live.board("pubg")
    assert board
    (learned,) = [row.ends_in for row in board.streams]
    assert learned
    assert not learned.is_prior
    assert learned.high == pytest.approx(4 * learned.low, rel=0.01)


def test_a_curve_begins_with_the_first_number(live: Store) -> None:
    """Redis holds when it was seen to a tenth of a second."""
    began = NOW - 19.96
    fell = [match(50, began, began_at=began), match(12, NOW - 10, began_at=began)]
    (finish,) = watched(live, *fell, replace(fell[-1], ended_at=NOW, result="lost"))
    assert finish.curve == ((0, 50), (10, 12))
