"""How are the networks fitted to what was rendered?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.model import BLANK, DigitReader, Finder, WordReader
from training.render import FINDER_HEIGHT, FINDER_WIDTH, Shard
from training.weights import resume, store
from workers.read.networks.kinds import KINDS
from workers.read.networks.scale import (
    FAINT,
    FINDER_DIGIT_PIXELS,
    FINDER_STRIDE,
    NEIGHBOURHOOD,
    STRIP_HEIGHT,
    STRIP_WIDTH,
    WORD_WIDTH,
)

ROWS, COLUMNS = FINDER_HEIGHT // FINDER_STRIDE, FINDER_WIDTH // FINDER_STRIDE
UNTAUGHT = 0.999
"""Heat of a place where nothing is taught: a counter has 1, its lack weighs the fourth power of 1 less it."""
BOX_WEIGHT = 4.0
"""Of the boxes' loss beside that of the heat: with 1 the boxes of single digits depend on the seed."""
Report = Callable[[str], None]


def train(
    name: str,
    shard: Shard,
    epochs: int,
    seed: int,
    report: Report,
    out: Path,
    start: Path | None = None,
) -> Path:
    """Train ``finder``, ``digits`` or ``words`` on one core and write it to the folder ``out``.

    Training continues from the weights in the folder ``start``, or starts from random ones.
    """
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    path, stored = out / f"{name}.onnx", start / f"{name}.onnx" if start else None
    if name == "finder":
        finder = train_finder(shard, epochs, seed, report, stored)
        example = torch.zeros(1, 1, FINDER_HEIGHT, FINDER_WIDTH)
        store(finder, example, {2: "height", 3: "width"}, path)
    elif name == "words":
        words = train_word_reader(shard, epochs, seed, report, stored)
        store(words, torch.zeros(1, 1, STRIP_HEIGHT, WORD_WIDTH), {0: "strips"}, path)
    else:
        reader = train_digit_reader(shard, epochs, seed, report, stored)
        store(reader, torch.zeros(1, 3, STRIP_HEIGHT, STRIP_WIDTH), {0: "strips", 3: "width"}, path)
    return path


def train_finder(
    shard: Shard, epochs: int, seed: int, report: Report, stored: Path | None = None
) -> Finder:
    torch.manual_seed(seed)
    network = Finder()
    rate = _start(network, stored, 2e-3)
    of_region = _rows_by_region(shard)

    def loss_of(indices: NDArray[np.int64]) -> Tensor:
        pictures = torch.from_numpy(shard.regions[indices])
        inside = _inside(torch.from_numpy(shard.extents[indices]))[:, None]
        heat, boxes, at = _targets([shard.boxes[of_region[i]] for i in indices])
        seen = _disturbed(_normalized(pictures[:, None], inside)) * inside
        output = network(seen, inside)
        return _heat_loss(output[:, : len(KINDS)], heat) + BOX_WEIGHT * _box_loss(
            output[:, len(KINDS) :], boxes, at
        )

    _fit(network, len(shard.regions), loss_of, epochs, 32, rate, seed, report)
    return network


def train_digit_reader(
    shard: Shard, epochs: int, seed: int, report: Report, stored: Path | None = None
) -> DigitReader:
    torch.manual_seed(seed)
    network = DigitReader()
    rate = _start(network, stored, 2.5e-3)

    def loss_of(indices: NDArray[np.int64]) -> Tensor:
        pictures = torch.from_numpy(shard.strips[indices])
        strips = torch.stack([_normalized(pictures), _local(pictures)], 1)
        strips = torch.where(torch.rand(len(strips), 1, 1, 1) < 0.1, -strips, strips)
        inputs = torch.cat([_disturbed(strips), windows(shard.windows[indices])], 1)
        logits = network(inputs)[:, :, 0].permute(2, 0, 1).log_softmax(2)
        texts = shard.texts[indices]
        digits = torch.tensor([int(digit) for text in texts for digit in text], dtype=torch.long)
        lengths = torch.tensor([len(text) for text in texts], dtype=torch.long)
        columns = torch.full((len(indices),), logits.shape[0], dtype=torch.long)
        loss: Tensor = functional.ctc_loss(
            logits, digits, columns, lengths, blank=BLANK, reduction="sum", zero_infinity=True
        )
        return loss / len(indices)

    _fit(network, len(shard.strips), loss_of, epochs, 96, rate, seed, report)
    return network


