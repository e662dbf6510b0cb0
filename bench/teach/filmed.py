"""How do viewers get a layout's frames?  Full frames of video, as a live encoder leaves them.

x264 veryfast, a keyframe every two seconds, the rate held by a buffer of one second. The three layouts share a
picture, far apart: encoding is what takes the time. All numbers change between two keyframes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from bench.readers.moving import Overlay, Shot, overlay
from bench.readers.streamed import keyframes
from bench.teach.layouts import LAYOUTS, Layout, Screen
from training.drawing.backgrounds import Backgrounds
from training.drawing.canvas import Label
from training.render import visible
from workers.look.look import Gray

FRAMES_PER_SECOND, GROUP = 4, 8
"""Fewer frames than a stream has, each of which moves so much further: a fraction of the work for like keyframes."""
SPEED = 8
GROUPS = 5
"""Keyframes of one film; the first one is left out, for the encoder does not know yet what it has to hold."""
GROUNDS = 12
RATES = (
    (480, (1000, 1500, 2500)),
    (540, (1000, 1500, 2500)),
    (720, (1000, 1500, 2500, 4000)),
    (900, (1500, 2500, 4000)),
    (1080, (2500, 4000, 6000)),
    (1440, (4000, 6000)),
)
"""Lines, and the kilobits a second that streamers give them."""


@dataclass(frozen=True, slots=True)
class Box:
    """Around the digits, in pixels of the frame."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame and what one of its layouts shows."""

    picture: Gray
    screen: Screen
    boxes: dict[str, Box]
    """By field, of those that were legible before the encoder had its way."""
    kilobits: int


def films(count: int, seed: int, layouts: Sequence[Layout] = LAYOUTS) -> Iterator[dict[str, Frame]]:
    """``count`` pictures, each with what every layout shows on it, by the layout's name."""
    rng = random.Random(seed)
    grounds = Backgrounds(rng.randrange(1 << 30), GROUNDS)
    made = 0
    while made < count:
        lines, rates = rng.choice(RATES)
        for shown in _film(rng, grounds, lines, rng.choice(rates), layouts):
            if made < count:
                yield shown
            made += 1


def _film(
    rng: random.Random,
    grounds: Backgrounds,
    lines: int,
    kilobits: int,
    layouts: Sequence[Layout],
) -> Iterator[dict[str, Frame]]:
    shown: list[dict[str, Frame]] = []
    pictures = _pictures(rng, grounds, lines, layouts, shown)
    seen = keyframes(pictures, _width(lines), kilobits, FRAMES_PER_SECOND, GROUP)
    for number, picture in enumerate(seen):
        if number:
            yield {
                name: Frame(picture, frame.screen, frame.boxes, kilobits)
                for name, frame in shown[number].items()
            }


def _pictures(
    rng: random.Random,
    grounds: Backgrounds,
    lines: int,
    layouts: Sequence[Layout],
    shown: list[dict[str, Frame]],
) -> Iterator[Gray]:
    """All frames as an encoder wants them; ``shown`` gets what each that becomes a keyframe shows."""
    width = _width(lines)
    for number in range((GROUPS - 1) * GROUP + 1):
        if number % GROUP == 0:
            shot = Shot(rng, grounds)
        if number % GROUP == GROUP // 2 or not number:
            screens = {layout.name: layout.screen(rng) for layout in layouts}
            jitter = rng.gauss(0, 0.004), rng.gauss(0, 0.003)
        picture = cv2.resize(shot.picture(number * SPEED), (width, lines)).astype(np.uint8)
        frames = {
            layout.name: laid(layout, screens[layout.name], picture, jitter) for layout in layouts
        }
        if number % GROUP == 0:
            shown.append(frames)
        half = np.full((lines // 2, width), 128, np.uint8)
        yield np.concatenate([picture, half])


def laid(layout: Layout, screen: Screen, picture: Gray, jitter: tuple[float, float]) -> Frame:
    """Changes the picture in place."""
    lines = picture.shape[0]
    hud = _overlay(layout, screen, lines)
    left, top = (layout.x + jitter[0]) * lines, (layout.y + jitter[1]) * lines
    hud.lay(picture, round(left), round(top))
    placed = [_placed(label, hud.factor, round(left), round(top)) for label in hud.canvas.labels]
    boxes = {
        label.kind: Box(label.x, label.y, label.width, label.height)
        for label in placed
        if visible(picture, label)
    }
    return Frame(picture, screen, boxes, 0)


def _placed(label: Label, factor: float, left: int, top: int) -> Label:
    x, y, width, height = (side * factor for side in (label.x, label.y, label.width, label.height))
    return Label(label.kind, label.text, left + x, top + y, width, height)


@lru_cache(maxsize=64)
def _overlay(layout: Layout, screen: Screen, lines: int) -> Overlay:
    return overlay(layout.hud(screen), 0, layout.digit_height * lines)


def _width(lines: int) -> int:
    return round(lines * 16 / 9 / 2) * 2
