"""Which streams of a game stand closest to their finish?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoreboard.models import Board, Game, Phase, RankedStream, Standing, Stream

STALE_SECONDS = 45.0
"""A number older than this no longer ranks its stream."""

_TELLING = frozenset({"ok", "no-counter", "unreadable", "timeout", "error"})
"""After these ends of a look the last number still counts, while it is fresh."""
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

    Fewest alive lead (or most kills, where the game says so); ties go to the featured, then to the other count, then to
    the more watched.
    """
    entries = [_entry(stream, standings.get(stream.channel), now) for stream in streams]
    by_kills = game in games and games[game].rank_by == "kills"
    entries.sort(key=_kills_key if by_kills else _alive_key)
    return Board(game, now, tuple(_row(entry, place) for place, entry in enumerate(entries, 1)))


def _entry(stream: Stream, standing: Standing | None, now: float) -> _Entry:
    believed = standing or Standing(stream.channel, stream.game)
    fresh = now - believed.captured_at <= STALE_SECONDS
    return stream, believed, believed.phase if fresh and believed.state in _TELLING else "unknown"


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
    )


def _in_play(entry: _Entry) -> bool:
    return entry[2] == "playing" and entry[1].alive is not None


def _alive_key(entry: _Entry) -> tuple[int, int, int, int, int, int, str]:
    stream, believed, phase = entry
    alive = believed.alive if believed.alive is not None else 1000
    return (
        not _in_play(entry),
        _ORDER_OF_PHASES[phase],
        alive,
        not stream.featured,
        -(believed.kills or 0),
        -(stream.viewers or 0),
        stream.channel,
    )


def _kills_key(entry: _Entry) -> tuple[int, int, int, int, int, int, str]:
    stream, believed, phase = entry
    alive = believed.alive if believed.alive is not None else 1000
    return (
        not _in_play(entry),
        _ORDER_OF_PHASES[phase],
        -(believed.kills or 0),
        not stream.featured,
        alive,
        -(stream.viewers or 0),
        stream.channel,
    )
