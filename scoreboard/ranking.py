"""Which streams of a game are closest to their finish?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Literal

from scoreboard.games import played_in
from scoreboard.models import (
    ALL_GAMES,
    Board,
    EndsIn,
    Game,
    RankBy,
    RankedStream,
    Standing,
    Stream,
)
from scoreboard.rules import (
    Key,
    by_alive,
    by_kills,
    by_time,
    is_in_play,
    is_moving,
    is_unread,
    phase_now,
)

Order = Literal[RankBy, "time"]
ORDERS: dict[Order, Callable[[RankedStream], Key]] = {
    "alive": lambda row: by_alive(row.alive, row.kills, row.featured, row.viewers, row.channel),
    "kills": lambda row: by_kills(row.alive, row.kills, row.featured, row.viewers, row.channel),
    "time": by_time,
}
_ORDER_OF_PHASES = {"playing": 0, "waiting": 1, "over": 2, "unknown": 3}
Forecast = Callable[[Standing, Game], EndsIn | None]
"""How long the match of a stream still runs; nothing where that is not known."""


def unknown(standing: Standing, game: Game) -> EndsIn | None:
    return None


def rank(
    game: str,
    games: Mapping[str, Game],
    streams: Iterable[Stream],
    standings: Mapping[str, Standing],
    now: float,
    forecast: Forecast = unknown,
) -> Board:
    """The board of ``game`` at ``now``: streams in play by rank, the others behind them without one.

    Fewest alive lead (or most kills, where the game says so), and where games are mixed those that are expected to end
    first; ``scoreboard.rules`` breaks ties.
    """
    believed = [
        (stream, standings.get(stream.channel) or Standing(stream.channel, stream.game))
        for stream in streams
    ]
    rows = [_row(stream, standing, games, now, forecast) for stream, standing in believed]
    key = ORDERS[order_of(game, games)]
    rows.sort(key=lambda row: (*_out_of_play(row), key(row)))
    return Board(
        game,
        now,
        tuple(
            replace(row, rank=place) if is_in_play(row.phase, row.alive) else row
            for place, row in enumerate(rows, 1)
        ),
        sum(is_moving(standing, now) for _, standing in believed),
        sum(is_unread(standing, now) for _, standing in believed),
    )


def order_of(game: str, games: Mapping[str, Game]) -> Order:
    """The order of its board."""
    if game == ALL_GAMES:
        return "time"
    return games[game].rank_by if game in games else "alive"


def reranked(rows: Iterable[RankedStream], order: Order | None = None) -> list[RankedStream]:
    """Rows that changed since their board was made: those in play by rank, the others behind them as they come.

    Without ``order`` those in play keep theirs.
    """
    in_play: list[RankedStream] = []
    others: list[RankedStream] = []
    for row in rows:
        (in_play if is_in_play(row.phase, row.alive) else others).append(row)
    if order is not None:
        in_play.sort(key=ORDERS[order])
    places = [*enumerate(in_play, 1), *((None, row) for row in others)]
    return [row if row.rank == place else replace(row, rank=place) for place, row in places]


def _row(
    stream: Stream,
    believed: Standing,
    games: Mapping[str, Game],
    now: float,
    forecast: Forecast,
) -> RankedStream:
    phase, game = phase_now(believed, now), games.get(stream.game)
    is_played = is_in_play(phase, believed.alive)
    return RankedStream(
        rank=None,
        channel=stream.channel,
        name=stream.name,
        title=stream.title,
        platform=stream.platform,
        language=stream.language,
        viewers=stream.viewers,
        page_url=stream.page_url,
        playback_url=stream.playback_url,
        game=stream.game,
        phase=phase,
        alive=believed.alive,
        kills=believed.kills,
        confidence=believed.confidence,
        captured_at=believed.captured_at,
        state=believed.state,
        reason=believed.reason,
        phase_since=believed.phase_since if phase == believed.phase else 0.0,
        featured=stream.featured,
        result="eliminated" if is_played and believed.result == "placed" else believed.result,
        place=believed.place,
        mode=believed.mode or (played_in(stream.game) if believed.began_at else ""),
        ends_in=forecast(believed, game) if game and is_played else None,
        began_at=believed.began_at,
        ended_at=believed.ended_at,
        player=stream.player,
    )


def _out_of_play(row: RankedStream) -> tuple[bool, int]:
    return not is_in_play(row.phase, row.alive), _ORDER_OF_PHASES[row.phase]
