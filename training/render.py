"""What do the networks learn from: rendered HUD regions and strips of digits, as a stream would show them."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module

import cv2
import numpy as np
from numpy.typing import NDArray

from training.codec import broadcast, live
from training.drawing.backgrounds import Backgrounds
from training.drawing.canvas import UNIT, Canvas, Label
from training.drawing.dim import dim
from training.drawing.hud import Hud
from training.drawing.motion import canvas_over, frames_of, moving
from training.drawing.page import embed
from training.drawing.smear import smear
from training.scenes import bare, clutter
from workers.look.look import Gray
from workers.read.networks.kinds import KINDS, PROFILES, WORDS
from workers.read.networks.scale import (
    FINDER_DIGIT_PIXELS,
    STRIP_DIGIT_PIXELS,
    STRIP_WIDTH,
    left_word_strip,
    scaled,
    strip,
    word_strip,
)

FINDER_HEIGHT, FINDER_WIDTH = 84, 208
BATCH = 12
INVISIBLE = 16.0
"""Digits with less contrast than this, in grey levels, are shown to nobody and taught to nobody."""

HUDS: dict[str, Hud] = {name: import_module(f"training.scenes.{name}").HUD for name in PROFILES}
"""By profile, each drawn by the module of its name."""
CLUTTER = "clutter"
SHARES = {**{name: hud.share for name, hud in HUDS.items()}, CLUTTER: 13}
"""How often each is rendered; clutter is what is not a HUD."""
LOST = 0.4
"""Of digits that look less like themselves than this, -1 to 1, after the encoder, nothing is taught."""
LIVE_SHARE, LIVE_NOTE, SMALL_NOTE = 0.15, "1 Mbit/s", "240 to 360 lines"
FATES = {"": 84, "embedded": 5, SMALL_NOTE: 4, "dimmed": 5, "smeared": 2}
"""What else befalls pictures, of a hundred each."""
HEIGHTS = (480, 480, 540, 600, 648, 720, 720, 720, 864, 900, 1080, 1080, 1440)
LIVE_HEIGHTS = (480, 540, 648, 720, 720, 720, 720, 900, 1080)
SMALL_HEIGHTS = (240, 250, 288, 360, 360)
LEGIBLE_PIXELS = 4.6
"""Digits lower than this are legible to nobody."""
_MEANINGS = {
    "pubg_alive": "alive",
    "pubg_joined": "joined",
    "pubg_kills": "killed",
    "pubg_assisted": "assisted",
}
"""What the word to the right of a number says of it."""
_OBSERVED = {"pubg_observed": "alive", "pubg_observed_joined": "joined", "pubg_teams": "none"}
"""What the word to its left says, where it stands there."""
_UNTAUGHT = "pubg_unknown"
"""A number whose word is in a script that means nothing to us."""
_KIND_OF = {
    **dict.fromkeys((*_MEANINGS, _UNTAUGHT), "pubg_count"),
    **dict.fromkeys(_OBSERVED, "pubg_observed"),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A HUD region at a stream's resolution."""

    game: str
    picture: Gray
    labels: list[Label]
    """In pixels of the picture."""
    unit: float
    """Pixels per digit height."""
    hidden: frozenset[str]
    """Kinds of which only a part is on it."""
    kind: str = ""
    """What is special on it, as its canvas notes it; empty where nothing is."""
    lost: tuple[Label, ...] = ()
    """What the encoder left nothing of; their kinds are hidden."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Rendered examples.

    ``regions`` (n, 84, 208) with ``boxes``, one row each: region, kind, x, y, width, height in finder pixels.
    ``words`` (k, 24, 96), the text beside a number, with ``meanings`` (k,), indices of ``WORDS``.
    ``strips`` (m, 24, 56) with ``windows`` (m,), the width of the digits' box in strip pixels, and ``texts`` (m,).
    """

    regions: NDArray[np.uint8]
    boxes: NDArray[np.float32]
    strips: NDArray[np.uint8]
    windows: NDArray[np.float32]
    texts: NDArray[np.str_]
    words: NDArray[np.uint8]
    meanings: NDArray[np.int64]


