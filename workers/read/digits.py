"""Which number stands in a strip, and how likely is it to be that one?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workers.look import Gray
from workers.read.network import run
from workers.read.scale import Network, normalized, window

BLANK = 10


@dataclass(frozen=True, slots=True)
class Digits:
    """What a strip says."""

    text: str
    """Empty when it shows no digits."""
    chance: float
    """0 to 1: the probability of ``text`` over all alignments."""


def read_strips(strips: list[Gray], widths: list[float]) -> list[Digits]:
    """Read strips of shape (24, 56) whose digits fill ``widths`` pixels around the middle."""
    batch = np.stack([np.stack([normalized(strip), window(width)])
                      for strip, width in zip(strips, widths, strict=True)])
    logits = run("digits", batch)[:, :, 0].transpose(0, 2, 1)
    return [_decoded(_softmax(columns)) for columns in logits]


def _softmax(logits: Network) -> Network:
    raised = np.exp(logits - logits.max(1, keepdims=True))
    result: Network = raised / raised.sum(1, keepdims=True)
    return result


def _decoded(columns: Network) -> Digits:
    best = columns.argmax(1)
    kept = [int(symbol) for index, symbol in enumerate(best)
            if symbol != BLANK and (index == 0 or symbol != best[index - 1])]
    return Digits("".join(map(str, kept)), _probability(columns, kept))


def _probability(columns: Network, digits: list[int]) -> float:
    """The sum over all alignments of ``digits``: the forward pass of Graves et al., 2006, section 4.1."""
    symbols = np.full(2 * len(digits) + 1, BLANK)
    symbols[1::2] = digits
    may_skip = np.zeros(len(symbols), bool)
    may_skip[3::2] = symbols[3::2] != symbols[1:-2:2]
    emitted = columns[:, symbols]
    forward = np.zeros(len(symbols))
    forward[:2] = emitted[0, :2]
    for chances in emitted[1:]:
        reached = forward.copy()
        reached[1:] += forward[:-1]
        reached[2:] += forward[:-2] * may_skip[2:]
        forward = reached * chances
    return float(forward[-2:].sum())
