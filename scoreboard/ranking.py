"""Which streams of a game are closest to their finish?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from scoreboard.models import Board, Game, Phase, RankBy, RankedStream, Standing, Stream
from scoreboard.rules import Key, by_alive, by_kills, is_in_play, phase_now

ORDERS: dict[RankBy, Callable[..., Key]] = {"alive": by_alive, "kills": by_kills}
_ORDER_OF_PHASES = {"playing": 0, "waiting": 1, "over": 2, "unknown": 3}
_Entry = tuple[Stream, Standing, Phase]
"""A stream, what we believe of it, and the phase that still holds."""


def rank(
    game: str,
    games: Mapping[str, Game],
    streams: Iterable[Stream],
    standings: Mapping[str, Standing],
    now: float,
) -> Board:
    """The board of ``game`` at ``now``: streams in play by rank, the others behind them without one.

    Fewest alive lead (or most kills, where the game says so); ``scoreboard.rules`` breaks ties.
    """
    entries = [_entry(stream, standings.get(stream.channel), now) for stream in streams]
    order = ORDERS[games[game].rank_by if game in games else "alive"]
    entries.sort(key=lambda entry: _key(entry, order))
    return Board(game, now, tuple(_row(entry, place) for place, entry in enumerate(entries, 1)))


def reranked(rows: Iterable[RankedStream], order: RankBy | None = None) -> list[RankedStream]:
    """Rows that changed since their board was made: those in play by rank, the others behind them as they come.

    Without ``order`` those in play keep theirs.
    """
    in_play: list[RankedStream] = []
    others: list[RankedStream] = []
    for row in rows:
        (in_play if is_in_play(row.phase, row.alive) else others).append(row)
    if order is not None:
        key = ORDERS[order]
        in_play.sort(
            key=lambda row: key(row.alive, row.kills, row.featured, row.viewers, row.channel)
        )
    places = [*enumerate(in_play, 1), *((None, row) for row in others)]
    return [row if row.rank == place else replace(row, rank=place) for place, row in places]


def _entry(stream: Stream, standing: Standing | None, now: float) -> _Entry:
    believed = standing or Standing(stream.channel, stream.game)
    return stream, believed, phase_now(believed, now)


def _row(entry: _Entry, place: int) -> RankedStream:
    stream, believed, phase = entry
    return RankedStream(
        rank=place if _in_play(entry) else None,
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
    )


def _in_play(entry: _Entry) -> bool:
    return is_in_play(entry[2], entry[1].alive)


def _key(entry: _Entry, order: Callable[..., Key]) -> tuple[bool, int, Key]:
    stream, believed, phase = entry
    within = order(believed.alive, believed.kills, stream.featured, stream.viewers, stream.channel)
    return not _in_play(entry), _ORDER_OF_PHASES[phase], within
