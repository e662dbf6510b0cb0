"""Do several processes that make boards by turns, newer and older ones, keep them right for every reader?"""

from __future__ import annotations

import copy
import random
from dataclasses import replace

import pytest
from redis import Redis

from scoreboard.models import ALL_GAMES, Board, Game, RankedStream
from scoreboard.ranking import rank
from scoreboard.requests import Finish
from scoreboard.store import Store
from tests.scoreboard.kept.world import GAMES, World
from tests.scoreboard.streams import NOW, PUBG, playing, put_track, stream
from workers.direct.direct import direct_games


class Shared:
    """A world in Redis, with processes that share it."""

    def __init__(self, redis: Redis, seed: int) -> None:
        self.redis, self.world = redis, World(seed)
        self.controls = [Store(redis), Store(redis)]
        self.sites = [Store(redis), Store(redis)]
        self.writer = Store(redis)
        self.writer.publish_catalog(self.world.games.values(), [], "v1")
        self.writer.end_discovering("v1")
        self.write(set(self.world.streams), {})

    def write(self, changed: set[str], before: dict[str, object]) -> None:
        """As discovery and looks would; now and then as those of an older version, which do not say what they wrote."""
        world, is_old = self.world, self.world.draw.random() < 0.15
        for channel in sorted(changed):
            known, found = self.writer.stream(channel), world.streams.get(channel)
            if known and (found is None or found.game != known.game):
                self.writer.drop_streams([known])
            if found is not None and found != known:
                self.writer.put_streams([found], {channel: world.now})
            if (standing := world.standings.get(channel)) is None:
                continue
            if is_old:
                self.redis.hincrby("counters", "looks_finished|", 1)
                put_track(self.writer, standing)
            else:
                self.redis.set(f"lease:{channel}", "t")
                self.writer.finish_look(standing, "{}", "t", world.now)

    def from_scratch(self, game: str) -> Board:
        world = self.world
        enabled = {slug for slug, one in world.games.items() if one.enabled}
        streams = [one for one in world.streams.values() if one.game in enabled]
        played = [one for one in streams if game in (one.game, ALL_GAMES)]
        return rank(game, world.games, played, world.standings, world.now)

    def older_control(self) -> None:
        """As every version before boards were kept by rows."""
        for game in (*self.world.games, ALL_GAMES):
            self.writer.put_board(self.from_scratch(game), announce=True)


def unforeseen(board: Board | None) -> list[RankedStream]:
    """What a test can make from scratch: without forecasts, and for the order of all games without its order."""
    assert board is not None
    rows = [replace(row, ends_in=None) for row in board.streams]
    if board.game == ALL_GAMES:
        rows = sorted((replace(row, rank=None) for row in rows), key=lambda row: row.channel)
    return rows


@pytest.mark.parametrize("seed", range(5))
def test_every_reader_sees_the_board_made_from_scratch(redis: Redis, seed: int) -> None:
    shared = Shared(redis, seed)
    draw = random.Random(seed)
    for _ in range(10):
        redis.delete("directing")
        if draw.random() < 0.15:
            shared.older_control()
        assert direct_games(draw.choice(shared.controls), True, shared.world.now)
        for game in (*GAMES, ALL_GAMES):
            made = shared.from_scratch(game)
            for site in draw.sample(shared.sites, draw.randint(0, 2)):
                board = site.board(game)
                assert unforeseen(board) == unforeseen(made)
                assert board
                assert (board.moving, board.unread) == (made.moving, made.unread)
        shared.write(shared.world.step(), {})


