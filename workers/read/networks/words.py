"""What does the word beside a number say of it?"""

from __future__ import annotations

import numpy as np

from workers.look.look import Gray
from workers.read.networks.kinds import WORDS
from workers.read.networks.network import run, softmax
from workers.read.networks.scale import normalized

Said = dict[str, float]
"""The chance of each of ``WORDS``, 0 to 1; they add up to 1."""


def read_words(strips: list[Gray]) -> list[Said]:
    """What each strip of shape (24, 96) says of the number at its left end."""
    logits = run("words", np.stack([normalized(strip) for strip in strips])[:, None])
    unknown = dict.fromkeys(WORDS, 0.0)
    return [unknown | dict(zip(WORDS, map(float, row), strict=False)) for row in softmax(logits)]
