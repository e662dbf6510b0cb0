"""How is one game trained, on top of weights that read all the others?"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from training.drawing.backgrounds import Backgrounds
from training.measure import Verdicts, measured, table, worse
from training.render import SHARES, film, visible
from training.samples import games_by_profile
from training.shards import rendered_shard
from training.train import Report, train
from workers.read.networks.digits import read_strips
from workers.read.networks.kinds import PROFILES
from workers.read.networks.scale import STRIP_DIGIT_PIXELS, strip

DIGITS_READ = 0.9
"""Above this share of a game's digits read right, the digit reader is left as it is."""
_FILMS = 20


def train_game(game: str, options: argparse.Namespace, report: Report) -> int:
    """Print every game's accuracy before and after; 1, with nothing changed, where another game got worse."""
    needed = [*_needed(game, options, report)]
    report(f"{game}: training {', '.join(name for name, _ in needed)}; half of the regions show it")
    shares = {**SHARES, game: sum(SHARES.values()) - SHARES[game]}
    shard = rendered_shard(options.regions, options.seed, options.processes, report, shares)
    with tempfile.TemporaryDirectory() as folder:
        trained = Path(shutil.copytree(options.out, Path(folder) / "weights"))
        for name, epochs in needed:
            train(name, shard, epochs, options.seed, report, trained, options.out)
        before, after = _compared(options.out, trained, options.measured)
        report("\n".join(table(before, after)))
        losses = worse(before, after, games_by_profile()[game].slug)
        if losses and not options.keep:
            report("not kept, since other games are read worse (--keep keeps it):")
            report("\n".join(losses))
            return 1
        for name, _ in needed:
            shutil.copy(trained / f"{name}.onnx", options.out)
    report(f"wrote {', '.join(f'{name}.onnx' for name, _ in needed)} to {options.out}")
    return 0


def _needed(game: str, options: argparse.Namespace, report: Report) -> Iterator[tuple[str, int]]:
    """The networks that ``game`` needs trained, each with its epochs: all games share all three."""
    yield "finder", options.finder_epochs
    read = digits_read(game, options.seed)
    report(f"{game}: {100 * read:.1f} % of its digits are read right by the digit reader as it is")
    if read < DIGITS_READ:
        yield "digits", options.digits_epochs
    if PROFILES[game].worded:
        yield "words", options.words_epochs


def digits_read(game: str, seed: int) -> float:
    """Of digits cut out of rendered regions of ``game``, the share that the stored digit reader reads right."""
    rng, grounds = random.Random(seed), Backgrounds(seed, 24)
    right = total = 0
    for _ in range(_FILMS):
        for scene in film(rng, grounds, False, {game: 1}):
            for label in scene.labels:
                if not label.text.isdigit() or not visible(scene.picture, label):
                    continue
                x, y = label.x + label.width / 2, label.y + label.height / 2
                width = label.width * STRIP_DIGIT_PIXELS / label.height
                (said,) = read_strips([strip(scene.picture, x, y, label.height)], [width])
                right, total = right + (said.text == label.text), total + 1
    return right / max(1, total)


def _compared(before: Path, after: Path, count: int) -> tuple[Verdicts, Verdicts]:
    with ProcessPoolExecutor(2) as pool:
        one, other = (pool.submit(measured, folder, count) for folder in (before, after))
        return one.result(), other.result()
