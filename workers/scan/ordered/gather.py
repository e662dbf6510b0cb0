"""Which pictures of a recording are worth labeling? Those at given times, or some that are spread over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

from av.video.frame import VideoFrame

from scoreboard.scans.scan import ScanOrder
from workers.scan.recording.shot import MIN_APART_SECONDS, Recording, Shot

APART_SECONDS = 20.0
"""Where nobody knows how long a recording is."""
Picture = tuple[float, VideoFrame]


def times_of(order: ScanOrder, seconds: float) -> tuple[float, ...]:
    """In their order. ``seconds``: how long the recording is; 0 where that is not known."""
    if order.times:
        return tuple(sorted(set(order.times)))
    apart = seconds / order.count if seconds else APART_SECONDS
    return tuple(apart * (place + 0.5) for place in range(order.count))


def pictures_at(recording: Recording, times: Sequence[float]) -> Iterator[Picture]:
    """The first keyframe from each of ``times`` on, each once. Raises ``CaptureFailed``."""
    last = -MIN_APART_SECONDS
    for at, frame in _skipping(recording, times) if recording.skips else _passing(recording, times):
        if at > last:
            last = at
            yield at, frame


def _skipping(recording: Recording, times: Sequence[float]) -> Iterator[Picture]:
    for at in times:
        with closing(recording.shots(at - MIN_APART_SECONDS)) as shots:
            yield from _first(shots)


def _first(shots: Iterator[Shot]) -> Iterator[Picture]:
    for shot in shots:
        if shot.frame is not None:
            yield shot.at, shot.frame
            return


def _passing(recording: Recording, times: Sequence[float]) -> Iterator[Picture]:
    left = [*times]
    with closing(recording.shots(-MIN_APART_SECONDS)) as shots:
        for shot in shots:
            if shot.frame is None or shot.at < left[0]:
                continue
            yield shot.at, shot.frame
            left = [at for at in left if at > shot.at]
            if not left:
                return
