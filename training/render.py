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
from workers.read.networks.kinds import KINDS, PROFILES, WORDS, Profile
from workers.read.networks.scale import (
    FINDER_STRIDE,
    STRIP_DIGIT_PIXELS,
    STRIP_WIDTH,
    left_word_strip,
    part_of,
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
WORDED: dict[str, Hud] = {"pubg": import_module("training.scenes.pubg").ALL_WORDS}
"""What the word reader alone learns from."""
WORDS_EVERY = 2
"""How many regions there are for one row of words."""
CLUTTER = "clutter"
SHARES = {**{name: hud.share for name, hud in HUDS.items()}, CLUTTER: 13}
"""How often each is rendered; clutter is what is not a HUD."""
LOST, GONE = 0.4, 0.15
"""How much digits look like themselves after the encoder, -1 to 1: with less than the first nobody reads them, with
less than the second nobody sees that there are any. Between the two the finder is not taught whether there are."""
LIVE_SHARE, LIVE_NOTE, SMALL_NOTE = 0.15, "1 Mbit/s", "240 to 360 lines"
FATES = {"": 84, "embedded": 5, SMALL_NOTE: 4, "dimmed": 5, "smeared": 2}
"""What else befalls pictures that are measured, of a hundred each."""
TAUGHT_LIVE_SHARE = 0.12
TAUGHT_FATES = {"": 82, "embedded": 5, SMALL_NOTE: 6, "dimmed": 4, "smeared": 3}
"""The same of those that are taught from: what is seldom and hard is learned from more of them."""
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
_NO_GAME = Profile(0.0205)
"""As which clutter is seen."""
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
    """What the encoder left illegible; their kinds are hidden."""
    gone: frozenset[Label] = frozenset()
    """Those of the lost ones of which nothing is left at all."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Rendered examples.

    ``regions`` (n, 84, 208) with ``extents`` (n, 4), the left, upper, right and lower end of what is shown, and
    ``boxes``, one row each: region, kind, x, y, width, height in finder pixels, and 1, or 0 where nobody can say
    whether a counter is there.
    ``words`` (k, 24, 96), the text beside a number, with ``meanings`` (k,), indices of ``WORDS``.
    ``strips`` (m, 24, 56) with ``windows`` (m,), the width of the digits' box in strip pixels, and ``texts`` (m,).
    """

    regions: NDArray[np.uint8]
    extents: NDArray[np.int64]
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
    # From a generator of their own: what the finder learns from does not depend on them.
    _words(collected, random.Random(f"words {seed}"), backgrounds, count // WORDS_EVERY)
    return collected.shard()


def _words(
    collected: _Collected, rng: random.Random, backgrounds: Backgrounds, scenes: int
) -> None:
    """Rows of words."""
    for _ in range(scenes // BATCH):
        for scene in film(rng, backgrounds, False, dict.fromkeys(WORDED, 1), WORDED):
            collected.words_of(rng, scene)


def film(
    rng: random.Random,
    backgrounds: Backgrounds,
    held_out: bool,
    shares: Mapping[str, int] = SHARES,
    huds: Mapping[str, Hud] | None = None,
) -> list[Scene]:
    """A dozen scenes as a stream shows them, of ``HUDS`` unless others are given."""
    is_live = rng.random() < (LIVE_SHARE if held_out else TAUGHT_LIVE_SHARE)
    drawn = [
        _scene(rng, backgrounds, held_out, shares, huds or HUDS, is_live) for _ in range(BATCH)
    ]
    films = [frames for _, frames in drawn]
    shown = live(films, rng) if is_live else broadcast([frames[-1] for frames in films], rng)
    return [_seen(scene, picture) for (scene, _), picture in zip(drawn, shown, strict=True)]


def _seen(scene: Scene, picture: Gray) -> Scene:
    """The scene as the encoder left it, without the labels of what is lost."""
    left = {label: _likeness(scene.picture, picture, label) for label in scene.labels}
    kept = [label for label in scene.labels if left[label] > LOST]
    lost = tuple(label for label in scene.labels if label not in kept)
    kinds = {label.kind for label in lost} - {label.kind for label in kept}
    return replace(
        scene,
        picture=picture,
        labels=kept,
        hidden=scene.hidden | kinds,
        lost=lost,
        gone=frozenset(label for label in lost if left[label] <= GONE),
    )


def _likeness(before: Gray, after: Gray, label: Label) -> float:
    """How much what is there still looks like it, -1 to 1."""
    one, other = (_piece(picture, label).astype(np.float32) for picture in (before, after))
    one -= one.mean()
    other -= other.mean()
    return float((one * other).sum()) / (float(np.sqrt((one**2).sum() * (other**2).sum())) + 1)


def _scene(
    rng: random.Random,
    backgrounds: Backgrounds,
    held_out: bool,
    shares: Mapping[str, int],
    huds: Mapping[str, Hud],
    is_live: bool,
) -> tuple[Scene, list[Gray]]:
    """A scene, and its frames up to that picture."""
    game = rng.choices(list(shares), list(shares.values()))[0]
    hud = huds[game if game != CLUTTER else rng.choice(list(huds))]
    digit_height = PROFILES.get(game, _NO_GAME).digit_height
    width, height = round(hud.width * UNIT), round(hud.height * UNIT)
    motion = moving(backgrounds, rng, width, height) if is_live else None
    canvas = (
        canvas_over(motion, width, height)
        if motion
        else Canvas(backgrounds.cut(rng, width, height))
    )
    canvas.note = LIVE_NOTE if is_live else _fate(rng, FATES if held_out else TAUGHT_FATES)
    if rng.random() < 0.07:
        clutter.phrase(canvas, rng, held_out)
    (clutter.draw if game == CLUTTER else hud.draw)(canvas, rng, held_out)
    if rng.random() < 0.06:
        clutter.cover(canvas, rng, held_out)
    _befall(canvas, rng, held_out)
    _tint(canvas, rng)
    factor = _frame_height(rng, canvas.note, digit_height) * digit_height / UNIT
    picture = _filmed(scaled(np.clip(canvas.pixels, 0, 255).astype(np.uint8), factor), rng)
    canvas.cut()
    labels = [_resized(label, factor) for label in canvas.labels]
    scene = Scene(game, picture, labels, factor * UNIT, frozenset(canvas.hidden), canvas.note)
    return scene, frames_of(motion, canvas, picture, factor) if motion else [picture]


def _fate(rng: random.Random, fates: Mapping[str, int]) -> str:
    """What befalls the picture on its way, as the note of its kind; mostly nothing."""
    return rng.choices(list(fates), list(fates.values()))[0]


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


def _extent(seen: Gray, dx: int, dy: int) -> tuple[int, int, int, int]:
    """Where ``seen`` ends when its corner is at (dx, dy), with the rest of its last cells, as in ``find``."""
    height, width = (size + -size % FINDER_STRIDE for size in seen.shape)
    right, bottom = min(FINDER_WIDTH, dx + width), min(FINDER_HEIGHT, dy + height)
    return max(0, dx), max(0, dy), right, bottom


class _Collected:
    """Examples on their way into a shard."""

    def __init__(self) -> None:
        self.regions: list[Gray] = []
        self.extents: list[tuple[int, int, int, int]] = []
        self.boxes: list[tuple[float, ...]] = []
        self.strips: list[Gray] = []
        self.windows: list[float] = []
        self.texts: list[str] = []
        self.words: list[Gray] = []
        self.meanings: list[int] = []

    def region(self, rng: random.Random, scene: Scene) -> None:
        """The region as the finder sees it; one far off in size shows another game, or an embedded picture: nothing."""
        profile = PROFILES.get(scene.game, _NO_GAME)
        foreign = rng.random() < 0.1
        zoom = (
            rng.choice((rng.uniform(0.45, 0.66), rng.uniform(1.5, 2.0)))
            if foreign
            else rng.uniform(0.85, 1.17)
        )
        factor = profile.finder_digit_pixels / scene.unit * zoom
        part, left, top = part_of(scene.picture, profile.within)
        seen = scaled(part, factor)
        room = FINDER_WIDTH - seen.shape[1]
        # As in reading, the first cell begins where the region does, or else some cells are cut off.
        columns = rng.randint(
            min(-6, room - 4) // FINDER_STRIDE, max(-4, room + 4) // FINDER_STRIDE
        )
        dx, dy = columns * FINDER_STRIDE, rng.randint(-1, 1) * FINDER_STRIDE
        matrix = np.array([[1.0, 0, dx], [0, 1.0, dy]])
        placed = cv2.warpAffine(
            seen, matrix, (FINDER_WIDTH, FINDER_HEIGHT), borderMode=cv2.BORDER_REPLICATE
        )
        if not foreign:
            corner = (dx - left * factor, dy - top * factor)
            for label in scene.labels:
                self._box(label, factor, corner, 1.0)
            for label in scene.lost:
                if label not in scene.gone:
                    self._box(label, factor, corner, 0.0)
        self.extents.append(_extent(seen, dx, dy))
        self.regions.append(placed.astype(np.uint8, copy=False))

    def _box(self, label: Label, factor: float, corner: tuple[float, float], shown: float) -> None:
        """``corner`` is where the scene's own is in the finder's picture."""
        x = (label.x + label.width / 2) * factor + corner[0]
        y = (label.y + label.height / 2) * factor + corner[1]
        inside = 2 < x < FINDER_WIDTH - 2 and 2 < y < FINDER_HEIGHT - 2
        if inside and label.kind != clutter.FOREIGN:
            kind = KINDS.index(_KIND_OF.get(label.kind, label.kind))
            size = (label.width * factor, label.height * factor)
            self.boxes.append((len(self.regions), kind, x, y, *size, shown))

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
                if scene.kind == "smeared" and len(label.text) > 1:
                    self._strip_of_part(rng, picture, label)
        if scene.game == CLUTTER and rng.random() < 0.5:
            x, y = rng.uniform(0, picture.shape[1]), rng.uniform(0, picture.shape[0])
            self._strip(strip(picture, x, y, unit), rng.uniform(8, 40), "")

    def _strip_of_part(self, rng: random.Random, picture: Gray, label: Label) -> None:
        """Where the finder sees the plain digits of a smeared number alone: they are not all that it says."""
        width = label.width * rng.randint(1, len(label.text) - 1) / len(label.text)
        left = label.x if rng.random() < 0.7 else label.x + label.width - width
        x, y = left + width / 2, label.y + label.height / 2
        window = width * STRIP_DIGIT_PIXELS / label.height
        self._strip(strip(picture, x, y, label.height), window, label.text)

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
            np.array(self.extents, np.int64),
            np.array(self.boxes, np.float32).reshape(-1, 7),
            np.stack(self.strips),
            np.array(self.windows, np.float32),
            np.array(self.texts),
            np.stack(self.words),
            np.array(self.meanings, np.int64),
        )
