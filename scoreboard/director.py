"""Which streams are on the stage, and which one comes next?

He plans by the time that is left: he arrives before a finish, stays to its end, and shows finishes that overlap side by
side. Without a forecast a match counts as ``scoreboard.rules.rough_end`` says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scoreboard import rules
from scoreboard.models import Board, OnAir, RankedStream
from scoreboard.rules import Left


@dataclass(frozen=True, slots=True)
class Match:
    """One that is in progress, as the director sees it."""

    row: RankedStream
    left: Left
    is_out: bool
    """The streamer is out of it, and watches on."""
    chance: float
    """To arrive in time; 0 where it is too early for that."""

    @property
    def channel(self) -> str:
        return self.row.channel

    @property
    def is_near(self) -> bool:
        return rules.is_near(self.left)

    @property
    def may_be_over(self) -> bool:
        return not rules.is_in_sight(self.row.state)

    @property
    def is_held(self) -> bool:
        return self.left.median <= rules.HOLD_SECONDS

    @property
    def is_forecast(self) -> bool:
        return self.row.ends_in is not None


Matches = dict[str, Match]
"""By channel."""


def direct(board: Board, on_air: OnAir | None, now: float, seen: Matches | None = None) -> OnAir:
    """What is on air at ``now``; the same record when nothing changes.

    Ranks are not looked at: the first row in play is the first by rank. ``seen``: matches as he sees them at ``now``,
    for who asks about several boards with the same rows.
    """
    seen = {} if seen is None else seen
    playing = [row for row in board.streams if rules.is_in_play(row.phase, row.alive)]
    matches = [
        seen.get(row.channel) or _seen(row, now, seen)
        for row in playing
        if not rules.is_decided(row.alive, row.result, row.place)
    ]
    stage = _stage(matches, on_air, now)
    if not stage:
        return _without_matches(board, playing, on_air, now)
    channel = _heard(stage, on_air, now).channel
    beside = tuple(match.channel for match in stage if match.channel != channel)
    coming, at = _coming(matches, {channel, *beside}, on_air, now)
    if on_air is not None and on_air.channel == channel:
        found = replace(on_air, beside=beside, coming=coming, coming_at=at)
        return on_air if found == on_air else found
    why = _why(board, {match.channel for match in matches}, on_air)
    return OnAir(board.game, channel, now, why, _name(on_air), beside, coming, at)


def _seen(row: RankedStream, now: float, seen: Matches) -> Match:
    left = rules.seconds_left(row, now)
    chance = rules.arrival_chance(left) if left.median <= rules.NEAR_SECONDS else 0.0
    seen[row.channel] = Match(row, left, row.result == "eliminated", chance)
    return seen[row.channel]


def _stage(matches: Sequence[Match], on_air: OnAir | None, now: float) -> list[Match]:
    """In the order in which they came, at most ``MAX_SCREENS``."""
    finals = _finals(matches)
    up = _still_up(matches, finals, on_air)
    held = [match for match in up if match.is_held]
    dwells = up and on_air and now - on_air.since < rules.DWELL_SECONDS
    if up and not held and (dwells or not _with([], finals)):
        return up[:1]
    stage = held or _with([], finals) or sorted(matches, key=_by_worth)[:1]
    return _with(stage, finals) if stage and stage[0].is_held else stage


def _finals(matches: Sequence[Match]) -> list[Match]:
    """What he may arrive at, the best first; those of which that is less likely come last."""
    likely: list[Match] = []
    soon: list[Match] = []
    for match in matches:
        if match.is_out or match.may_be_over:
            continue
        if rules.is_final(match.left, match.chance):
            likely.append(match)
        elif rules.is_soon(match.left, match.chance):
            soon.append(match)
    enough = 2 * rules.MAX_SCREENS  # as many as there is room for, and are there already
    return [*sorted(likely, key=_by_aim)[:enough], *sorted(soon, key=_by_aim)[:enough]]


def _with(stage: list[Match], finals: Sequence[Match]) -> list[Match]:
    """With all that there is room for: nothing is left for a match that comes beside another."""
    more = [match for match in finals if match not in stage]
    return [*stage, *more][: rules.MAX_SCREENS]


def _still_up(
    matches: Sequence[Match], finals: Sequence[Match], on_air: OnAir | None
) -> list[Match]:
    """Of what is on the stage all that goes on; whoever only watches makes way for a finish to arrive at."""
    known = {match.channel: match for match in matches}
    up = [known[name] for name in _names(on_air) if name in known]
    return [match for match in up if not match.is_out] if finals else up


def _heard(stage: Sequence[Match], on_air: OnAir | None, now: float) -> Match:
    """The closest to its end; not to and fro between two that end at about the same time."""
    closest = min(stage, key=lambda match: match.left.median)
    heard = next((match for match in stage if on_air and match.channel == on_air.channel), None)
    if heard is None or on_air is None:
        return closest
    moves = closest.left.median + rules.SOUND_MARGIN_SECONDS < heard.left.median
    return closest if moves and now - on_air.since >= rules.SOUND_SECONDS else heard


def _coming(
    matches: Sequence[Match], shown: set[str], on_air: OnAir | None, now: float
) -> tuple[str, float]:
    """The next finish that is not on the stage, and when it is expected; 0 where nobody knows."""
    others = {
        match.channel: match
        for match in matches
        if match.channel not in shown and not match.is_out and _comes(match)
    }
    if not others:
        return "", 0.0
    best = min(others.values(), key=lambda match: (match.left.median, match.channel))
    known = others.get(on_air.coming) if on_air else None
    if known and known.left.median <= best.left.median + rules.COMING_SECONDS:
        best = known
    at = round(now + best.left.median, 1) if best.is_forecast else 0.0
    is_same = on_air is not None and best is known
    if is_same and on_air and abs(at - on_air.coming_at) <= rules.COMING_SECONDS / 2:
        at = on_air.coming_at
    return best.channel, at


def _comes(match: Match) -> bool:
    return rules.ARRIVE_SECONDS <= match.left.median <= rules.HOLD_SECONDS


def _by_aim(match: Match) -> tuple[float, int, rules.Key]:
    """What he is most likely to arrive at in time; of those with about as long to go the fewest alive."""
    chance = min(rules.VERY_LIKELY, match.chance)
    off = abs(match.left.median - rules.AIM_SECONDS) // rules.AIM_STEP_SECONDS
    return -chance, int(off), _by_row(match.row)


def _by_worth(match: Match) -> tuple[int, bool, int, float, rules.Key]:
    """Where nothing is worth arriving at: what comes next, whoever plays before whoever watches.

    What may end at any moment comes last: it would be over before anybody sees it.
    """
    ends_now = match.may_be_over or match.left.median < rules.ARRIVE_SECONDS
    how_far = 2 if ends_now else 0 if match.is_near else 1
    less_likely = 0 if how_far else -round(10 * match.chance)
    return how_far, match.is_out, less_likely, match.left.median, _by_row(match.row)


def _by_row(row: RankedStream) -> rules.Key:
    return rules.by_alive(row.alive, row.kills, row.featured, row.viewers, row.channel)


def _without_matches(
    board: Board, playing: Sequence[RankedStream], on_air: OnAir | None, now: float
) -> OnAir:
    """A match that is won is better than nothing."""
    channels = {row.channel for row in playing}
    if on_air is not None and on_air.channel in (channels or {""}):
        bare = replace(on_air, beside=(), coming="", coming_at=0.0)
        return on_air if bare == on_air else bare
    if not playing:
        return OnAir(board.game, "", now, "none", _name(on_air))
    return OnAir(board.game, playing[0].channel, now, _why(board, channels, on_air), _name(on_air))


def _why(board: Board, going_on: set[str], on_air: OnAir | None) -> str:
    if on_air is None or not on_air.channel:
        return "first"
    if on_air.channel in going_on:
        return "closer"
    row = next((row for row in board.streams if row.channel == on_air.channel), None)
    return "gone" if row is None or row.phase == "unknown" else "ended"


def _names(on_air: OnAir | None) -> tuple[str, ...]:
    return (on_air.channel, *on_air.beside) if on_air else ()


def _name(on_air: OnAir | None) -> str:
    return on_air.channel if on_air else ""
