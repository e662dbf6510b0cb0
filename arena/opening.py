"""What has to be ready before the arena opens?"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from arena.broadcast.channel import LISTED, Channel
from arena.broadcast.lineup import lineup, profile
from arena.clips.encode import Encoding
from arena.hud.fonts import check_fonts
from arena.library import Library, default_root, every_clip
from arena.routes import Routes
from arena.script.match import Pace
from arena.script.scenario import Part


@dataclass(frozen=True)
class Programme:
    """What is broadcast; a scenario takes the place of the simulated matches."""

    matches: int = 12
    seed: int = 1
    healthy: bool = False
    pace: Pace = field(default_factory=Pace)
    scenario: tuple[Part, ...] = ()
    encoding: Encoding = field(default_factory=Encoding)
    library: Path = field(default_factory=default_root)
    scheme: str = "http"


def prepare(programme: Programme, clock: Callable[[], float] = time.time) -> Routes:
    """Encode what is missing, then set every channel on air. Raises FontsMissing, OSError."""
    check_fonts()
    library = Library(programme.library, programme.encoding)
    if programme.scenario:
        library.complete(set().union(*(part.clips() for part in programme.scenario)))
        channels = [
            _scripted(part, clock(), programme.encoding.segment_seconds)
            for part in programme.scenario
        ]
    else:
        library.complete(every_clip())
        channels = lineup(
            programme.matches,
            programme.seed,
            clock(),
            programme.pace,
            programme.encoding.segment_seconds,
            healthy=programme.healthy,
        )
    return Routes(channels, library, clock, programme.scheme)


def _scripted(part: Part, began: float, segment_seconds: float) -> Channel:
    """The script begins as the arena opens; the first step fills the playlist beforehand."""
    guise = profile(part.channel, part.game, part.name, part.title, random.Random(part.channel))
    return Channel(
        guise, part.script(lead=LISTED), began - LISTED * segment_seconds, segment_seconds
    )
