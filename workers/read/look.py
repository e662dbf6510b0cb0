"""What does a look show?"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from scoreboard.models import Game, Reading
from scoreboard.taught.profile import TaughtProfile
from workers.look.look import BANNER, Crops, Gray, Look
from workers.read.budget import Budget
from workers.read.reader import reader_for


def read_look(
    look: Look,
    game: Game,
    banners: Budget,
    again: Budget,
    taught: TaughtProfile | None = None,
    fetch_banner: Callable[[], Gray | None] = lambda: None,
) -> Reading:
    """``fetch_banner``: called where no counter is shown, while ``banners`` allows it."""
    began, may_open = time.perf_counter(), game.has_banner and banners.allows()
    crops = {name: crop for name, crop in look.crops.items() if may_open or name != BANNER}
    if may_open:
        crops = Crops(crops, fetch_banner)
    reading = reader_for(game, taught).read(crops, look.frame_height, again)
    if BANNER in crops:
        banners.spend(time.perf_counter() - began)
    return replace(reading, captured_at=look.captured_at)
