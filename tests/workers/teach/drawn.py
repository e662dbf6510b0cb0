"""Frames of the bench's layouts over drawn scenery, without the video: what a test has time for."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from bench.teach.filmed import Frame, laid
from bench.teach.layouts import LAYOUTS, Layout, Screen
from training.drawing.backgrounds import Backgrounds
from workers.teach.view import Box, frame_of
from workers.teach.view import Frame as Labelled

LINES = 480
BELOW, CYRILLIC, CIRCLE = LAYOUTS


@cache
def _grounds() -> Backgrounds:
    return Backgrounds(1, 6)


def frames(layout: Layout, count: int, seed: int) -> list[Frame]:
    """With other numbers, on other grounds, and in slightly other places; a counter is legible in each."""
    rng = random.Random(seed)
    made = list[Frame]()
    while len(made) < count:
        ground = _grounds().cut(rng, LINES * 16 // 9, LINES).astype(np.uint8)
        screen = Screen(rng.randint(1, 99), rng.randint(0, 20))
        jitter = rng.gauss(0, 0.004), rng.gauss(0, 0.004)
        frame = laid(layout, screen, ground, jitter)
        if len(frame.boxes) == 2:
            made.append(frame)
    return made


def narrowed(frame: Frame) -> Frame:
    """As a stream of 4:3 squeezes it."""
    picture = cv2.resize(frame.picture, (LINES * 4 // 3, LINES), interpolation=cv2.INTER_AREA)
    share = picture.shape[1] / frame.picture.shape[1]
    boxes = {
        field: replace(box, x=box.x * share, width=box.width * share)
        for field, box in frame.boxes.items()
    }
    return replace(frame, picture=picture.astype(np.uint8), boxes=boxes)


def labelled(frame: Frame, boxes: bool = True, kills: bool = True) -> Labelled:
    fields = ("alive", "kills") if kills else ("alive",)
    around = {
        field: Box(box.x + box.width / 2, box.y + box.height / 2, box.width, box.height)
        for field, box in frame.boxes.items()
        if field in fields and boxes
    }
    plain = frame_of("", frame.picture)
    shown: dict[str, int | None] = {field: getattr(frame.screen, field) for field in fields}
    return Labelled("", plain.luma, plain.unit, shown, around)


def written(folder: Path, some: list[Frame], name: str = "labels.csv") -> Path:
    """The frames and their labels as files, the kills left out."""
    rows = ["file,alive,box"]
    for number, frame in enumerate(some):
        cv2.imwrite(str(folder / f"{number}.png"), frame.picture)
        box = frame.boxes["alive"]
        sides = (box.x, box.y, box.width, box.height)
        rows.append(f"{number}.png,{frame.screen.alive},{':'.join(str(round(s)) for s in sides)}")
    (folder / name).write_text("\n".join(rows) + "\n")
    return folder / name


def lobbies(count: int, seed: int) -> list[Frame]:
    """Of the layout with a word, before the match has begun."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        ground = _grounds().cut(rng, LINES * 16 // 9, LINES).astype(np.uint8)
        screen = Screen(rng.randint(1, 99), None, waiting=True)
        made.append(laid(CYRILLIC, screen, ground, (rng.gauss(0, 0.004), rng.gauss(0, 0.004))))
    return made


def waiting(frame: Frame) -> Labelled:
    plain = frame_of("", frame.picture)
    return Labelled("", plain.luma, plain.unit, {"alive": None}, {}, waiting=True)
