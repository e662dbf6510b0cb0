"""What does a recording give, one keyframe after another?"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from av.video.frame import VideoFrame

from workers.look.failure import CaptureFailed

MIN_APART_SECONDS = 1.5
"""Keyframes closer to the last one are passed over: streamers send one every two seconds."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture, or why there is none."""

    at: float
    """Seconds since the recording began."""
    frame: VideoFrame | None
    failure: CaptureFailed | None = None


class Recording(Protocol):
    """Of a file, or of what is played from an address."""

    @property
    def seconds(self) -> float:
        """How long it says to be; 0 where it does not say."""
        ...

    @property
    def skips(self) -> bool:
        """Whether it need not read what is before the shots that it is asked for."""
        ...

    def shots(self, after: float) -> Generator[Shot]:
        """Those later than ``after`` seconds, in their order.

        Raises ``CaptureFailed`` where it cannot be read any further.
        """
        ...


def is_due(at: float, last: float) -> bool:
    """Whether a keyframe at ``at`` is looked at, ``last`` being the one before."""
    return at - last >= MIN_APART_SECONDS
