"""What would a taught profile read on each labelled frame, had it not been taught by it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scoreboard.models import Reading
from scoreboard.taught.profile import TaughtProfile
from workers.look.cut import cut
from workers.read.readers.taught.reader import TaughtReader, game_of
from workers.teach.labels import FIELDS, BadLabels
from workers.teach.view import Frame

FOLDS = 10
"""Into how many parts the frames are divided: each is read by what the others teach."""

Verdict = Literal["right", "silent", "wrong"]
Teach = Callable[[Sequence[Frame]], TaughtProfile]
"""Raises ``BadLabels``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was read of a frame, and how that compares with its labels."""

    frame: Frame
    reading: Reading
    verdict: Verdict


def checked(frames: Sequence[Frame], teach: Teach) -> Iterator[Answer]:
    """Each of the frames, which have boxes, in order."""
    profiles = [
        _taught_by([frame for index, frame in enumerate(frames) if index % FOLDS != fold], teach)
        for fold in range(min(FOLDS, len(frames)))
    ]
    for index, frame in enumerate(frames):
        yield _answer(frame, profiles[index % FOLDS])


def checked_one(frame: Frame, others: Sequence[Frame], teach: Teach) -> Answer:
    """Of one frame, by what the others teach."""
    return _answer(frame, _taught_by(others, teach))


def _taught_by(frames: Sequence[Frame], teach: Teach) -> TaughtProfile | Reading:
    """What they teach, or why that is nothing."""
    try:
        return teach(frames)
    except BadLabels as reason:
        return Reading(None, None, "unknown", 0.0, f"learned without it, {reason}")


def _answer(frame: Frame, profile: TaughtProfile | Reading) -> Answer:
    reading = profile if isinstance(profile, Reading) else read_by(profile, frame)
    return Answer(frame, reading, _verdict(frame, reading))


def read_by(profile: TaughtProfile, frame: Frame) -> Reading:
    height, crops = cut(frame.luma, game_of(profile))
    return TaughtReader(profile).read(crops, height)


def _verdict(frame: Frame, reading: Reading) -> Verdict:
    """Wrong if any counter is; silent if any that is shown was not read."""
    verdict: Verdict = "right"
    for field in FIELDS:
        said: int | None = getattr(reading, field)
        if field in frame.shown and said != frame.shown[field]:
            if said is not None:
                return "wrong"
            verdict = "silent"
    return "silent" if frame.waiting and reading.phase != "waiting" else verdict
