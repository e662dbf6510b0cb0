"""What does the word beside a number say of it?"""

from __future__ import annotations

import numpy as np

from workers.look.look import Gray
from workers.read.networks.kinds import WORDS
from workers.read.networks.network import run
from workers.read.networks.place import Place
from workers.read.networks.scale import normalized, word_strip


def read_words(picture: Gray, places: list[Place]) -> list[dict[str, float]]:
    """For each place the chance of each of ``WORDS``, 0 to 1; they add up to 1."""
    strips = [
        normalized(word_strip(picture, place.x + place.width / 2, place.y, place.height))
        for place in places
    ]
    logits = run("words", np.stack(strips)[:, None])
    raised = np.exp(logits - logits.max(1, keepdims=True))
    chances = raised / raised.sum(1, keepdims=True)
    return [dict(zip(WORDS, map(float, row), strict=True)) for row in chances]
