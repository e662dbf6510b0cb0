"""How does a look end: what is believed now, and when is the stream looked at again?"""

from __future__ import annotations

import random
from collections.abc import Callable

from scoreboard.models import LookState, Reading, Standing
from scoreboard.rules import near_end
from scoreboard.store import LookContext, Store
from workers.schedule.pace import MAX_LOOK_SECONDS, lane, next_due
from workers.track.settle import after_failure, after_reading
from workers.track.track import Memory


def finish_with_reading(
    store: Store, wanted: LookContext, token: str, asked_at: float, reading: Reading, now: float
) -> Standing:
    def decide(standing: Standing, memory: Memory) -> tuple[Standing, Memory]:
        return after_reading(standing, memory, reading, wanted.game, now)

    return _settle(store, wanted, token, asked_at, decide, None, now)


def finish_with_failure(
    store: Store,
    wanted: LookContext,
    token: str,
    asked_at: float,
    state: LookState,
    reason: str,
    now: float,
) -> Standing:
    """Of a stream in play, the first failure changes nothing but the time of the next look: about two seconds on."""

    def decide(standing: Standing, memory: Memory) -> tuple[Standing, Memory]:
        return after_failure(standing, memory, state, reason, now)

    return _settle(store, wanted, token, asked_at, decide, state, now)


def _settle(
    store: Store,
    wanted: LookContext,
    token: str,
    asked_at: float,
    decide: Callable[[Standing, Memory], tuple[Standing, Memory]],
    failed: LookState | None,
    now: float,
) -> Standing:
    stream, believed, remembered = wanted.stream, wanted.standing, wanted.track
    if believed is None or believed.game != stream.game:
        believed, remembered = Standing(stream.channel, stream.game), ""
    memory = store.rows.one("tracks", Memory.from_json, remembered or None) or Memory()
    standing, memory = decide(believed, memory)
    quick = memory.wants_quick_look or _is_watched_to_the_end(store, standing)
    due = next_due(standing, quick, wanted.game, asked_at, now, random.uniform(-1, 1))
    if now - asked_at <= MAX_LOOK_SECONDS:
        store.finish_look(standing, memory.to_json(), token, due, lane(standing), failed)
    return standing


def _is_watched_to_the_end(store: Store, standing: Standing) -> bool:
    """Whether viewers see a finish: the sooner its end is known, the less they see of what comes after it."""
    counts = near_end(standing) and not standing.failures
    return counts and store.is_on_stage(standing.channel, standing.game)
