"""Which stream is on air?"""

from __future__ import annotations

from dataclasses import dataclass

from scoreboard.models import Board, OnAir, RankedStream
from scoreboard.rules import DWELL_SECONDS, HOLD_ALIVE, LAST_ALIVE, SWITCH_MARGIN


@dataclass(frozen=True, slots=True)
class Rules:
    """When the director may switch; each is described in ``scoreboard.rules``."""

    hold_alive: int = HOLD_ALIVE
    dwell_seconds: float = DWELL_SECONDS
    margin: int = SWITCH_MARGIN
    last_alive: int = LAST_ALIVE


def direct(board: Board, on_air: OnAir | None, now: float, rules: Rules = Rules()) -> OnAir:
    """Who is on air at ``now``; the same record when nothing changes."""
    best = next((row for row in board.streams if row.rank == 1), None)
    shown = next((row for row in board.streams if on_air and row.channel == on_air.channel), None)
    if shown is not None and shown.rank is not None and on_air is not None:
        return _perhaps_closer(board.game, shown, best, on_air, now, rules)
    if best is None:
        return (
            on_air
            if on_air and not on_air.channel
            else OnAir(board.game, "", now, "none", _name(on_air))
        )
    return OnAir(board.game, best.channel, now, _why_left(shown, on_air), _name(on_air))


def _perhaps_closer(
    game: str,
    shown: RankedStream,
    best: RankedStream | None,
    on_air: OnAir,
    now: float,
    rules: Rules,
) -> OnAir:
    if best is None or best.channel == shown.channel or shown.alive is None or best.alive is None:
        return on_air
    held = shown.alive <= rules.hold_alive
    dwelt = now - on_air.since >= rules.dwell_seconds
    closer = best.alive <= shown.alive - rules.margin or best.alive <= rules.last_alive
    if held or not dwelt or not closer:
        return on_air
    return OnAir(game, best.channel, now, "closer", on_air.channel)


def _why_left(shown: RankedStream | None, on_air: OnAir | None) -> str:
    if on_air is None or not on_air.channel:
        return "first"
    return "gone" if shown is None or shown.phase == "unknown" else "ended"


def _name(on_air: OnAir | None) -> str:
    return on_air.channel if on_air else ""
