"""Which pictures do viewers get at 1 Mbit/s?  A HUD on a moving picture, out of a live encoder, as capture takes them.

1280x720 at 30 a second, x264 veryfast, a keyframe every two seconds, the rate held by a buffer of one second.
"""

from __future__ import annotations

import os
import random
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from math import ceil
from multiprocessing import get_context

import cv2
import numpy as np

from bench.readers.moving import HEIGHT, WIDTH, Overlay, Shot, overlay
from bench.readers.streamed import keyframes
from scoreboard.models import Game
from training.drawing.backgrounds import Backgrounds
from training.drawing.canvas import Label
from training.render import HUDS, Scene
from training.samples import Sample, games_by_profile, of_scene
from workers.look.cut import cut
from workers.look.look import Gray
from workers.read.networks.kinds import PROFILES

SOURCE = "1 Mbit/s"
KILOBITS = 1000
FRAMES_PER_SECOND, GROUP = 30, 60
SEED = 30_000
GROUNDS = 12
GROUPS_PER_SHOT = 2
HUDS_AT_ONCE, BETWEEN = 5, 128
"""How many HUDs a picture shows below one another, that much apart: the first at its true place. To the encoder they
are alike, and encoding is what takes the time."""


def filmed(pictures: int, huds: Iterable[str] = tuple(HUDS)) -> Iterator[Sample]:
    """``pictures`` or a few more of each HUD, in fonts that training never saw; every one shows other numbers."""
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for samples in pool.map(partial(_film, pictures), huds):
            yield from samples


def _film(pictures: int, profile: str) -> list[Sample]:
    cv2.setNumThreads(1)
    return [*film(profile, pictures)]


def film(profile: str, pictures: int) -> Iterator[Sample]:
    """The first keyframe is left out: the encoder does not know yet what it has to hold."""
    game, shown = games_by_profile()[profile], deque[list[Sample]]()
    groups = 1 + -(-pictures // HUDS_AT_ONCE)
    broadcast = _broadcast(profile, game, groups, shown)
    for number, picture in enumerate(
        keyframes(broadcast, WIDTH, KILOBITS, FRAMES_PER_SECOND, GROUP)
    ):
        samples = shown.popleft()
        for sample, shift in zip(samples, _shifts(game), strict=True):
            if number:
                height, crops = _cut(picture, game, shift)
                yield replace(sample, source=SOURCE, crops=crops, frame_height=height)


def _shifts(game: Game) -> list[int]:
    """How much lower than its true place each HUD of a picture is, in pixels."""
    region = game.regions["hud"]
    top, room = int(region.y * HEIGHT), HEIGHT - ceil(region.height * HEIGHT) - 1
    return [(top + number * BETWEEN) % room - top for number in range(HUDS_AT_ONCE)]


def _cut(picture: Gray, game: Game, shift: int) -> tuple[int, dict[str, Gray]]:
    """As a look cuts the picture, ``shift`` pixels lower."""
    height, crops = cut(np.roll(picture, -shift, axis=0), game)
    return height, {"hud": crops["hud"]}


def _broadcast(profile: str, game: Game, groups: int, shown: deque[list[Sample]]) -> Iterator[Gray]:
    """All pictures as an encoder wants them; ``shown`` gets the samples of each that becomes a keyframe.

    The numbers change in the middle between two of them.
    """
    rng = random.Random(f"{SEED} {profile}")
    grounds = Backgrounds(rng.randrange(SEED), GROUNDS)
    digit_pixels = PROFILES[profile].digit_height * HEIGHT
    for number in range(groups * GROUP - GROUP // 2):
        if number % (GROUP * GROUPS_PER_SHOT) == 0:
            shot = Shot(rng, grounds)
        if number % GROUP == GROUP // 2 or not number:
            seeds = [rng.getrandbits(32) for _ in range(HUDS_AT_ONCE)]
            huds = [overlay(HUDS[profile], seed, digit_pixels) for seed in seeds]
        picture = shot.picture(number)
        for hud, shift in zip(huds, _shifts(game), strict=True):
            hud.lay(picture, *_corner(game, shift))
        if number % GROUP == 0:
            placed = zip(huds, _shifts(game), strict=True)
            shown.append([_sample(profile, game, hud, picture, shift) for hud, shift in placed])
        yield shot.planes(picture)


def _corner(game: Game, shift: int) -> tuple[int, int]:
    region = game.regions["hud"]
    return int(region.x * WIDTH), int(region.y * HEIGHT) + shift


def _sample(profile: str, game: Game, hud: Overlay, picture: Gray, shift: int) -> Sample:
    """What can be seen in the region before the encoder has its way."""
    region = _cut(picture, game, shift)[1]["hud"]
    labels = [_placed(label, hud.factor) for label in hud.canvas.labels]
    whole = [label for label in labels if _inside(label, region)]
    part = {label.kind for label in labels} - {label.kind for label in whole}
    unit = PROFILES[profile].digit_height * HEIGHT
    return next(of_scene(Scene(profile, region, whole, unit, frozenset(hud.canvas.hidden | part))))


def _placed(label: Label, factor: float) -> Label:
    box = (label.x, label.y, label.width, label.height)
    return Label(label.kind, label.text, *(side * factor for side in box))


def _inside(label: Label, region: Gray) -> bool:
    height, width = region.shape
    right, bottom = label.x + label.width, label.y + label.height
    return label.x >= 0 and label.y >= 0 and right <= width and bottom <= height
