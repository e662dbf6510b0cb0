"""How do workers answer requests of the admin pages?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import cv2
import numpy as np

from scoreboard.health import LABELS
from scoreboard.models import Correction, Game
from scoreboard.requests import Ask
from scoreboard.store import Store
from scoreboard.taught.profile import TaughtProfile
from workers.capture.camera import Camera
from workers.capture.take import photograph
from workers.desk.frame_jpeg import frame_jpeg
from workers.desk.samples import png_of
from workers.discover.platforms import Platform, PlatformFailed
from workers.look.cut import cut
from workers.look.failure import CaptureFailed
from workers.look.look import Gray
from workers.read.examine import opinions
from workers.read.in_use import TaughtInUse
from workers.read.reader import reader_for

Answer = dict[str, Any]


def answer_frame(store: Store, camera: Camera, ask: Ask) -> Answer:
    """A fresh picture of a watched channel, put under the question's id."""
    stream = store.stream(ask.subject)
    if stream is None:
        return {"fault": f"{ask.subject} is not live, so there is no frame to show."}
    try:
        picture = photograph(stream, camera)
    except CaptureFailed as failure:
        return {"fault": failure.sentence}
    packed, width, height = frame_jpeg(picture.luma)
    store.put_frame(ask.id, packed)
    return {
        "frame": ask.id,
        "width": width,
        "height": height,
        "captured_at": picture.captured_at,
    }


def answer_reading(store: Store, ask: Ask, in_use: TaughtInUse) -> Answer:
    """What the readers make of a frame with the regions that the question brings."""
    packed = store.frame(ask.subject)
    frame = cv2.imdecode(np.frombuffer(packed, np.uint8), cv2.IMREAD_GRAYSCALE) if packed else None
    if frame is None or ask.game is None:
        return {"fault": "The frame has expired. Grab a new one."}
    luma, taught = frame.astype(np.uint8, copy=False), in_use.of(ask.game)
    return read_frame(luma, ask.game, ask.correction, taught)


def read_frame(
    frame: Gray, game: Game, correction: Correction | None, taught: TaughtProfile | None = None
) -> Answer:
    frame_height, crops = cut(frame, game, correction)
    reading = reader_for(game, taught).read(crops, frame_height)
    return {
        "alive": reading.alive,
        "kills": reading.kills,
        "phase": reading.phase,
        "confidence": reading.confidence,
        "reason": reading.reason,
        "cutouts": {name: png_of(crop) for name, crop in crops.items()},
        "opinions": [asdict(opinion) for opinion in opinions(crops, frame_height, game, taught)],
    }


def answer_category(platforms: Sequence[Platform], ask: Ask, now: float) -> Answer:
    """Categories of the platform that is asked for, with names like those words."""
    platform = next((one for one in platforms if one.name == ask.platform), None)
    if platform is None:
        name = LABELS.get(ask.platform, ask.platform)
        return {"fault": f"{name} credentials are not configured."}
    try:
        found = platform.categories(ask.subject, now)
    except PlatformFailed as failure:
        return {"fault": str(failure)}
    return {"categories": [asdict(category) for category in found]}
