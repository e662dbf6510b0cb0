"""Is a game that is taken for unknown drawn in one style, whatever its numbers?"""

from __future__ import annotations

import random

from bench.teach.known import Style


def drawn(rng: random.Random, things: int) -> tuple[list[float], float]:
    many = [rng.uniform(0, 1) for _ in range(things)]
    return many, rng.uniform(0, 1)


def test_what_is_drawn_later_does_not_depend_on_how_much_was_drawn_before() -> None:
    (few, then), (many, also) = (drawn(Style(3, random.Random(5)), things) for things in (1, 4))
    assert (few, then) == (many[:1], also)
    assert len({*many, then}) == 5
    assert drawn(Style(4, random.Random(5)), 1)[1] != then


def test_numbers_differ_in_one_style() -> None:
    assert len({Style(3, random.Random(seed)).randint(10, 99) for seed in range(9)}) > 1
