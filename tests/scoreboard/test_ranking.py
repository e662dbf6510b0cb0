"""Who leads?"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as some

from scoreboard.models import ALL_GAMES, Board, EndsIn, Game, Standing
from scoreboard.ranking import rank
from scoreboard.rules import FRESH_SECONDS
from tests.scoreboard.streams import NOW, PUBG, playing, stream

standings = some.lists(
    some.builds(
        Standing,
        channel=some.sampled_from([f"c{n}" for n in range(12)]),
        game=some.just("pubg"),
        phase=some.sampled_from(["playing", "waiting", "over", "unknown"]),
        alive=some.none() | some.integers(1, 100),
        kills=some.none() | some.integers(0, 30),
        captured_at=some.floats(NOW - 100, NOW),
        state=some.sampled_from(
            ["new", "ok", "no-counter", "offline", "ad", "frozen", "timeout", "unreadable"]
        ),
    ),
    unique_by=lambda standing: standing.channel,
)


def board_of(*believed: Standing, **streams: object) -> Board:
    found = [stream(standing.channel) for standing in believed]
    return rank(
        "pubg", {"pubg": PUBG}, found, {standing.channel: standing for standing in believed}, NOW
    )


@given(standings)
def test_ranks_are_dense_and_only_those_in_play_have_one(believed: list[Standing]) -> None:
    board = board_of(*believed)
    ranked = [row for row in board.streams if row.rank is not None]
    assert [row.rank for row in ranked] == list(range(1, len(ranked) + 1))
    assert list(board.streams[: len(ranked)]) == ranked
    assert all(row.phase == "playing" and row.alive is not None for row in ranked)
    assert {row.channel for row in board.streams} == {standing.channel for standing in believed}


@given(standings)
def test_fewest_alive_lead(believed: list[Standing]) -> None:
    alive = [row.alive for row in board_of(*believed).streams if row.rank is not None]
    assert alive == sorted(alive, key=lambda count: count or 0)


@given(standings)
def test_a_stale_or_dead_stream_is_not_ranked(believed: list[Standing]) -> None:
    by_channel = {standing.channel: standing for standing in believed}
    for row in board_of(*believed).streams:
        standing = by_channel[row.channel]
        if NOW - standing.captured_at > FRESH_SECONDS or standing.state in (
            "offline",
            "ad",
            "frozen",
            "new",
        ):
            assert row.rank is None
            assert row.phase == "unknown"


@given(standings, some.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_found(
    believed: list[Standing], chance: object
) -> None:
    shuffled = list(believed)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert board_of(*shuffled) == board_of(*believed)


def test_more_kills_then_more_viewers_break_a_tie() -> None:
    few, many = playing("few", 5, kills=1), playing("many", 5, kills=7)
    assert [row.channel for row in board_of(few, many).streams] == ["many", "few"]


def test_a_game_may_rank_by_kills() -> None:
    game = replace(PUBG, rank_by="kills")
    believed = {"a": playing("a", 3, kills=2), "b": playing("b", 50, kills=9)}
    board = rank("pubg", {"pubg": game}, [stream("a"), stream("b")], believed, NOW)
    assert [row.channel for row in board.streams] == ["b", "a"]


def test_a_stream_not_looked_at_yet_stands_without_a_rank() -> None:
    (row,) = rank("pubg", {"pubg": PUBG}, [stream("new")], {}, NOW).streams
    assert (row.rank, row.phase, row.alive, row.state) == (None, "unknown", None, "new")


def test_the_featured_lead_those_with_as_many_alive_and_nobody_else() -> None:
    streams = [stream("a", viewers=900), stream("b", featured=True), stream("c", viewers=5)]
    believed = {"a": playing("a", 10, kills=9), "b": playing("b", 10), "c": playing("c", 9)}
    board = rank("pubg", {"pubg": PUBG}, streams, believed, NOW)
    assert [row.channel for row in board.streams] == ["c", "b", "a"]


def test_where_games_are_mixed_what_ends_first_leads() -> None:
    """Twenty of a game that is nearly over lead nine of one that is not; a game's own board counts players."""
    games = {"pubg": PUBG, "apex": Game("apex", "Apex")}
    streams = [stream("slow"), stream("quick", "apex"), stream("none", "apex")]
    believed = {
        "slow": playing("slow", 9),
        "quick": playing("quick", 20, "apex"),
        "none": playing("none", 80, "apex"),
    }
    left = {"slow": 200.0, "quick": 60.0}

    def forecast(standing: Standing, game: Game) -> EndsIn | None:
        median = left.get(standing.channel)
        return EndsIn(median / 2, median, median * 2) if median else None

    mixed = rank(ALL_GAMES, games, streams, believed, NOW, forecast)
    assert [row.channel for row in mixed.streams] == ["quick", "slow", "none"]
    assert [row.ends_in and row.ends_in.median for row in mixed.streams] == [60.0, 200.0, None]
    own = rank("apex", games, streams[1:], believed, NOW, forecast)
    assert [row.channel for row in own.streams] == ["quick", "none"]


def test_as_long_as_a_number_is_not_read_again_its_match_comes_nearer_its_end() -> None:
    believed = {"a": playing("a", 9, captured_at=NOW - 30), "b": playing("b", 9)}
    streams = [stream("a"), stream("b")]
    board = rank(
        ALL_GAMES, {"pubg": PUBG}, streams, believed, NOW, lambda *_: EndsIn(1.0, 60.0, 90.0)
    )
    assert [row.channel for row in board.streams] == ["a", "b"]
    assert [row.rank for row in board.streams] == [1, 2]


def test_a_match_that_is_not_in_play_has_no_end_to_wait_for() -> None:
    believed = {"a": playing("a", 9, captured_at=NOW - FRESH_SECONDS - 1)}
    (row,) = rank(
        ALL_GAMES, {"pubg": PUBG}, [stream("a")], believed, NOW, lambda *_: EndsIn(1.0, 2.0, 3.0)
    ).streams
    assert (row.phase, row.ends_in) == ("unknown", None)


def test_who_is_placed_and_watches_on_is_eliminated_as_long_as_the_match_goes_on() -> None:
    watches = playing("a", 40, result="placed", place=41)
    (row,) = board_of(watches).streams
    assert (row.result, row.place) == ("eliminated", 41)
    (row,) = board_of(replace(watches, phase="over")).streams
    assert (row.result, row.place) == ("placed", 41)
