"""How much CPU may a parser take for what a stranger sends?

``budget`` bounds one call; ``assert_linear`` compares an input with one four times as long, and fails where the time
grows with the square of the length. Only this thread's own CPU counts, so that other work on the machine does not.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import TypeVar

Input = TypeVar("Input", str, bytes)

LONGER = 4
ROUNDS = 10
MAX_GROWTH = 10.0
"""In time, for an input four times as long: 4 when it is linear, 16 when it is quadratic."""
BASE_SECONDS = 0.25
SECONDS_PER_MEGABYTE = 2.0
_WORTH_COMPARING_SECONDS = 0.02
"""Less than this is the clock's and the caches' own time: beside other work, splitting 200 KB into 67,000 pieces took
ten times as long as 50 KB.
"""


class BudgetExceeded(AssertionError):
    """A parser took more CPU than its input may cost."""


@contextmanager
def budget(size: int, seconds: float = BASE_SECONDS) -> Iterator[None]:
    """Fails when what is inside takes more than ``seconds`` and two for each megabyte of ``size``."""
    allowed = seconds + SECONDS_PER_MEGABYTE * size / 1e6
    began = time.thread_time()
    yield
    spent = time.thread_time() - began
    if spent > allowed:
        raise BudgetExceeded(
            f"{spent:.2f} s of CPU for {size:,} bytes; {allowed:.2f} s is the most."
        )


def assert_linear(
    read: Callable[[Input], object], build: Callable[[int], Input], size: int
) -> None:
    """``build`` makes an input of about so many bytes; ``read`` may raise whatever it documents."""
    short, long = build(size), build(LONGER * size)
    with budget(len(long)):
        first = _seconds(read, long)
    if first < _WORTH_COMPARING_SECONDS:
        return
    before = after = inf
    for _ in range(ROUNDS):  # the least of them: page faults and other work only ever add
        before, after = min(before, _best(read, short)), min(after, _best(read, long))
        if after <= MAX_GROWTH * max(before, _WORTH_COMPARING_SECONDS / LONGER):
            return
    raise BudgetExceeded(
        f"{len(short):,} bytes take {before:.4f} s, {len(long):,} take {after:.4f} s: "
        f"more than {MAX_GROWTH:.0f} times as long. It begins with {long[:80]!r}."
    )


def repeated(piece: Input, before: Input, after: Input) -> Callable[[int], Input]:
    """Inputs made of one piece again and again: what most patterns of quadratic time need."""

    def build(size: int) -> Input:
        return before + piece * max(1, (size - len(before) - len(after)) // len(piece)) + after

    return build


def _best(read: Callable[[Input], object], text: Input) -> float:
    return min(_seconds(read, text) for _ in range(3))


def _seconds(read: Callable[[Input], object], text: Input) -> float:
    collecting = gc.isenabled()
    gc.disable()
    began = time.thread_time()
    try:
        read(text)
    finally:
        spent = time.thread_time() - began
        if collecting:
            gc.enable()
    return spent