@pytest.mark.parametrize(("seed", "controls"), [(0, 1), (1, 1), (0, 2), (1, 2)])
def test_a_redis_that_lost_the_last_passes_is_read_right(
    redis: Redis, seed: int, controls: int
) -> None:
    """A replica that took over without them, or a snapshot: what was said in them is unsaid, to every reader."""
    shared = Shared(redis, seed)
    draw = random.Random(seed)

    def turns(count: int) -> None:
        for _ in range(count):
            shared.write(shared.world.step(), {})
            shared.world.now += 0.1
            redis.delete("directing")
            assert direct_games(draw.choice(shared.controls[:controls]), True, shared.world.now)
            if draw.random() < 0.5:
                shared.sites[0].board(ALL_GAMES)

    turns(1)
    for _ in range(4):
        dumps, world = dumped(redis), copy.deepcopy(shared.world)
        turns(draw.randint(1, 3))
        redis.flushall()
        for key, body in dumps.items():
            redis.restore(key, 0, body)
        shared.world, world.now = world, shared.world.now
        turns(draw.randint(1, 3))
        for game in (*GAMES, ALL_GAMES):
            made = shared.from_scratch(game)
            assert [unforeseen(each.board(game)) for each in shared.sites] == [unforeseen(made)] * 2


def dumped(redis: Redis) -> dict[bytes, bytes]:
    """All that lasts, as a snapshot has it."""
    return {key: redis.dump(key) for key in redis.scan_iter() if redis.ttl(key) == -1}  # type: ignore[misc]


@pytest.fixture
def live(redis: Redis) -> Store:
    store = Store(redis)
    store.publish_catalog([PUBG, Game("apex", "Apex")], [], "v1")
    found = [stream(f"c{number:03}") for number in range(150)]
    store.put_streams(found, {one.channel: NOW for one in found})
    for one in found:
        redis.hset("standings", one.channel, playing(one.channel, 20 + len(one.name)).to_json())
    direct_games(store, True, NOW)
    return store


def again(store: Store, now: float = NOW + 1) -> None:
    store.redis.delete("directing")
    direct_games(store, True, now)


def whole(redis: Redis, game: str = "pubg") -> Board:
    """What an older process reads."""
    return Board.from_json(redis.get(f"board:{game}"))  # type: ignore[arg-type]


def test_an_older_reader_finds_whole_boards_with_their_ranks(live: Store, redis: Redis) -> None:
    board = live.board("pubg")
    assert board
    assert whole(redis) == board
    assert [row.rank for row in whole(redis).streams] == list(range(1, 151))


def test_who_comes_back_to_a_whole_board_gets_it_again(live: Store, redis: Redis) -> None:
    """As Redis tells it; what follows from that is in test_whole."""
    redis.delete("whole-boards")
    left = redis.pttl("board:all")
    redis.pexpire("board:all", int(left) - 20_000)  # as if it had been written 20 s ago
    redis.get("board:all")
    again(live)
    assert redis.exists("whole-boards")
    assert len(whole(redis).streams) == 150


@pytest.mark.parametrize("told_by_older", [False, True])
def test_the_end_of_a_match_is_told_once_whoever_makes_the_boards(
    live: Store, redis: Redis, told_by_older: bool
) -> None:
    began = {"began_at": NOW - 100.0, "alive_since": NOW - 50.0}
    put_track(live, playing("c001", 9, **began))
    again(live)
    put_track(live, playing("c001", 4, **{**began, "captured_at": NOW + 1}))
    again(live, NOW + 2)
    over = playing("c001", 4, **{**began, "captured_at": NOW + 1})
    put_track(live, replace(over, phase="over", ended_at=NOW + 3, result="placed"))
    if told_by_older:
        board = Store(redis).board(ALL_GAMES)
        assert board
        rows = [
            replace(row, phase="over", rank=None, ended_at=NOW + 3)
            if row.channel == "c001"
            else row
            for row in board.streams
        ]
        live.put_board(Board(ALL_GAMES, NOW + 3, tuple(rows)), announce=True)
    for store in (live, Store(redis), live):
        again(store, NOW + 4)
    ended = [Finish.from_json(row).channel for row in live.finishes()]
    assert ended == ([] if told_by_older else ["c001"])


def test_a_process_that_was_overtaken_writes_nothing_and_begins_anew(
    live: Store, redis: Redis
) -> None:
    other = Store(redis)
    put_track(live, playing("c001", 2))
    again(other)
    redis.set("boards-made", int(redis.get("boards-made") or 0) + 1)  # type: ignore[arg-type]
    put_track(live, playing("c001", 3))
    again(live)
    again(other, NOW + 2)
    board = Store(redis).board("pubg")
    assert board
    assert (board.streams[0].channel, board.streams[0].alive) == ("c001", 3)


