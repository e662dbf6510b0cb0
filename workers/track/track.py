"""What do we believe of a stream after one more look?

Pure. Inside a match the count only falls and kills only rise; what does not fit must be seen again before it is
believed, on pictures that differ. ``captured_at`` is the broadcast time of the newest picture that agrees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scoreboard.models import LookState, Phase, Reading, Record, Standing
from scoreboard.rules import (
    BELIEVE_AT_ONCE,
    FINAL_ALIVE,
    GONE_SECONDS,
    in_play,
    is_in_play,
    is_new_match,
    is_read,
    near_end,
)
from workers.track.confirm import (
    NO_DOUBT,
    Pending,
    alive_looks_needed,
    believe_alive,
    believe_kills,
    kills_looks_needed,
    rose_little,
)
from workers.track.faint import Faint, seen_faintly, told_faintly
from workers.track.match import (
    MATCH_GAP_SECONDS,
    SQUAD_LOOKS,
    announced,
    begin,
    given_up,
    goes_on,
    is_another,
    outside,
    paced,
)

KILLS_GAP_SECONDS = 15.0
"""After such a gap in the numbers the kills of before it may be too few."""
_CLOCK_JUMP_SECONDS = 60.0
LOBBY_LIKELY = 0.5
"""A lobby told with less confidence is likely a match with something like a lobby's sign in it: neither is believed."""
_QUICK_LOOKS = 4
_QUICK_LOOKS_AT_NOTHING_NEW = 2
"""A match that stands still is frozen, or goes on at once."""
_PASSING: frozenset[LookState] = frozenset({"timeout", "error"})
"""Failures of ours: they say nothing about the match."""
_INTERRUPTED: frozenset[LookState] = _PASSING | {"ad"}
"""Looks that say nothing about the picture before and after them."""
_DOUBTED: frozenset[LookState] = frozenset({"offline", "no-video", "unreadable", "error"})
"""Of a stream in play, a second look must agree: a playlist may be missing or half written for a moment."""


@dataclass(frozen=True, slots=True)
class Memory(Record):
    """What track remembers of a stream beside its standing."""

    alive: Pending = NO_DOUBT
    kills: Pending = NO_DOUBT
    phase: Phase = "unknown"
    """A phase that waits to be confirmed, and how often it was seen."""
    phase_looks: int = 0
    gone_looks: int = 0
    """Looks in a row without the counter."""
    seen_at: float = 0.0
    """When the newest picture looked at was broadcast."""
    unsure_looks: int = 0
    """Looks in a row that left something to confirm."""
    doubted: bool = False
    """Whether the last look failed in a way that the next one must confirm."""
    same_looks: int = 0
    """Looks in a row at a match that showed nothing new."""
    squad_looks: int = 0
    """Looks at the match under way that showed a squad."""
    faint: Faint | None = None
    """What the looks before nearly read."""

    @property
    def wants_quick_look(self) -> bool:
        is_same = 0 < self.same_looks <= _QUICK_LOOKS_AT_NOTHING_NEW
        return self.doubted or is_same or 0 < self.unsure_looks <= _QUICK_LOOKS


def track(
    standing: Standing, memory: Memory, reading: Reading, now: float
) -> tuple[Standing, Memory]:
    """The standing after ``reading``; a picture no newer than the last one looked at tells nothing."""
    at = min(reading.captured_at, now)
    if memory.seen_at - _CLOCK_JUMP_SECONDS < at <= memory.seen_at:
        same_looks = memory.same_looks + 1 if in_play(standing, now) else 0
        memory = replace(memory, doubted=False, same_looks=same_looks)
        return replace(standing, looked_at=now), memory
    faint = seen_faintly(memory.faint, reading, at)
    known = standing.alive if is_in_play(standing.phase, standing.alive) else None
    reading = told_faintly(faint, reading, known)
    unread_since = 0.0 if is_read(reading) else _unread_since(standing, now)
    standing = replace(standing, looked_at=now, reason=reading.reason, unread_since=unread_since)
    memory = replace(memory, seen_at=at, doubted=False, same_looks=0, faint=faint)
    if reading.result:
        standing = announced(standing, reading)
    if reading.phase == "over" and goes_on(standing, FINAL_ALIVE):
        return _gone(standing, memory, at, now)
    if reading.phase == "waiting" and reading.confidence < LOBBY_LIKELY:
        return _gone(standing, memory, at, now)
    if reading.phase in ("waiting", "over"):
        return _turn(standing, memory, reading, at)
    if reading.alive:
        return _count(standing, replace(memory, gone_looks=0), reading, reading.alive, at)
    if reading.phase == "playing":
        return _failed(standing, "unreadable", now), replace(memory, gone_looks=0)
    return _gone(standing, memory, at, now)


def track_failure(
    standing: Standing, memory: Memory, state: LookState, reason: str, now: float
) -> tuple[Standing, Memory]:
    """The standing after a look that gave no picture: the last numbers, and a phase only if the fault is ours."""
    phase = standing.phase if state in _PASSING else "unknown"
    unread_since = standing.unread_since if state in _INTERRUPTED else 0.0
    standing = replace(standing, reason=reason, looked_at=now, unread_since=unread_since)
    failed = _failed(standing, state, now)
    failed = given_up(failed, state, now)
    return _in_phase(failed, phase, now), replace(
        memory, unsure_looks=0, same_looks=0, doubted=False
    )


