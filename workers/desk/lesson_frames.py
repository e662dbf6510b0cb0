"""Which frames is a lesson made of? Boxes come and go as fractions of the whole frame, bars and all."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from scoreboard.models import Region
from scoreboard.requests import MAX_ELSEWHERE, Lesson, LessonFrame
from scoreboard.store import Store
from scoreboard.taught.profile import MIN_LINES
from workers.look.look import Gray
from workers.teach.labels import BadLabels
from workers.teach.view import Box, Frame, frame_at, frame_of

GONE = "The frames have expired. Try again."


@dataclass(frozen=True, slots=True)
class Whole:
    """The frame that a game's picture is part of, in pixels."""

    left: int
    top: int
    width: int
    height: int

    def box(self, region: Region) -> Box:
        return Box(
            (region.x + region.width / 2) * self.width - self.left,
            (region.y + region.height / 2) * self.height - self.top,
            region.width * self.width,
            region.height * self.height,
        )

    def region(self, box: Box) -> dict[str, float]:
        x, y = box.x - box.width / 2 + self.left, box.y - box.height / 2 + self.top
        sides = {"x": x / self.width, "y": y / self.height}
        sides |= {"width": box.width / self.width, "height": box.height / self.height}
        return {name: round(side, 5) for name, side in sides.items()}


@dataclass(frozen=True, slots=True)
class Material:
    """What a lesson is learned from."""

    frames: list[Frame]
    wholes: dict[str, Whole]
    """By the frame's id."""
    elsewhere: list[Frame]
    """Of other games."""


def material_of(store: Store, lesson: Lesson) -> Material:
    """Raises ``BadLabels`` for a frame that is gone; of other games those that are left count."""
    frames = [_lesson_frame(store, each) for each in lesson.frames]
    packed = (store.frame(each) for each in lesson.elsewhere[:MAX_ELSEWHERE])
    elsewhere = [frame_of("", _picture(each)) for each in packed if each]
    wholes = {frame.file: whole for frame, whole in frames}
    return Material([frame for frame, _ in frames], wholes, elsewhere)


def _lesson_frame(store: Store, said: LessonFrame) -> tuple[Frame, Whole]:
    picture = _picture(store.frame(said.frame))
    frame, left, top = frame_at(said.frame, picture)
    whole = Whole(left, top, picture.shape[1], picture.shape[0])
    if said.shows == "counter":
        shown = {"alive": said.alive, **({} if said.kills is None else {"kills": said.kills})}
        regions = (("alive", said.box), ("kills", said.kills_box))
        boxes = {field: whole.box(region) for field, region in regions if region}
        inside = {
            field: box for field, box in boxes.items() if field in shown and _is_inside(box, frame)
        }
        return Frame(said.frame, frame.luma, frame.unit, shown, inside), whole
    nothing: dict[str, int | None] = {"alive": None} if said.shows else {}
    if said.shows == "none":
        nothing["kills"] = None
    waiting = said.shows == "waiting"
    return Frame(said.frame, frame.luma, frame.unit, nothing, {}, waiting), whole


def _picture(packed: bytes | None) -> Gray:
    found = cv2.imdecode(np.frombuffer(packed, np.uint8), cv2.IMREAD_GRAYSCALE) if packed else None
    if found is None:
        raise BadLabels(GONE)
    if min(found.shape) < MIN_LINES:
        raise BadLabels(f"A frame of {found.shape[1]} x {found.shape[0]} pixels is too small.")
    return found.astype(np.uint8, copy=False)


def _is_inside(box: Box, frame: Frame) -> bool:
    """Its middle at least: what is drawn over a bar is a mistake."""
    lines, columns = frame.luma.shape
    return 0 < box.x < columns and 0 < box.y < lines and box.height >= 1 and box.width >= 1
