"""Do workers answer what labelled frames teach, and what the next one shows?"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from bench.teach.filmed import Frame
from scoreboard.models import Region
from scoreboard.requests import MAX_LESSON_FRAMES, Ask, Lesson, LessonFrame
from scoreboard.store import Store
from scoreboard.taught.profile import TaughtProfile
from tests.workers.teach import drawn
from workers.desk.lessons import answer_lesson, answer_proposal
from workers.teach.view import view_of

QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 92]


def put(store: Store, name: str, frame: Frame) -> LessonFrame:
    """As an admin labels it."""
    lines, columns = frame.picture.shape
    store.put_frame(name, cv2.imencode(".jpg", frame.picture, QUALITY)[1].tobytes())
    around = {
        field: Region(box.x / columns, box.y / lines, box.width / columns, box.height / lines)
        for field, box in frame.boxes.items()
    }
    shown = frame.screen
    return LessonFrame(name, "counter", shown.alive, shown.kills, around["alive"], around["kills"])


def asked(frames: list[LessonFrame], about: str = "", elsewhere: tuple[str, ...] = ()) -> Ask:
    lesson = Lesson("d1", tuple(frames), about, "Outpost", elsewhere)
    return Ask.from_json(Ask("id", "lesson", "", 0.0, lesson=lesson).to_json())


def open_one(frame: LessonFrame) -> LessonFrame:
    return LessonFrame(frame.frame)


def test_frames_are_proposed_labelled_checked_and_learned(store: Store) -> None:
    made = drawn.frames(drawn.CYRILLIC, 6, seed=1)
    frames = [put(store, f"f{number}", frame) for number, frame in enumerate(made)]
    second = answer_proposal(store, asked([frames[0], open_one(frames[1])], "f1"))
    assert (second["shows"], second["alive"]) == ("counter", frames[1].alive)
    assert second["boxes"]["alive"]["x"] == pytest.approx(frames[1].box.x, abs=0.01)
    bare = [replace(frames[0], box=None, kills_box=None), *frames[1:]]
    last = answer_proposal(store, asked([*bare[:-1], open_one(bare[-1])], "f5"))
    assert (last["shows"], last["alive"], last["kills"]) == (
        "counter",
        frames[5].alive,
        frames[5].kills,
    )
    one = answer_lesson(store, asked(bare, "f3"))
    assert (one["of"], one["about"], one["verdict"]) == ("d1", "f3", "right")
    (other,) = drawn.frames(drawn.CIRCLE, 1, seed=2)
    put(store, "other", other)
    learned = answer_lesson(store, asked(bare, elsewhere=("other", "expired")))
    assert TaughtProfile.parse(learned["profile"].encode()).name == "Outpost"
    assert view_of.cache_info().currsize == 0


def test_a_frame_without_the_counter_is_proposed_as_such(store: Store) -> None:
    frames = [
        put(store, f"f{number}", frame)
        for number, frame in enumerate(drawn.frames(drawn.CYRILLIC, 6, seed=3))
    ]
    (other,) = drawn.frames(drawn.CIRCLE, 1, seed=4)
    last = open_one(put(store, "other", other))
    assert answer_proposal(store, asked([*frames, last], "other"))["shows"] == "none"


@pytest.mark.parametrize(
    ("shape", "sentence"),
    [
        (None, "The frames have expired. Try again."),
        ((90, 160), "A frame of 160 x 90 pixels is too small."),
        ((360, 640), "Alive: shown in 1 frames; 4 or more are needed."),
    ],
)
def test_what_teaches_nothing_is_one_sentence(
    store: Store, shape: tuple[int, int] | None, sentence: str
) -> None:
    if shape:
        store.put_frame("a", cv2.imencode(".jpg", np.full(shape, 90, np.uint8))[1].tobytes())
    frame = LessonFrame("a", "counter", 40, None, Region(0.5, 0.5, 0.05, 0.05))
    assert answer_lesson(store, asked([frame])) == {"fault": sentence}


def test_more_frames_than_memory_allows_are_refused(store: Store) -> None:
    frames = [LessonFrame(str(number)) for number in range(MAX_LESSON_FRAMES + 1)]
    assert answer_lesson(store, asked(frames)) == {"fault": "The lesson is malformed."}
