"""Is the picture alive?

A stopped playlist is known by its newest segment, a still picture by its thumbnail. In a thumbnail of 64 by 36 an
encoder's noise averages out to less than half a grey level, three at the worst block, while a clock's or a counter's
changed digit moves its own block by five and more: so the mean and the worst block must both hold still, which no live
match does for long.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import cv2
import numpy as np

from workers.capture.hls.records import MediaPlaylist
from workers.capture.memory import Memory, packed, unpacked
from workers.look.failure import CaptureFailed
from workers.look.look import Gray

STILL_SECONDS = 12.0
MIN_STOPPED_SECONDS = 10.0
"""A hiccup of a stream with short segments is not its end."""
_TARGET_DURATIONS = 3
_SHAPE = (36, 64)
_SAMPLES = 4
"""About as many along each side of a block."""
_STILL_MEAN = 0.5
_STILL_BLOCK = 3


def note_newest(memory: Memory, playlist: MediaPlaylist, now: float) -> Memory:
    """The memory with the newest segment; raises ``CaptureFailed`` (frozen) when it is the newest for too long."""
    last = playlist.newest[-1]
    newest = f"{last.number} {last.url[-200:]}"
    if newest != memory.newest:
        if memory.stopped.get(memory.rendition) == newest:
            raise CaptureFailed("frozen", "No new video since another rendition replaced this one.")
        return replace(memory, newest=newest, newest_at=now)
    stopped = now - memory.newest_at
    if stopped > max(MIN_STOPPED_SECONDS, _TARGET_DURATIONS * playlist.target_seconds):
        raise CaptureFailed("frozen", f"No new video for {stopped:.0f} seconds.")
    return memory


def note_picture(
    memory: Memory, luma: Gray, captured_at: float, height: int = 0
) -> tuple[Memory, float]:
    """The memory with this picture when it has moved, and for how many seconds of broadcast it has not.

    Rows alone, of a picture of ``height``, show that it has moved. That it has not, two whole ones must show; since
    when, the rows before them may tell.
    """
    seen, known = thumbnail(luma, height or len(luma)), unpacked(memory.thumbnail, _SHAPE[1])
    rows = min(len(seen), len(known)) if known is not None else 0
    moved = not rows or known is None or not _same(known[:rows], seen[:rows])
    if moved or captured_at < memory.thumbnail_at:
        memory = replace(memory, thumbnail=packed(seen), thumbnail_at=captured_at)
        return replace(memory, may_be_still=not moved), 0.0
    if rows < len(seen):
        return replace(memory, thumbnail=packed(seen), may_be_still=True), 0.0
    still_seconds = captured_at - memory.thumbnail_at if rows == _SHAPE[0] else 0.0
    return replace(memory, may_be_still=True), still_seconds


def thumbnail(luma: Gray, height: int) -> Gray:
    """Shape (36, 64), or fewer rows: the mean of some samples of each block that ``luma`` has whole."""
    step = max(1, height // (_SHAPE[0] * _SAMPLES))
    found = luma[step // 2 :: step, step // 2 :: step]
    samples = np.zeros((len(range(step // 2, height, step)), found.shape[1]), np.uint8)
    samples[: len(found)] = found
    small = cast("Gray", cv2.resize(samples, _SHAPE[::-1], interpolation=cv2.INTER_AREA))
    return small[: len(found) * _SHAPE[0] // len(samples)]


def _same(one: Gray, other: Gray) -> bool:
    difference = np.abs(one.astype(np.int16) - other)
    return bool(difference.mean() < _STILL_MEAN and difference.max() <= _STILL_BLOCK)