def render(seed: int, count: int, shares: Mapping[str, int] = SHARES) -> Shard:
    """``count`` regions and the strips cut from them; equal seeds and shares give equal shards."""
    rng = random.Random(seed)
    backgrounds = Backgrounds(seed)
    collected = _Collected()
    while len(collected.regions) < count:
        for scene in film(rng, backgrounds, False, shares):
            collected.region(rng, scene)
            collected.strips_of(rng, scene)
            collected.words_of(rng, scene)
        plain = [bare.crop(rng, backgrounds, False) for _ in range(BATCH)]
        for picture, (_, label) in zip(broadcast([p for p, _ in plain], rng), plain, strict=True):
            collected.crop(rng, picture, label)
    return collected.shard()


def film(
    rng: random.Random,
    backgrounds: Backgrounds,
    held_out: bool,
    shares: Mapping[str, int] = SHARES,
) -> list[Scene]:
    """A dozen scenes as a stream shows them."""
    is_live = rng.random() < LIVE_SHARE
    drawn = [_scene(rng, backgrounds, held_out, shares, is_live) for _ in range(BATCH)]
    films = [frames for _, frames in drawn]
    shown = live(films, rng) if is_live else broadcast([frames[-1] for frames in films], rng)
    return [_seen(scene, picture) for (scene, _), picture in zip(drawn, shown, strict=True)]


def _seen(scene: Scene, picture: Gray) -> Scene:
    """The scene as the encoder left it, without the labels of what is lost."""
    kept = [label for label in scene.labels if _left(scene.picture, picture, label)]
    lost = tuple(label for label in scene.labels if label not in kept)
    kinds = {label.kind for label in lost} - {label.kind for label in kept}
    return replace(scene, picture=picture, labels=kept, hidden=scene.hidden | kinds, lost=lost)


def _left(before: Gray, after: Gray, label: Label) -> bool:
    """Whether what is there still looks like it: a person would say that something is written."""
    one, other = (_piece(picture, label).astype(np.float32) for picture in (before, after))
    one -= one.mean()
    other -= other.mean()
    likeness = float((one * other).sum()) / (float(np.sqrt((one**2).sum() * (other**2).sum())) + 1)
    return likeness > LOST


def _scene(
    rng: random.Random,
    backgrounds: Backgrounds,
    held_out: bool,
    shares: Mapping[str, int],
    is_live: bool,
) -> tuple[Scene, list[Gray]]:
    """A scene, and its frames up to that picture."""
    game = rng.choices(list(shares), list(shares.values()))[0]
    hud = HUDS[game if game != CLUTTER else rng.choice(list(HUDS))]
    digit_height = PROFILES[game].digit_height if game in PROFILES else 0.0205
    width, height = round(hud.width * UNIT), round(hud.height * UNIT)
    motion = moving(backgrounds, rng, width, height) if is_live else None
    canvas = (
        canvas_over(motion, width, height)
        if motion
        else Canvas(backgrounds.cut(rng, width, height))
    )
    canvas.note = LIVE_NOTE if is_live else _fate(rng)
    if rng.random() < 0.07:
        clutter.phrase(canvas, rng, held_out)
    (clutter.draw if game == CLUTTER else hud.draw)(canvas, rng, held_out)
    if rng.random() < 0.06:
        clutter.cover(canvas, rng, held_out)
    _befall(canvas, rng, held_out)
    _tint(canvas, rng)
    factor = _frame_height(rng, canvas.note, digit_height) * digit_height / UNIT
    picture = _filmed(scaled(np.clip(canvas.pixels, 0, 255).astype(np.uint8), factor), rng)
    whole = _visible(canvas)
    hidden = canvas.hidden | (
        {label.kind for label in canvas.labels} - {label.kind for label in whole}
    )
    labels = [_resized(label, factor) for label in whole]
    scene = Scene(game, picture, labels, factor * UNIT, frozenset(hidden), canvas.note)
    return scene, frames_of(motion, canvas, picture, factor) if motion else [picture]


def _fate(rng: random.Random) -> str:
    """What befalls the picture on its way, as the note of its kind; mostly nothing."""
    return rng.choices(list(FATES), list(FATES.values()))[0]


