"""In which of a game's layouts does a HUD region show its counters?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from workers.look.look import Gray
from workers.read.networks.find import find
from workers.read.networks.kinds import PROFILES, WHOLE, Profile
from workers.read.networks.place import Place
from workers.read.networks.scale import part_of
from workers.read.readers.assign import assign
from workers.read.readers.counters import Counters, Doubt

PLAIN = 0.6
"""A layout whose players are found with less chance than this is compared with the one before it."""
DOUBT = 0.18
"""The players may be at a place with less chance than is asked for, but with no less than this: of 388 places from 0.12
on, 23 were players whom another size showed, and all but one of those had more."""


def search(hud: Gray, frame_height: int, profile: Profile) -> Iterator[Counters]:
    """The counters of each layout that shows some, the newest first; of none, what ``profile`` says of its own.

    Older layouts are searched only where the newer one is not sure: each costs as much as a look. Behind what
    ``profile`` says come those that are in doubt where the players are.
    """
    found = False
    doubted: list[Counters] = []
    for name in profile.layouts:
        counters = counters_in(hud, frame_height, PROFILES[name])
        if counters.shown:
            found = True
            yield counters
            if counters.alive is None or counters.alive.place.chance >= PLAIN:
                return
        elif counters.doubt:
            doubted.append(counters)
    counters = counters_in(hud, frame_height, profile)
    if counters.shown or not found:
        yield counters
    if not found and not counters.shown:
        yield from doubted


def counters_in(hud: Gray, frame_height: int, profile: Profile, zoom: float = 1.0) -> Counters:
    """Those of this layout alone; their places are in pixels of ``hud``. The finder sees it ``zoom`` times as large."""
    part, x, y = part_of(hud, profile.within)
    digit_pixels = profile.finder_digit_pixels * zoom
    found = find(part, profile.digit_height * frame_height, digit_pixels, profile.kinds)
    places = {kind: [_moved(place, x, y) for place in some] for kind, some in found.items()}
    counters = assign(hud, places, profile)
    return replace(counters, doubt=_doubt(counters, places, profile))


def _doubt(counters: Counters, places: Mapping[str, list[Place]], profile: Profile) -> Doubt | None:
    """A plate whose word was read holds no doubt: it says what the number counts."""
    kinds = (profile.worded, profile.observed) if profile.worded else (profile.alive,)
    best = max((places[kind][0] for kind in kinds if kind), key=lambda place: place.chance)
    named = profile.worded and best.chance > WHOLE
    if counters.alive or counters.waiting or named or best.chance < DOUBT:
        return None
    return Doubt(best, profile)


def _moved(place: Place, x: int, y: int) -> Place:
    return replace(place, x=place.x + x, y=place.y + y) if x or y else place
