"""Which streams of a game are closest to their finish?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from scoreboard.models import Board, Game, Phase, RankedStream, Standing, Stream
from scoreboard.rules import Key, by_alive, by_kills, is_in_play, phase_now

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
    order = by_kills if game in games and games[game].rank_by == "kills" else by_alive
    entries.sort(key=lambda entry: _key(entry, order))
    return Board(game, now, tuple(_row(entry, place) for place, entry in enumerate(entries, 1)))


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