def _befall(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    if canvas.note == "embedded":
        embed(canvas, rng, held_out)
    elif canvas.note == "smeared":
        smear(canvas, rng)
    elif canvas.note == "dimmed" or (canvas.note == SMALL_NOTE and rng.random() < 0.3):
        dim(canvas, rng)
        for _ in range(rng.choice((0, 0, 1, 2))):
            clutter.phrase(canvas, rng, held_out)


def _frame_height(rng: random.Random, note: str, digit_height: float) -> int:
    """Lines of the game's picture; where it is small, enough of them for digits that somebody can read."""
    least = math.ceil(LEGIBLE_PIXELS / digit_height)
    if note == "embedded":
        return rng.randint(max(200, least), max(400, least + 40))
    if note == SMALL_NOTE or (note == "dimmed" and rng.random() < 0.3):
        return max(rng.choice(SMALL_HEIGHTS), least)
    return rng.choice(LIVE_HEIGHTS if note == LIVE_NOTE else HEIGHTS)


def _tint(canvas: Canvas, rng: random.Random) -> None:
    """Red flashes, white-outs, and the narrow range that video brightness has."""
    if rng.random() < 0.12:
        shade, opacity = rng.choice((255, 90, 60, 20)), rng.uniform(0.1, 0.6)
        canvas.light(1 - opacity, shade * opacity)
    if rng.random() < 0.6:
        canvas.light(219 / 255, 16)


def _filmed(picture: Gray, rng: random.Random) -> Gray:
    """Softened or sharpened, as a scaler or a capture card does."""
    fate = rng.random()
    if fate < 0.25:
        return cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 0.9)).astype(np.uint8, copy=False)
    if fate < 0.4:
        soft = cv2.GaussianBlur(picture, (0, 0), 1.0)
        return cv2.addWeighted(
            picture, 1 + rng.uniform(0.3, 1.0), soft, -rng.uniform(0.3, 0.6), 0
        ).astype(np.uint8)
    return picture


def _visible(canvas: Canvas) -> list[Label]:
    return [
        label
        for label in canvas.labels
        if label.x >= 0
        and label.y >= 0
        and label.x + label.width <= canvas.width
        and label.y + label.height <= canvas.height
    ]


def _resized(label: Label, factor: float) -> Label:
    return Label(
        label.kind,
        label.text,
        label.x * factor,
        label.y * factor,
        label.width * factor,
        label.height * factor,
    )


def visible(picture: Gray, label: Label) -> bool:
    """Whether anybody could read it."""
    return _contrast(_piece(picture, label)) > INVISIBLE


def _piece(picture: Gray, label: Label) -> Gray:
    return picture[
        max(0, int(label.y)) : int(label.y + label.height) + 1,
        max(0, int(label.x)) : int(label.x + label.width) + 1,
    ]


def _contrast(picture: Gray) -> float:
    """Between the dark and the light of a picture, in grey levels."""
    low, high = np.percentile(picture, (4, 96))
    return float(high - low)


