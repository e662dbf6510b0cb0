"""Where does a clip take place, and how does the camera move there?"""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from math import pi, sin

import cv2
import numpy as np

from arena.clips.clip import PLAYERS, SCENERY, Clip
from arena.clips.encode import HEIGHT, WIDTH
from arena.hud.furniture import furniture
from arena.scenery import foreground, indoors, outdoors
from arena.scenery.lay import Layer, Planes, to_planes
from arena.scenery.palette import PALETTES
from arena.scenery.texture import Picture

NOON, AFTERNOON, INDOORS, DUSK = range(4)


@dataclass(frozen=True, order=True)
class Backdrop:
    """Clips that share a backdrop share its pictures; in the broadcast any of them may follow any other."""

    game: str
    line: int
    hour: int
    take: int


def backdrop_of(clip: Clip) -> Backdrop:
    """Lobbies and openings lie in the noon sun, the middle of a match indoors, its end in the dusk."""
    game = SCENERY.get(clip.game, clip.game)
    if clip.screen == "lobby" or clip.game not in PLAYERS:
        return Backdrop(game, clip.line, NOON, 0)
    alive = 0 if clip.alive is None else clip.alive
    share = alive / PLAYERS[clip.game]
    hour = NOON if share > 0.7 else AFTERNOON if share > 0.3 else INDOORS if share > 0.12 else DUSK
    return Backdrop(game, clip.line, hour, alive % 2 if clip.screen == "playing" else 0)


@lru_cache(maxsize=1)
def pictures(backdrop: Backdrop, frames: int) -> tuple[Planes, ...]:
    """Two seconds of the camera moving; it ends where it began, so that the next clip takes over without a jump."""
    world = _world(backdrop.game, backdrop.line, backdrop.hour)
    shot = []
    for number in range(frames):
        across, down = _camera(backdrop.take, number / frames)
        picture = _cut(world.far, across * 0.45, down * 0.45).copy()
        cv2.copyTo(_cut(world.near, across, down), _cut(world.mask, across, down), picture)
        planes = to_planes(picture)
        for layer in world.fixed:
            layer.lay(planes)
        shot.append(planes)
    return tuple(shot)


@dataclass(frozen=True)
class _World:
    """Two layers that the camera moves over at different speeds, and what stays where it is on the screen."""

    far: Picture
    near: Picture
    mask: Picture
    fixed: tuple[Layer, ...]


@lru_cache(maxsize=1)
def _world(game: str, line: int, hour: int) -> _World:
    rng = np.random.default_rng(zlib.crc32(f"{game} {line} {hour}".encode()))
    palette = PALETTES[game][hour]
    if hour == INDOORS:
        far = outdoors.far(PALETTES[game][NOON], rng)
        near, mask = indoors.room(palette, rng)
    else:
        far = outdoors.far(palette, rng)
        near, mask = outdoors.near(palette, rng, houses=6, trees=26)
    on_screen = (foreground.player(game, line), *furniture(game, line, hour))
    return _World(far, near, mask, tuple(Layer(overlay) for overlay in on_screen))


def _camera(take: int, turn: float) -> tuple[float, float]:
    """How far from the middle the camera is, -1 to 1; every take sets out from the same place at the same speed."""
    across = sin(2 * pi * turn) * 0.6 + (
        0.3 * sin(4 * pi * turn) ** 2 if take else -0.3 * sin(4 * pi * turn) ** 2
    )
    return across, 0.35 * sin(4 * pi * turn) + 0.3 * sin(6 * pi * turn) ** 2


def _cut(layer: Planes, across: float, down: float) -> Planes:
    height, width = layer.shape[:2]
    left = round((width - WIDTH) / 2 * (1 + across))
    top = round((height - HEIGHT) / 2 * (1 + down))
    return layer[top : top + HEIGHT, left : left + WIDTH]
