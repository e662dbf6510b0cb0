"""What does a look show?"""

from __future__ import annotations

import time
from dataclasses import replace

from scoreboard.models import Game, Reading
from scoreboard.taught.profile import TaughtProfile
from workers.look.look import Look
from workers.read.budget import Budget
from workers.read.reader import reader_for


def read_look(
    look: Look, game: Game, banners: Budget, again: Budget, taught: TaughtProfile | None = None
) -> Reading:
    began, crops = time.perf_counter(), look.crops
    if not banners.allows():
        crops = {name: crop for name, crop in crops.items() if name != "banner"}
    reading = reader_for(game, taught).read(crops, look.frame_height, again)
    if "banner" in crops:
        banners.spend(time.perf_counter() - began)
    return replace(reading, captured_at=look.captured_at)