def test_a_redis_that_lost_everything_is_filled_anew(live: Store, redis: Redis) -> None:
    site = Store(redis)
    assert site.board("pubg")
    redis.flushall()
    assert site.board("pubg") is None
    live.publish_catalog([PUBG], [], "v1")
    live.put_streams([stream("one")], {"one": NOW})
    again(live, NOW + 3)
    board = site.board("pubg")
    assert board
    assert [row.channel for row in board.streams] == ["one"]


def test_a_redis_whose_passes_begin_again_in_the_past_is_read_anew(
    live: Store, redis: Redis
) -> None:
    """As after a fail-over to a replica that lagged, or a clock set back."""
    site = Store(redis)
    assert site.board("pubg")
    redis.flushall()
    live.publish_catalog([PUBG], [], "v1")
    live.put_streams([stream("c001")], {"c001": NOW - 600})
    put_track(live, playing("c001", 3, captured_at=NOW - 600))
    again(live, NOW - 600)
    board = site.board("pubg")
    assert board
    assert [(row.channel, row.alive) for row in board.streams] == [("c001", 3)]


def test_a_pass_writes_what_changed_and_no_more(live: Store, redis: Redis) -> None:
    redis.set("lease:c007", "t")
    live.finish_look(playing("c007", 2, captured_at=NOW + 1), "{}", "t", NOW)
    redis.hset("rows", "c008", "kept")
    again(live)
    assert redis.hget("rows", "c008") == b"kept"
    (first, *_), board = redis.zrange("rows-changed", -1, -1), live.first_rows("pubg")
    assert first == b"c007"
    assert board
    assert board.board.streams[0].channel == "c007"


def test_what_a_pass_moves_does_not_grow_with_what_stays_the_same(redis: Redis) -> None:
    """``make bench-boards`` measures it; here it is only that nothing is fetched or written whole."""
    moved = {count: moved_by_pass(redis, count) for count in (200, 800)}
    assert moved[800] < 1.2 * moved[200], moved


def test_a_pass_over_one_look_takes_few_commands(live: Store, redis: Redis) -> None:
    """Those inside of scripts as well: some four passes a second, however few looks there are."""
    redis.delete("whole-boards")
    again(live)
    redis.set("lease:c001", "t")
    live.finish_look(playing("c001", 30), "{}", "t", NOW + 30)
    redis.delete("directing")
    before = redis.info("stats")["total_commands_processed"]
    direct_games(live, False, NOW + 2)
    assert redis.info("stats")["total_commands_processed"] - before - 1 <= 32


def test_who_is_on_air_is_known_by_the_process_that_put_it_there(live: Store, redis: Redis) -> None:
    redis.sadd("dirty", "pubg")
    redis.delete("on-air:pubg", "directing")
    direct_games(live, False, NOW + 0.5)
    assert live.on_air("pubg") is None, "what has not changed is not written"
    again(live)
    assert live.on_air("pubg"), "it is asked for now and then"


def moved_by_pass(redis: Redis, count: int) -> int:
    """Bytes in and out of Redis for a pass over so many streams, of which two have changed."""
    redis.flushall()
    store = Store(redis)
    store.publish_catalog([PUBG], [], "v1")
    found = [stream(f"c{number:03}") for number in range(count)]
    store.put_streams(found, {one.channel: NOW for one in found})
    direct_games(store, True, NOW)
    redis.delete("whole-boards")
    for channel in ("c001", "c002"):
        redis.set(f"lease:{channel}", "t")
        store.finish_look(playing(channel, 30), "{}", "t", NOW + 30)
    redis.delete("directing")
    before = moved_so_far(redis)
    direct_games(store, True, NOW + 1)
    return moved_so_far(redis) - before


def moved_so_far(redis: Redis) -> int:
    stats = redis.info("stats")
    return int(stats["total_net_input_bytes"]) + int(stats["total_net_output_bytes"])
