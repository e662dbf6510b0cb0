"""What do labelled frames with boxes teach?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoreboard.taught.profile import FORMAT, VERSION, Sign, TaughtProfile
from workers.teach.labels import BadLabels
from workers.teach.signs import signs_at, signs_of
from workers.teach.view import Frame

MOST_PLAYERS = (100, 200)
"""Of these the first one that no label exceeds is what a count may be."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, and what was not."""

    profile: TaughtProfile
    notes: tuple[str, ...] = ()
    """A sentence for each counter that is left out."""


def learn(frames: Sequence[Frame], others: Sequence[Frame] = (), name: str = "") -> Lesson:
    """From frames with boxes around their digits, and frames of ``others`` games. Raises ``BadLabels``."""
    notes: list[str] = []
    waiting = _waiting_or_none(frames, others, notes)
    alive = _alive(frames, others, bool(waiting))
    kills = _kills_or_none(frames, others, notes, alive[0].lines)
    most = max(frame.shown.get("alive") or 0 for frame in frames)
    limit = next(limit for limit in MOST_PLAYERS if most <= limit)
    profile = TaughtProfile(FORMAT, VERSION, name, limit, alive, kills, waiting)
    return Lesson(profile, tuple(notes))


def _alive(
    frames: Sequence[Frame], others: Sequence[Frame], knows_waiting: bool
) -> tuple[Sign, ...]:
    """Told apart from the sign of waiting, too, or else by comparing the two at each look."""
    try:
        return signs_of("alive", frames, others)
    except BadLabels:
        if not knows_waiting:
            raise
    return signs_of("alive", [frame for frame in frames if not frame.waiting], others)


def _kills_or_none(
    frames: Sequence[Frame], others: Sequence[Frame], notes: list[str], lines: float
) -> tuple[Sign, ...]:
    if not any(frame.shows("kills") for frame in frames):
        return ()
    try:
        return signs_of("kills", frames, others, lines)
    except BadLabels as reason:
        notes.append(str(reason))
        return ()


def _waiting_or_none(
    frames: Sequence[Frame], others: Sequence[Frame], notes: list[str]
) -> tuple[Sign, ...]:
    """What those frames share that show no match yet."""
    boxes = {frame: frame.boxes["alive"] for frame in frames if frame.waiting and frame.boxes}
    playing = [frame for frame in frames if not frame.waiting]
    if not boxes:
        return ()
    try:
        return signs_at("waiting", boxes, {}, [*playing, *others])
    except BadLabels as reason:
        notes.append(str(reason))
        return ()
