"""What has to be ready before the arena opens?"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from arena.broadcast.channel import LISTED, Channel
from arena.broadcast.ladder import Rendition, ladder
from arena.broadcast.lineup import game_of, lineup, profile
from arena.clips.clip import GAMES, Clip
from arena.clips.encode import Codec, Encoding
from arena.hud.fonts import check_fonts
from arena.library import Library, default_root, every_clip
from arena.outlet import Outlet
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
    renditions: tuple[Codec, ...] = ()
    """The codecs that channels send in, in turn, each beside smaller renditions; without any there is one rendition."""
    library: Path = field(default_factory=default_root)


def prepare(
    programme: Programme, clock: Callable[[], float] = time.time
) -> list[tuple[Channel, tuple[Outlet, ...]]]:
    """Encode what is missing, then set every channel on air with its renditions. Raises FontsMissing, OSError."""
    check_fonts()
    ladders, shown = _ladders(programme), _shown(programme)
    wanted: dict[Encoding, set[Clip]] = {}
    for renditions, clips in set(zip(ladders, shown, strict=True)):
        for rendition in renditions:
            wanted.setdefault(rendition.encoding, set()).update(clips)
    libraries = {encoding: Library(programme.library, encoding) for encoding in wanted}
    for encoding, library in libraries.items():
        library.complete(wanted[encoding])
    outlets = [
        tuple(Outlet(rendition, libraries[rendition.encoding]) for rendition in renditions)
        for renditions in ladders
    ]
    return list(zip(_channels(programme, clock()), outlets, strict=True))


def _ladders(programme: Programme) -> list[tuple[Rendition, ...]]:
    """By channel."""
    count, codecs = len(programme.scenario) or programme.matches, programme.renditions
    if not codecs:
        return [(Rendition("", programme.encoding),)] * count
    ladders = [ladder(programme.encoding, codec) for codec in codecs]
    return [ladders[number % len(ladders)] for number in range(count)]


def _shown(programme: Programme) -> list[frozenset[Clip]]:
    """By channel: all that may be on its screen."""
    if programme.scenario:
        return [frozenset(part.clips()) for part in programme.scenario]
    by_game = {game: frozenset(every_clip([game])) for game in GAMES}
    return [by_game[game_of(number)] for number in range(programme.matches)]


def _channels(programme: Programme, began: float) -> list[Channel]:
    seconds = programme.encoding.segment_seconds
    if programme.scenario:
        return [_scripted(part, began, seconds) for part in programme.scenario]
    return lineup(
        programme.matches,
        programme.seed,
        began,
        programme.pace,
        seconds,
        healthy=programme.healthy,
    )


def _scripted(part: Part, began: float, segment_seconds: float) -> Channel:
    """The script begins as the arena opens; the first step fills the playlist beforehand."""
    guise = profile(part.channel, part.game, part.name, part.title, random.Random(part.channel))
    return Channel(
        guise, part.script(lead=LISTED), began - LISTED * segment_seconds, segment_seconds
    )