def is_doubted(standing: Standing, memory: Memory, state: LookState, now: float) -> bool:
    """Whether a look that ended in ``state`` counts only when a second one agrees."""
    return state in _DOUBTED and not memory.doubted and in_play(standing, now)


def track_doubt(standing: Standing, memory: Memory, now: float) -> tuple[Standing, Memory]:
    """The standing as it was, until a second look agrees with one that failed."""
    return replace(standing, looked_at=now), replace(memory, doubted=True)


def _unread_since(standing: Standing, now: float) -> float:
    """A clock that was set back begins again."""
    return standing.unread_since if 0 < standing.unread_since <= now else now


def _turn(
    standing: Standing, memory: Memory, reading: Reading, at: float
) -> tuple[Standing, Memory]:
    looks = memory.phase_looks + 1 if memory.phase == reading.phase else 1
    standing = replace(standing, state="ok", failures=0, failing_since=0.0)
    if standing.phase != reading.phase and looks < (
        1 if reading.confidence >= BELIEVE_AT_ONCE else 2
    ):
        return standing, replace(
            memory, phase=reading.phase, phase_looks=looks, unsure_looks=memory.unsure_looks + 1
        )
    if reading.phase == "waiting":
        standing = replace(outside(standing), confidence=reading.confidence, captured_at=at)
    return _in_phase(standing, reading.phase, at), Memory(seen_at=at)


def _gone(standing: Standing, memory: Memory, at: float, now: float) -> tuple[Standing, Memory]:
    looks = memory.gone_looks + 1
    ending = near_end(standing)
    phase = standing.phase
    if looks >= 2 and ending:
        phase = "over"
    elif looks >= 2 and at - standing.captured_at >= GONE_SECONDS:
        phase = "unknown"
    played = is_in_play(standing.phase, standing.alive)
    standing = given_up(_failed(standing, "no-counter", now), "no-counter", at)
    return _in_phase(standing, phase, at), replace(
        memory, gone_looks=looks, unsure_looks=int(played and looks < 2)
    )


def _count(
    standing: Standing, memory: Memory, reading: Reading, seen: int, at: float
) -> tuple[Standing, Memory]:
    elapsed = at - standing.captured_at
    between = standing.phase in ("waiting", "over") or elapsed > MATCH_GAP_SECONDS
    sure = reading.confidence >= BELIEVE_AT_ONCE
    standing = replace(standing, state="ok", failures=0, failing_since=0.0)
    alive = None if between else standing.alive
    needed = alive_looks_needed(alive, seen, elapsed, sure)
    believed, doubt = believe_alive(
        memory.alive, seen, needed, at, may_fall=not rose_little(alive, seen)
    )
    new_match = is_new_match(standing.alive, seen)
    known = standing.kills if not new_match and elapsed <= KILLS_GAP_SECONDS else None
    kills, kills_doubt = _kills(known, memory.kills, reading, at)
    if not believed:
        return standing, replace(
            memory, alive=doubt, kills=kills_doubt, unsure_looks=memory.unsure_looks + 1
        )
    unsure = memory.unsure_looks + 1 if kills_doubt.looks else 0
    faint = memory.faint
    if new_match or is_another(standing):
        standing, memory = begin(replace(standing, phase="unknown"), seen, at), Memory()
    standing, memory = _believed(standing, memory, reading, seen, at)
    standing = replace(standing, kills=kills)
    return _in_phase(standing, "playing", at), Memory(
        kills=kills_doubt,
        seen_at=at,
        unsure_looks=unsure,
        squad_looks=memory.squad_looks,
        faint=faint,
    )


def _believed(
    standing: Standing, memory: Memory, reading: Reading, seen: int, at: float
) -> tuple[Standing, Memory]:
    squad_looks = min(SQUAD_LOOKS, memory.squad_looks + (reading.mode == "teams"))
    mode = "teams" if squad_looks == SQUAD_LOOKS else standing.mode
    standing = replace(
        paced(standing, seen, at),
        alive=seen,
        confidence=reading.confidence,
        captured_at=at,
        mode=mode,
    )
    return standing, replace(memory, squad_looks=squad_looks)


def _kills(
    kills: int | None, doubt: Pending, reading: Reading, at: float
) -> tuple[int | None, Pending]:
    """A look without a kill count leaves the last one."""
    seen = reading.kills
    if seen is None:
        return kills, doubt
    needed = kills_looks_needed(kills, seen, reading.kills_confidence >= BELIEVE_AT_ONCE)
    believed, doubt = believe_kills(doubt, seen, needed, at)
    return (seen if believed else kills), doubt


def _in_phase(standing: Standing, phase: Phase, at: float) -> Standing:
    if standing.phase == phase:
        return standing
    ended_at = standing.ended_at or at if phase == "over" else standing.ended_at
    return replace(standing, phase=phase, phase_since=at, ended_at=ended_at)


def _failed(standing: Standing, state: LookState, now: float) -> Standing:
    """One more look in a row that gave no number."""
    since = standing.failing_since if standing.failures else now
    return replace(standing, state=state, failures=standing.failures + 1, failing_since=since)
