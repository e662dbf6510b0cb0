"""Which streams of a game are closest to their finish?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from scoreboard.games import played_in
from scoreboard.models import ALL_GAMES, Board, EndsIn, Game, Order, RankedStream, Standing, Stream
from scoreboard.rules import ORDERS, is_in_play, is_moving, is_unread, phase_now, place_of

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
    rows = [row_of(stream, standing, games, now, forecast) for stream, standing in believed]
    order = order_of(game, games)
    rows.sort(key=lambda row: place_of(row, order))
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


def row_of(
    stream: Stream,
    believed: Standing,
    games: Mapping[str, Game],
    now: float,
    forecast: Forecast,
) -> RankedStream:
    """The row of a stream, without a rank."""
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