def train_word_reader(
    shard: Shard, epochs: int, seed: int, report: Report, stored: Path | None = None
) -> WordReader:
    torch.manual_seed(seed)
    network = WordReader()
    rate = _start(network, stored, 2e-3)

    def loss_of(indices: NDArray[np.int64]) -> Tensor:
        strips = _normalized(torch.from_numpy(shard.words[indices]))[:, None]
        loss: Tensor = functional.cross_entropy(
            network(_disturbed(strips)), torch.from_numpy(shard.meanings[indices])
        )
        return loss

    _fit(network, len(shard.words), loss_of, epochs, 64, rate, seed, report)
    return network


def _start(network: nn.Module, stored: Path | None, rate: float) -> float:
    """The highest learning rate: lower where training continues from weights that are ``stored``."""
    if stored is None:
        return rate
    resume(network, stored)
    return rate / 4


def _fit(
    network: nn.Module,
    size: int,
    loss_of: Callable[[NDArray[np.int64]], Tensor],
    epochs: int,
    batch: int,
    rate: float,
    seed: int,
    report: Report,
) -> None:
    """Adam on shuffled batches, its rate falling to nothing along a cosine."""
    network.to(memory_format=torch.channels_last)
    steps = epochs * (size // batch)
    optimizer = torch.optim.AdamW(network.parameters(), rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rate, total_steps=steps + 1, pct_start=0.1
    )
    began, recent = time.monotonic(), []
    for step, indices in enumerate(_batches(size, batch, epochs, seed), 1):
        optimizer.zero_grad()
        loss = loss_of(indices)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        recent.append(float(loss.detach()))
        if step % 200 == 0 or step == steps:
            seconds = time.monotonic() - began
            report(
                f"{type(network).__name__}: step {step} of {steps}, loss {np.mean(recent):.4f}, "
                f"{seconds:.0f} s, {seconds / step * (steps - step):.0f} s to go"
            )
            recent.clear()
    network.eval()


def _batches(size: int, batch: int, epochs: int, seed: int) -> Iterator[NDArray[np.int64]]:
    order = np.random.default_rng(seed)
    for _ in range(epochs):
        shuffled = order.permutation(size)
        for start in range(0, size - batch + 1, batch):
            yield shuffled[start : start + batch]


def _rows_by_region(shard: Shard) -> list[NDArray[np.int64]]:
    rows: list[list[int]] = [[] for _ in shard.regions]
    for index, region in enumerate(shard.boxes[:, 0].astype(int)):
        rows[region].append(index)
    return [np.array(indices, np.int64) for indices in rows]


def _targets(boxes: list[NDArray[np.float32]]) -> tuple[Tensor, Tensor, Tensor]:
    """Heat (n, kinds, rows, columns), boxes (k, 4), and where each box is: (k, 3) of picture, row, column.

    Where nobody can say whether a counter is shown, there is no box, and the heat is ``UNTAUGHT``.
    """
    heat = np.zeros((len(boxes), len(KINDS), ROWS, COLUMNS), np.float32)
    sizes, places = [], []
    grid_y, grid_x = np.mgrid[0:ROWS, 0:COLUMNS].astype(np.float32)
    for index, rows in enumerate(boxes):
        for _, kind, x, y, width, height, shown in rows:
            cell_x, cell_y = x / FINDER_STRIDE - 0.5, y / FINDER_STRIDE - 0.5
            column, row = (
                min(COLUMNS - 1, max(0, round(cell_x))),
                min(ROWS - 1, max(0, round(cell_y))),
            )
            spread = np.exp(-((grid_x - cell_x) ** 2 + (grid_y - cell_y) ** 2) / (2 * 0.7**2))
            layer = heat[index, int(kind)]
            if not shown:
                cells = layer[_cells_of(x, y, width, height)]
                np.maximum(cells, UNTAUGHT, out=cells)
                continue
            np.maximum(layer, spread, out=layer)
            layer[row, column] = 1.0
            sizes.append(
                (
                    cell_x - column,
                    cell_y - row,
                    np.log(width / FINDER_DIGIT_PIXELS),
                    np.log(height / FINDER_DIGIT_PIXELS),
                )
            )
            places.append((index, row, column))
    return (
        torch.from_numpy(heat),
        torch.tensor(sizes, dtype=torch.float32).reshape(-1, 4),
        torch.tensor(places, dtype=torch.long).reshape(-1, 3),
    )


def _cells_of(x: float, y: float, width: float, height: float) -> tuple[slice, slice]:
    """Rows and columns of the heat map that such a box may be found at, and one more around."""
    left, right = (int((x + side * width / 2) / FINDER_STRIDE) for side in (-1, 1))
    top, bottom = (int((y + side * height / 2) / FINDER_STRIDE) for side in (-1, 1))
    return slice(max(0, top - 1), bottom + 2), slice(max(0, left - 1), right + 2)


def _heat_loss(logits: Tensor, heat: Tensor) -> Tensor:
    """Focal loss with softened neighbours, per drawn counter (Law and Deng, CornerNet, 2018)."""
    peak = heat == 1.0
    shown, chance = logits[peak], logits.sigmoid()
    missed = (1 - chance[peak]) ** 2 * functional.softplus(-shown)
    invented = (1 - heat) ** 4 * chance**2 * functional.softplus(logits)
    return (missed.sum() + invented.sum()) / peak.sum().clamp(min=1)


def _box_loss(output: Tensor, boxes: Tensor, at: Tensor) -> Tensor:
    if not len(at):
        return output.sum() * 0
    return functional.smooth_l1_loss(output[at[:, 0], :, at[:, 1], at[:, 2]], boxes, beta=0.05)


def _inside(extents: Tensor) -> Tensor:
    """1 where a region's picture is, 0 beyond its ends, (n, 84, 208), as the network sees what it is given to read."""
    left, top, right, bottom = extents[:, :, None, None].unbind(1)
    x, y = torch.arange(FINDER_WIDTH), torch.arange(FINDER_HEIGHT)[:, None]
    return ((x >= left) & (x < right) & (y >= top) & (y < bottom)).float()


def _normalized(pictures: Tensor, inside: Tensor | None = None) -> Tensor:
    """As ``scale.normalized``, for a batch; by what is ``inside`` alone."""
    values = pictures.float()
    inside = torch.ones_like(values) if inside is None else inside
    size = inside.sum((-2, -1), keepdim=True)
    values = values - (values * inside).sum((-2, -1), keepdim=True) / size
    deviation = ((values**2 * inside).sum((-2, -1), keepdim=True) / size).sqrt()
    return values / (deviation + 8.0)


def _local(pictures: Tensor) -> Tensor:
    """As ``scale.local``, for a batch."""
    values, margin = pictures.float()[:, None], NEIGHBOURHOOD // 2
    padded = functional.pad(values, (margin,) * 4, mode="replicate")
    mean = functional.avg_pool2d(padded, NEIGHBOURHOOD, 1)
    spread = functional.avg_pool2d(padded * padded, NEIGHBOURHOOD, 1) - mean * mean
    result: Tensor = (values - mean) / (spread.clamp(min=0).sqrt() + FAINT)
    return result[:, 0]


def _disturbed(pictures: Tensor) -> Tensor:
    gain = 1 + 0.2 * torch.randn(len(pictures), 1, 1, 1)
    noise = torch.rand(len(pictures), 1, 1, 1) ** 3 * 0.3
    return pictures * gain + noise * torch.randn_like(pictures)


def windows(widths: NDArray[np.float32]) -> Tensor:
    """As ``scale.window``, for a batch: (n, 1, 24, 56)."""
    distance = (torch.arange(STRIP_WIDTH) + 0.5 - STRIP_WIDTH / 2).abs()[None] - torch.from_numpy(
        widths
    )[:, None] / 2
    rows = (0.5 - distance / 4).clamp(0, 1).float()
    return rows[:, None, None, :].expand(-1, 1, STRIP_HEIGHT, -1)
