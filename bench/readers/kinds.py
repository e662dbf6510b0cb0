"""Which rendered pictures does a measurement take, so that enough of them are special in each way?"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from training.drawing.backgrounds import Backgrounds
from training.render import SHARES, Scene, film
from training.samples import GROUNDS, RENDERED_SEED, Sample, of_scene
from workers.read.networks.kinds import PROFILES

MORE = "more"
"""The source of pictures that were rendered for their kind alone: they count in its row and in no other."""
AT_MOST = 6
"""Fields of a kind that seldom or never shows a counter, as a multiple of what is enough."""


class Tally:
    """How many fields of each kind there are so far, and which HUDs have the kind."""

    def __init__(self, enough: int) -> None:
        self._enough = enough
        self._shown: Counter[str] = Counter()
        self._judged: Counter[str] = Counter()
        self._drawn_by: dict[str, set[str]] = defaultdict(set)

    def add(self, scene: Scene, sample: Sample) -> None:
        self._drawn_by[scene.kind].add(scene.game)
        self._judged[scene.kind] += len(sample.truth)
        self._shown[scene.kind] += sum(number is not None for number in sample.truth.values())

    def lacks(self, kind: str) -> bool:
        few = self._shown[kind] < self._enough and self._judged[kind] < AT_MOST * self._enough
        return bool(kind) and few

    def shares(self) -> dict[str, int]:
        """Of the HUDs that have a kind of which there are too few; empty when there are enough of each."""
        lacking = [huds for kind, huds in self._drawn_by.items() if self.lacks(kind)]
        return dict.fromkeys(sorted(set().union(*lacking)), 1)


def rendered(count: int, enough: int, limit: int) -> Iterator[Sample]:
    """As training's own, and then more of each kind until ``enough`` of its fields are shown.

    Stops at ``limit`` regions in all; a kind that none of the first ``count`` has is not known.
    """
    rng, grounds = random.Random(RENDERED_SEED), Backgrounds(RENDERED_SEED, GROUNDS)
    tally, made, shares = Tally(enough), 0, SHARES
    while made < count or (shares and made < limit):
        more = made >= count
        for scene in film(rng, grounds, True, shares):
            made += more or scene.game in PROFILES
            if more and not tally.lacks(scene.kind):
                continue
            for sample in of_scene(scene):
                tally.add(scene, sample)
                yield replace(sample, source=MORE) if more else sample
        shares = SHARES if made < count else tally.shares()
