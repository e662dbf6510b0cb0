"""How are many pictures rendered, on several cores?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import cv2
import numpy as np

from training.render import SHARES, Shard, render

REGIONS_PER_SHARD = 2000


def rendered_shard(
    regions: int,
    seed: int,
    processes: int,
    report: Callable[[str], None],
    shares: Mapping[str, int] = SHARES,
) -> Shard:
    """At least ``regions`` regions; equal seeds and shares give equal shards."""
    size = min(regions, REGIONS_PER_SHARD)
    seeds = [seed * 1000 + index for index in range(-(-regions // size))]
    parts = []
    with ProcessPoolExecutor(processes) as pool:
        for part in pool.map(partial(_render, size, dict(shares)), seeds):
            parts.append(part)
            report(f"rendered {sum(len(one.regions) for one in parts)} of {regions} regions")
    return joined(parts)


def _render(count: int, shares: Mapping[str, int], seed: int) -> Shard:
    cv2.setNumThreads(1)
    return render(seed, count, shares)


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
        np.concatenate([part.extents for part in parts]),
        np.concatenate(boxes),
        np.concatenate([part.strips for part in parts]),
        np.concatenate([part.windows for part in parts]),
        np.concatenate([part.texts for part in parts]),
        np.concatenate([part.words for part in parts]),
        np.concatenate([part.meanings for part in parts]),
    )
