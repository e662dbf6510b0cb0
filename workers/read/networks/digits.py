"""Which number does a strip show, and how likely is it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workers.look.look import Gray
from workers.read.networks.network import Network, run, softmax
from workers.read.networks.scale import local, normalized, window

BLANK = 10


@dataclass(frozen=True, slots=True)
class Digits:
    """What a strip says."""

    text: str
    """Empty when it shows no digits."""
    chance: float
    """0 to 1: the probability of ``text`` over all alignments."""


def read_strips(strips: list[Gray], widths: list[float]) -> list[Digits]:
    """Read strips of shape (24, n), all of one n, whose digits fill ``widths`` pixels around the middle."""
    return [_decoded(columns) for columns in _columns(strips, widths)]


def chances_of(texts: list[str], strips: list[Gray], widths: list[float]) -> list[float]:
    """How likely it is that each strip says the text that is given for it, 0 to 1."""
    read = zip(texts, _columns(strips, widths), strict=True)
    return [_probability(columns, [*map(int, text)]) for text, columns in read]


def _columns(strips: list[Gray], widths: list[float]) -> list[Network]:
    """The chance of each symbol, by column."""
    batch = np.stack(
        [
            np.stack([normalized(strip), local(strip), window(width, strip.shape[1])])
            for strip, width in zip(strips, widths, strict=True)
        ]
    )
    logits = run("digits", batch)[:, :, 0].transpose(0, 2, 1)
    return [*softmax(logits)]


def _decoded(columns: Network) -> Digits:
    best = columns.argmax(1)
    kept = [
        int(symbol)
        for index, symbol in enumerate(best)
        if symbol != BLANK and (index == 0 or symbol != best[index - 1])
    ]
    return Digits("".join(map(str, kept)), _probability(columns, kept))


def _probability(columns: Network, digits: list[int]) -> float:
    """The sum over all alignments of ``digits``: the forward pass of Graves et al., 2006, section 4.1."""
    symbols = [BLANK] * (2 * len(digits) + 1)
    symbols[1::2] = digits
    emitted = columns[:, symbols].tolist()
    forward = [*emitted[0][:2], *[0.0] * (len(symbols) - 2)] if digits else emitted[0]
    for chances in emitted[1:]:
        # From the last state down, so that each sum still holds the column before; no array is this small.
        for state in range(len(symbols) - 1, -1, -1):
            reached = forward[state]
            if state > 0:
                reached += forward[state - 1]
            if state > 1 and state % 2 and symbols[state] != symbols[state - 2]:
                reached += forward[state - 2]
            forward[state] = reached * chances[state]
    return float(sum(forward[-2:]))
