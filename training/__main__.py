"""Train all networks from random weights, or one game on top of the weights that ship: python -m training [--game x]"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from training.one_game import train_game
from training.shards import rendered_shard
from training.train import train
from workers.read.networks.kinds import PROFILES

WEIGHTS = Path(__file__).parents[1] / "workers" / "read" / "networks" / "weights"
ALL = {"regions": 36_000, "finder_epochs": 7, "digits_epochs": 6, "words_epochs": 12}
ONE = {"regions": 8_000, "finder_epochs": 3, "digits_epochs": 2, "words_epochs": 4}


def main() -> None:
    options = _options()
    if options.game:
        sys.exit(train_game(options.game, options, _report))
    shard = rendered_shard(options.regions, options.seed, options.processes, _report)
    with ProcessPoolExecutor(2) as pool:
        jobs = [
            pool.submit(train, name, shard, epochs, options.seed, _report, options.out)
            for name, epochs in (
                ("finder", options.finder_epochs),
                ("digits", options.digits_epochs),
                ("words", options.words_epochs),
            )
        ]
        for job in jobs:
            _report(f"wrote {job.result()}")


def _report(line: str) -> None:
    print(line, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description="Train the networks.")
    parser.add_argument("--game", choices=sorted(PROFILES), help="train this game only, in minutes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--regions", type=int, help="HUD regions to render")
    parser.add_argument("--finder-epochs", type=int)
    parser.add_argument("--digits-epochs", type=int)
    parser.add_argument("--words-epochs", type=int)
    parser.add_argument("--processes", type=int, default=2, help="for rendering")
    parser.add_argument(
        "--measured", type=int, default=1500, help="with --game: regions to compare"
    )
    parser.add_argument("--keep", action="store_true", help="with --game: even if others lose")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder of the weights")
    options = parser.parse_args()
    for name, usual in (ONE if options.game else ALL).items():
        if getattr(options, name) is None:
            setattr(options, name, usual)
    return options


if __name__ == "__main__":
    main()
