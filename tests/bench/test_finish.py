"""Is the end of a match foreseen better than by naive ways, in short? ``make bench-forecast`` measures it."""

from __future__ import annotations

import statistics

from bench.finish.forecast import run


def test_sixty_matches_teach_more_than_the_facts_and_the_naive_ways() -> None:
    found = run(60, 40, games=("fortnite",))["fortnite"]
    for at_alive in ("half", "20", "10"):
        errors = found[at_alive]
        assert statistics.median(errors.ours) < statistics.median(errors.prior), at_alive
        assert errors.gain > 0.3, at_alive
    assert statistics.median(found["5"].ours) < statistics.median(found["5"].prior)


def test_a_few_matches_change_nothing() -> None:
    errors = run(15, 10, games=("apex",))["apex"]["half"]
    assert errors.ours == errors.prior
