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

STILL_SECONDS = 20.0
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


def note_picture(memory: Memory, luma: Gray, captured_at: float) -> tuple[Memory, float]:
    """The memory with this picture when it has moved, and for how many seconds of broadcast it has not."""
    seen = thumbnail(luma)
    known = unpacked(memory.thumbnail, _SHAPE)
    if known is None or captured_at < memory.thumbnail_at or not _same(known, seen):
        return replace(memory, thumbnail=packed(seen), thumbnail_at=captured_at), 0.0
    return memory, captured_at - memory.thumbnail_at


def thumbnail(luma: Gray) -> Gray:
    """Shape (36, 64): the mean of some samples of each block."""
    step = max(1, luma.shape[0] // (_SHAPE[0] * _SAMPLES))
    samples = np.ascontiguousarray(luma[step // 2 :: step, step // 2 :: step])
    return cast("Gray", cv2.resize(samples, _SHAPE[::-1], interpolation=cv2.INTER_AREA))


def _same(one: Gray, other: Gray) -> bool:
    difference = np.abs(one.astype(np.int16) - other)
    return bool(difference.mean() < _STILL_MEAN and difference.max() <= _STILL_BLOCK)
