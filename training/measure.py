"""How often is each game read right, with these weights and with those?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from training.samples import judged, rendered
from workers.read.networks.kinds import PROFILES
from workers.read.networks.network import read_weights_from
from workers.read.readers.profile import ProfileReader

RIGHT_POINTS, WRONG_POINTS = 1.0, 0.5
"""In percent: what another game may lose in numbers read right, and gain in wrong ones; one picture is allowed."""

Verdicts = Mapping[tuple[str, str], Counter[str]]
"""By game and field, how many pictures were ``right``, ``wrong``, ``abstained`` or ``silent``."""


def measured(weights: Path, count: int) -> Verdicts:
    """Of ``count`` rendered regions, the same at each call, with the weights in that folder."""
    read_weights_from(weights)
    verdicts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sample in rendered(count):
        reader = ProfileReader(PROFILES[sample.game.profile], sample.game.most_players)
        reading = reader.read(sample.crops, sample.frame_height)
        for field, verdict in judged(sample, reading):
            verdicts[sample.game.slug, field][verdict] += 1
    return dict(verdicts)


def shown(verdicts: Counter[str]) -> int:
    """Pictures on which the field can be seen, or on which one was read that is not there."""
    return verdicts["right"] + verdicts["wrong"] + verdicts["abstained"]


def table(before: Verdicts, after: Verdicts) -> Iterator[str]:
    """A line for each game and field."""
    yield f"{'game':12}{'field':7}{'shown':>6}{'right':>20}{'wrong':>14}{'abstained':>14}"
    for row in sorted(after):
        one, other = before.get(row, Counter()), after[row]
        right = f"{_percent(one)} -> {_percent(other)}"
        wrong, abstained = (f"{one[name]} -> {other[name]}" for name in ("wrong", "abstained"))
        yield f"{row[0]:12}{row[1]:7}{shown(other):6}{right:>20}{wrong:>14}{abstained:>14}"


def worse(before: Verdicts, after: Verdicts, trained: str) -> list[str]:
    """What games other than ``trained`` lost, a sentence each; empty when the new weights may be kept."""
    return [
        f"{game} {field}: {loss}"
        for (game, field), verdicts in sorted(before.items())
        if game != trained
        for loss in _losses(verdicts, after.get((game, field), Counter()))
    ]


def _losses(before: Counter[str], after: Counter[str]) -> Iterator[str]:
    total = sum(before.values())
    if before["right"] - after["right"] > max(1, shown(before) * RIGHT_POINTS / 100):
        yield f"{before['right']} right before, {after['right']} now"
    if after["wrong"] - before["wrong"] > max(1, total * WRONG_POINTS / 100):
        yield f"{before['wrong']} wrong before, {after['wrong']} now"


def _percent(verdicts: Counter[str]) -> str:
    return f"{100 * verdicts['right'] / shown(verdicts):.1f} %" if shown(verdicts) else "-"
