"""Which pictures is a clip made of?"""

from collections.abc import Iterator

import numpy as np

from arena.clips.clip import Clip
from arena.hud import apex, fortnite, outpost, pubg
from arena.hud.canvas import Overlay
from arena.scenery.backdrop import backdrop_of, pictures
from arena.scenery.lay import Layer, Planes
from arena.screens.banners import banner
from arena.screens.unrelated import advertisement, desktop, other_game

COUNTERS = {
    "pubg": pubg.counters,
    "fortnite": fortnite.counters,
    "apex": apex.counters,
    "outpost": outpost.counters,
}
UNRELATED = {"ad": advertisement, "desktop": desktop, "other": other_game}


def shoot(clip: Clip, frames: int) -> Iterator[Planes]:
    """Every picture of the clip, ready to be encoded; each is gone when the next is asked for."""
    if clip.screen in UNRELATED:
        yield from UNRELATED[clip.screen](clip.line, frames)
        return
    shot = pictures(backdrop_of(clip), frames)
    layers = [Layer(overlay) for overlay in overlays(clip)]
    planes = shot[0].copy()
    for number in range(frames):
        np.copyto(planes, shot[0 if clip.still else number])
        for layer in layers:
            layer.lay(planes)
        yield planes


def overlays(clip: Clip) -> list[Overlay]:
    """What is drawn over the scenery of this clip alone."""
    counted = clip.screen == "playing" or (
        clip.screen == "lobby" and clip.game not in ("apex", "outpost")
    )
    return [*([COUNTERS[clip.game](clip)] if counted else []), *banner(clip)]
