"""Which streams of a game stand closest to their finish?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scoreboard.models import Board, Game, RankedStream, Standing, Stream

STALE_SECONDS = 45.0
"""A number older than this no longer ranks its stream."""

_TELLING = frozenset({"ok", "no-counter", "unreadable", "timeout", "error"})
"""After these ends of a look the last number still counts, while it is fresh."""
_ORDER_OF_PHASES = {"playing": 0, "waiting": 1, "over": 2, "unknown": 3}


def rank(game: str, games: Mapping[str, Game], streams: Iterable[Stream], standings: Mapping[str, Standing],
         now: float) -> Board:
    """The board of ``game`` at ``now``: streams in play by rank, the others behind them without one.

    Fewest alive lead (or most kills, where the game says so); ties go to the other count, then to the more watched.
    """
    rows = [_row(stream, standings.get(stream.channel), now) for stream in streams]
    by_kills = game in games and games[game].rank_by == "kills"
    rows.sort(key=lambda row: _kills_key(row) if by_kills else _alive_key(row))
    return Board(game, now, tuple(_with_rank(row, place) for place, row in enumerate(rows, 1)))


def _row(stream: Stream, standing: Standing | None, now: float) -> RankedStream:
    believed = standing or Standing(stream.channel, stream.game)
    fresh = now - believed.captured_at <= STALE_SECONDS
    phase = believed.phase if fresh and believed.state in _TELLING else "unknown"
    return RankedStream(
        rank=None, channel=stream.channel, name=stream.name, title=stream.title, platform=stream.platform,
        language=stream.language, viewers=stream.viewers, page_url=stream.page_url,
        playback_url=stream.playback_url, game=stream.game, phase=phase, alive=believed.alive,
        kills=believed.kills, confidence=believed.confidence, captured_at=believed.captured_at,
        state=believed.state, reason=believed.reason,
    )


def _in_play(row: RankedStream) -> bool:
    return row.phase == "playing" and row.alive is not None


def _alive_key(row: RankedStream) -> tuple[int, int, int, int, int, str]:
    alive = row.alive if row.alive is not None else 1000
    return (not _in_play(row), _ORDER_OF_PHASES[row.phase], alive, -(row.kills or 0), -(row.viewers or 0), row.channel)


def _kills_key(row: RankedStream) -> tuple[int, int, int, int, int, str]:
    alive = row.alive if row.alive is not None else 1000
    return (not _in_play(row), _ORDER_OF_PHASES[row.phase], -(row.kills or 0), alive, -(row.viewers or 0), row.channel)


def _with_rank(row: RankedStream, place: int) -> RankedStream:
    return replace(row, rank=place) if _in_play(row) else row
