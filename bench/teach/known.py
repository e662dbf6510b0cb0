"""How do games that are known already draw their counters, as if nobody had trained a reader for them?

In one style each, as training draws it in fonts that it never saw: alike in all frames, numbers excepted.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from bench.teach.layouts import Layout, Screen
from training.drawing.canvas import UNIT, Canvas
from training.drawing.hud import Hud
from training.render import HUDS
from training.samples import FIELDS
from workers.read.networks.kinds import PROFILES

PLACES = {
    "pubg": (1.36, 0.02),
    "fortnite": (1.36, 0.22),
    "apex": (1.12, 0.42),
    "warzone": (1.42, 0.8),
}
"""Of the corners, in heights of the frame, so that none lies on another."""
NONE_SHOWN = 0.1
_OF_CHOICE = {random.__file__, __file__}
MOST_THINGS = 9


class Style(Random):
    """Chooses as its seed says, except for numbers.

    Each line of the drawing code is given the same as in every other picture, however often others choose: how much
    there is to draw depends on the numbers.
    """

    def __init__(self, seed: int, numbers: Random) -> None:
        super().__init__(seed)
        self._style, self._numbers = seed, numbers
        self._lines: dict[tuple[str, int], Random] = {}

    def random(self) -> float:
        return self._of_line().random()

    def getrandbits(self, k: int) -> int:
        return self._of_line().getrandbits(k)

    def _of_line(self) -> Random:
        frame = sys._getframe(2)
        while frame.f_back and frame.f_code.co_filename in _OF_CHOICE:
            frame = frame.f_back
        line = frame.f_code.co_filename, frame.f_lineno
        if line not in self._lines:
            self._lines[line] = Random(f"{self._style} {line}")
        return self._lines[line]

    def randint(self, a: int, b: int) -> int:
        """Up to eight is how often something is drawn. How many digits a count has is no matter of style."""
        chosen = super().randint(a, b)
        if b < MOST_THINGS:
            return chosen
        least, most = (1, 60) if a == 10 and b >= 60 else (a, b)
        few = self._numbers.random() < 0.3 and least < 9 < most
        return self._numbers.randint(least, 9 if few else most)


@dataclass(frozen=True, slots=True)
class Known(Layout):
    """A game's corner in one style."""

    game: str = ""
    style: int = 0

    def screen(self, rng: Random) -> Screen:
        if rng.random() < NONE_SHOWN:
            return Screen(None, None)
        screen = Screen(0, 0, seed=rng.getrandbits(32))
        said = {label.kind: int(label.text) for label in self._drawn(screen).labels if label.text}
        return replace(screen, alive=said.get("alive"), kills=said.get("kills"))

    def _drawn(self, screen: Screen) -> Canvas:
        hud = self.hud(screen)
        canvas = Canvas(np.zeros((round(hud.height * UNIT), round(hud.width * UNIT)), np.float32))
        hud.draw(canvas, Random(0), True)
        return canvas

    def hud(self, screen: Screen) -> Hud:
        drawn = HUDS[self.game]

        def draw(canvas: Canvas, _rng: Random, held_out: bool) -> None:
            if screen.alive is None:
                return
            drawn.draw(canvas, Style(self.style, Random(screen.seed)), held_out)
            canvas.cut()
            kinds = {f"{self.game}_{name}": name for name in FIELDS}
            canvas.labels[:] = [
                replace(label, kind=kinds[label.kind])
                for label in canvas.labels
                if label.kind in kinds
            ]

        return Hud(draw, drawn.width, drawn.height, 0)


def known(seed: int) -> Sequence[Known]:
    """A style of each game, in which it shows a counter."""
    rng = Random(seed)
    return [_known(game, rng) for game in PLACES]


def _known(game: str, rng: Random) -> Known:
    drawn, (x, y) = HUDS[game], PLACES[game]
    while True:
        style = rng.getrandbits(32)
        one = Known(
            f"{game} {style % 1000:03}",
            PROFILES[game].digit_height,
            x,
            y,
            drawn.width,
            drawn.height,
            _nothing,
            game,
            style,
        )
        shown = [one.screen(rng) for _ in range(20)]
        if sum(screen.alive is not None for screen in shown) >= 14:
            return one


def _nothing(_canvas: Canvas, _screen: Screen) -> None:
    """Known corners are drawn by training."""
