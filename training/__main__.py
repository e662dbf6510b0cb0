"""Render the pictures, train the networks on them, store their weights: python -m training"""

from __future__ import annotations

import argparse
import warnings
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from training.render import FINDER_HEIGHT, FINDER_WIDTH, Shard, render
from training.train import train_digit_reader, train_finder, train_word_reader
from workers.read.networks.scale import STRIP_HEIGHT, STRIP_WIDTH, WORD_WIDTH

WEIGHTS = Path(__file__).parents[1] / "workers" / "read" / "networks" / "weights"
REGIONS_PER_SHARD = 2000


def main() -> None:
    options = _options()
    shards = -(-options.regions // REGIONS_PER_SHARD)
    with ProcessPoolExecutor(options.processes) as pool:
        seeds = [options.seed * 1000 + index for index in range(shards)]
        parts = []
        for part in pool.map(_render, seeds):
            parts.append(part)
            _report(
                f"rendered {sum(len(one.regions) for one in parts)} of {options.regions} regions"
            )
    shard = joined(parts)
    with ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(_train, name, shard, options) for name in ("finder", "digits", "words")]
        for job in jobs:
            _report(f"wrote {job.result()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description="Train the networks.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--regions", type=int, default=36_000, help="HUD regions to render")
    parser.add_argument("--finder-epochs", type=int, default=7)
    parser.add_argument("--digits-epochs", type=int, default=6)
    parser.add_argument("--words-epochs", type=int, default=12)
    parser.add_argument("--processes", type=int, default=2, help="for rendering")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="folder of the weights")
    return parser.parse_args()


def _render(seed: int) -> Shard:
    cv2.setNumThreads(1)
    return render(seed, REGIONS_PER_SHARD)


def _train(name: str, shard: Shard, options: argparse.Namespace) -> Path:
    torch.set_num_threads(1)
    path: Path = options.out / f"{name}.onnx"
    if name == "finder":
        finder = train_finder(shard, options.finder_epochs, options.seed, _report)
        store(
            finder, torch.zeros(1, 1, FINDER_HEIGHT, FINDER_WIDTH), {2: "height", 3: "width"}, path
        )
    elif name == "words":
        words = train_word_reader(shard, options.words_epochs, options.seed, _report)
        store(words, torch.zeros(1, 1, STRIP_HEIGHT, WORD_WIDTH), {0: "strips"}, path)
    else:
        reader = train_digit_reader(shard, options.digits_epochs, options.seed, _report)
        store(reader, torch.zeros(1, 3, STRIP_HEIGHT, STRIP_WIDTH), {0: "strips"}, path)
    return path


def joined(parts: list[Shard]) -> Shard:
    """Several shards as one."""
    boxes, before = [], 0
    for part in parts:
        shifted = part.boxes.copy()
        shifted[:, 0] += before
        before += len(part.regions)
        boxes.append(shifted)
    return Shard(
        np.concatenate([part.regions for part in parts]),
        np.concatenate(boxes),
        np.concatenate([part.strips for part in parts]),
        np.concatenate([part.windows for part in parts]),
        np.concatenate([part.texts for part in parts]),
        np.concatenate([part.words for part in parts]),
        np.concatenate([part.meanings for part in parts]),
    )


def store(network: nn.Module, example: torch.Tensor, free_axes: dict[int, str], path: Path) -> None:
    """Write ``network`` as ONNX with the axes named in ``free_axes`` of any size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (example,),
            str(path),
            dynamo=False,
            input_names=["pictures"],
            output_names=["found"],
            dynamic_axes={"pictures": free_axes},
        )


def _report(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