class _Collected:
    """Examples on their way into a shard."""

    def __init__(self) -> None:
        self.regions: list[Gray] = []
        self.boxes: list[tuple[float, ...]] = []
        self.strips: list[Gray] = []
        self.windows: list[float] = []
        self.texts: list[str] = []
        self.words: list[Gray] = []
        self.meanings: list[int] = []

    def region(self, rng: random.Random, scene: Scene) -> None:
        """The region as the finder sees it; one far off in size shows another game, or an embedded picture: nothing."""
        digit_pixels = (
            PROFILES[scene.game].finder_digit_pixels
            if scene.game in PROFILES
            else FINDER_DIGIT_PIXELS
        )
        foreign = rng.random() < 0.1
        zoom = (
            rng.choice((rng.uniform(0.45, 0.66), rng.uniform(1.5, 2.0)))
            if foreign
            else rng.uniform(0.85, 1.17)
        )
        factor = digit_pixels / scene.unit * zoom
        labels = [] if foreign else scene.labels
        seen = scaled(scene.picture, factor)
        dx, dy = rng.randint(-6, max(-5, FINDER_WIDTH - seen.shape[1] + 4)), rng.randint(-3, 3)
        matrix = np.array([[1.0, 0, dx], [0, 1.0, dy]])
        placed = cv2.warpAffine(
            seen, matrix, (FINDER_WIDTH, FINDER_HEIGHT), borderMode=cv2.BORDER_REPLICATE
        )
        for label in labels:
            x, y = (
                (label.x + label.width / 2) * factor + dx,
                (label.y + label.height / 2) * factor + dy,
            )
            if (
                label.kind != clutter.FOREIGN
                and 2 < x < FINDER_WIDTH - 2
                and 2 < y < FINDER_HEIGHT - 2
            ):
                kind = KINDS.index(_KIND_OF.get(label.kind, label.kind))
                self.boxes.append(
                    (len(self.regions), kind, x, y, label.width * factor, label.height * factor)
                )
        self.regions.append(placed.astype(np.uint8, copy=False))

    def strips_of(self, rng: random.Random, scene: Scene) -> None:
        """Strips around each counter as the finder would cut them, slightly off; and now and then one of nothing."""
        picture, labels, unit = scene.picture, scene.labels, scene.unit
        for label in labels:
            if label.text and visible(picture, label):
                height = label.height * rng.uniform(0.84, 1.18)
                x = label.x + label.width / 2 + rng.gauss(0, 0.07) * unit
                y = label.y + label.height / 2 + rng.gauss(0, 0.06) * unit
                width = label.width * rng.uniform(0.9, 1.12) * STRIP_DIGIT_PIXELS / height
                self._strip(strip(picture, x, y, height), width, label.text)
        if scene.game == CLUTTER and rng.random() < 0.5:
            x, y = rng.uniform(0, picture.shape[1]), rng.uniform(0, picture.shape[0])
            self._strip(strip(picture, x, y, unit), rng.uniform(8, 40), "")

    def words_of(self, rng: random.Random, scene: Scene) -> None:
        """What is beside each number; of any other place, too, where it means nothing."""
        for label in scene.labels:
            if label.kind != _UNTAUGHT:
                self._words_beside(rng, scene, label)
        if scene.game == CLUTTER:
            x, y = rng.uniform(0, scene.picture.shape[1]), rng.uniform(0, scene.picture.shape[0])
            self._word(word_strip(scene.picture, x, y, scene.unit), "none")

    def _words_beside(self, rng: random.Random, scene: Scene, label: Label) -> None:
        """To its right, and to its left where the word may stand there: on one side it means nothing."""
        height = label.height * rng.uniform(0.86, 1.16)
        y = label.y + label.height / 2 + rng.gauss(0, 0.05) * scene.unit
        rare = 1.0 if label.kind == clutter.FOREIGN else 0.15
        if label.kind in _MEANINGS or rng.random() < (0.3 if label.kind in _OBSERVED else rare):
            right = label.x + label.width + rng.gauss(0, 0.08) * scene.unit
            meaning = _MEANINGS.get(label.kind, "none")
            self._word(word_strip(scene.picture, right, y, height), meaning)
        if label.kind in _OBSERVED or (label.kind in _MEANINGS and rng.random() < 0.15):
            left = label.x + rng.gauss(0, 0.08) * scene.unit
            meaning = _OBSERVED.get(label.kind, "none")
            self._word(left_word_strip(scene.picture, left, y, height), meaning)

    def crop(self, rng: random.Random, picture: Gray, label: Label) -> None:
        """A cut-out as people hand it in, somewhat off in height and place: its whole width may hold digits."""
        if label.text and not visible(picture, label):
            return
        height = (label.height if label.text else picture.shape[0]) * rng.uniform(0.82, 1.22)
        y = label.y + label.height / 2 + rng.gauss(0, 0.09) * height
        width = picture.shape[1] * STRIP_DIGIT_PIXELS / height
        self._strip(strip(picture, picture.shape[1] / 2, y, height), width, label.text)

    def _word(self, picture: Gray, meaning: str) -> None:
        self.words.append(picture)
        self.meanings.append(WORDS.index(meaning))

    def _strip(self, picture: Gray, width: float, text: str) -> None:
        self.strips.append(picture)
        self.windows.append(min(width, STRIP_WIDTH))
        self.texts.append(text)

    def shard(self) -> Shard:
        return Shard(
            np.stack(self.regions),
            np.array(self.boxes, np.float32).reshape(-1, 6),
            np.stack(self.strips),
            np.array(self.windows, np.float32),
            np.array(self.texts),
            np.stack(self.words),
            np.array(self.meanings, np.int64),
        )
