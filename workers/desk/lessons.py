"""What do frames that an admin labels teach?

In parts of about half a second, for a reader of looks does them in between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from scoreboard.requests import MAX_LESSON_FRAMES, Ask, Lesson
from scoreboard.store import Store
from workers.desk.lesson_frames import GONE, Material, material_of
from workers.desk.proposals import box_of, read_near
from workers.teach.boxes import with_boxes
from workers.teach.check import checked_one, read_by
from workers.teach.labels import FIELDS, BadLabels
from workers.teach.learn import learn
from workers.teach.view import Frame, view_of

MAX_DIGITS = 3
Answer = dict[str, Any]
Teaching = Callable[[Lesson, Material], Answer]


def answer_lesson(store: Store, ask: Ask) -> Answer:
    """The profile that all frames teach; or what is read of the one that the lesson is about."""
    return _answered(store, ask, _lesson)


def answer_proposal(store: Store, ask: Ask) -> Answer:
    """What the frame that the lesson is about shows, by the labels of the others."""
    return _answered(store, ask, _proposal)


def _answered(store: Store, ask: Ask, answer: Teaching) -> Answer:
    lesson = ask.lesson
    if lesson is None or len(lesson.frames) > MAX_LESSON_FRAMES:
        return {"fault": "The lesson is malformed."}
    try:
        said = answer(lesson, material_of(store, lesson))
        return {"of": lesson.digest, "about": lesson.about, **said}
    except BadLabels as reason:
        sentence = str(reason)
        return {"fault": sentence[:1].upper() + sentence[1:]}
    finally:
        view_of.cache_clear()  # of the next lesson no frame is the same


def _lesson(lesson: Lesson, material: Material) -> Answer:
    boxed, elsewhere = with_boxes(material.frames), material.elsewhere
    if not lesson.about:
        learned = learn(boxed, elsewhere, lesson.name)
        return {"profile": learned.profile.to_json(), "notes": [*learned.notes]}
    about, others = _parted(boxed, lesson.about)
    answer = checked_one(about, others, lambda rest: learn(rest, elsewhere).profile)
    reading = answer.reading
    return {
        "verdict": answer.verdict,
        "alive": reading.alive,
        "kills": reading.kills,
        "phase": reading.phase,
        "reason": reading.reason,
    }


def _proposal(lesson: Lesson, material: Material) -> Answer:
    """By a profile where the labels teach one; else by the digits where others have theirs."""
    about, others = _parted(material.frames, lesson.about)
    known = with_boxes(others)
    read = _read(known, about)
    found: Answer = {"shows": read.get("shows", ""), "boxes": {}}
    if found["shows"] in ("none", "waiting"):
        return found
    for field in FIELDS:
        labels = {frame: str(frame.shown[field]) for frame in known if frame.shows(field)}
        boxes = {frame: frame.boxes[field] for frame in labels if field in frame.boxes}
        if not boxes:
            continue
        text = str(read[field]) if field in read else read_near(about, boxes)
        if not text or len(text) > MAX_DIGITS:
            continue
        found |= {field: int(text), "shows": "counter"}
        if box := box_of(about, text, labels, boxes):
            found["boxes"][field] = material.wholes[about.file].region(box)
    return found


def _read(known: Sequence[Frame], about: Frame) -> Answer:
    """Empty while the labels teach nothing, or where the profile finds a counter that it cannot read."""
    try:
        reading = read_by(learn(known).profile, about)
    except BadLabels:
        return {}
    if reading.alive is not None:
        kills = {} if reading.kills is None else {"kills": reading.kills}
        return {"shows": "counter", "alive": reading.alive, **kills}
    shows = {"unknown": "none", "waiting": "waiting"}.get(reading.phase)
    return {"shows": shows} if shows else {}


def _parted(frames: Sequence[Frame], about: str) -> tuple[Frame, list[Frame]]:
    found = next((frame for frame in frames if frame.file == about), None)
    if found is None:
        raise BadLabels(GONE)
    return found, [frame for frame in frames if frame is not found]
