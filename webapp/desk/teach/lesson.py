"""What do the labeled frames of a game make a lesson of?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from scoreboard.models import Region
from scoreboard.requests import Lesson, LessonFrame
from webapp.catalog.models import Game
from webapp.desk.models import TeachingFrame
from webapp.store.link import store

LABELS = ("shows", "alive", "kills", "box", "kills_box")
MIN_CHECKED = 5
"""With fewer frames, those that are left teach nothing when one is left out."""


def frames_of(game: Game) -> QuerySet[TeachingFrame]:
    """All of them, without their pictures."""
    return TeachingFrame.objects.filter(game=game).defer("picture")


def labeled(game: Game) -> list[TeachingFrame]:
    """In their order."""
    return [*frames_of(game).exclude(shows="")]


def lesson_of(
    game: Game, frames: Sequence[TeachingFrame], about: str = "", elsewhere: Sequence[str] = ()
) -> Lesson:
    """Puts the frames where workers find them. ``elsewhere``: ids of frames of other games. Raises ``RedisError``."""
    for frame in frames:
        if not store().renew_frame(frame_id(frame)):
            store().put_frame(frame_id(frame), bytes(frame.picture))
    return Lesson(
        digest_of(frames), tuple(map(_record, frames)), about, game.name, tuple(elsewhere)
    )


def digest_of(frames: Sequence[TeachingFrame]) -> str:
    """The same for the same frames with the same labels."""
    said = [
        (frame.pk, frame.shows, frame.alive, frame.kills, frame.box, frame.kills_box)
        for frame in frames
        if frame.shows
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def row_of(frame: TeachingFrame) -> dict[str, Any]:
    names = ("source", "width", "height", *LABELS, "said")
    return {"id": frame.pk, **{name: getattr(frame, name) for name in names}}


def frame_id(frame: TeachingFrame) -> str:
    return f"teaching-{frame.pk}-{int(frame.added_at.timestamp())}"


def _record(frame: TeachingFrame) -> LessonFrame:
    return LessonFrame(
        frame_id(frame),
        frame.shows,  # type: ignore[arg-type]
        frame.alive,
        frame.kills,
        Region(**frame.box) if frame.box else None,
        Region(**frame.kills_box) if frame.kills_box else None,
    )
