"""Which parts of a look are kept for people to see?"""

from __future__ import annotations

import base64
import threading
from dataclasses import dataclass, field

import cv2

from scoreboard.models import Reading
from scoreboard.requests import Seen
from scoreboard.rules import BELIEVE_AT_ONCE
from scoreboard.store import Store
from workers.look.look import Gray, Look

INTEREST_SECONDS = 2.0
"""How old this process's word on what admins look at may be."""
DOUBT_EVERY_SECONDS = 5.0
"""More doubts than people can judge are sampled, in each process."""
_PACKING = [cv2.IMWRITE_PNG_COMPRESSION, 1]


def is_doubtful(reading: Reading) -> bool:
    """Whether a counter was found whose number is not sure."""
    if reading.phase != "playing" and reading.alive is None:
        return "unclear" in reading.reason
    return reading.alive is None or reading.confidence < BELIEVE_AT_ONCE


def seen_in(look: Look, reading: Reading) -> Seen:
    """Without the banner, which holds no number and is larger than all the rest."""
    return Seen(
        look.channel,
        look.game,
        look.captured_at,
        look.frame_height,
        reading.alive,
        reading.kills,
        reading.phase,
        reading.confidence,
        reading.reason,
        {name: png_of(crop) for name, crop in look.crops.items() if name != "banner"},
    )


def png_of(picture: Gray) -> str:
    """In base64; empty for a picture without pixels."""
    if not picture.size:
        return ""
    return base64.b64encode(cv2.imencode(".png", picture, _PACKING)[1].tobytes()).decode()


@dataclass(slots=True)
class SampleKeeper:
    """Keeps what admins look at now, and a sample of the doubts; most looks cost it nothing."""

    interest: frozenset[str] = frozenset()
    asked_at: float = 0.0
    doubted_at: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def see(self, store: Store, look: Look, reading: Reading, now: float) -> None:
        wanted, doubt = (
            self._is_wanted(store, look.channel, now),
            is_doubtful(reading) and self._may_doubt(now),
        )
        if wanted or doubt:
            seen = seen_in(look, reading)
            store.put_seen(seen)
            if doubt:
                store.put_doubt(seen)

    def _is_wanted(self, store: Store, channel: str, now: float) -> bool:
        with self.lock:
            if now - self.asked_at >= INTEREST_SECONDS:
                self.interest, self.asked_at = store.interest(), now
            return channel in self.interest

    def _may_doubt(self, now: float) -> bool:
        with self.lock:
            if now - self.doubted_at < DOUBT_EVERY_SECONDS:
                return False
            self.doubted_at = now
            return True


sample_keeper = SampleKeeper()
