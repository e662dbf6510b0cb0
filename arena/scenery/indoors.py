"""What does a room look like from inside?"""

import cv2
import numpy as np

from arena.scenery.palette import Palette
from arena.scenery.size import NEAR_SIZE
from arena.scenery.texture import Picture, blend, grain, shade


def room(palette: Palette, rng: np.random.Generator) -> tuple[Picture, Picture]:
    """Walls, floor and ceiling in perspective, dark towards the corners, and the mask that leaves a window open."""
    width, height = NEAR_SIZE
    middle, half_width, half_height = (width // 2 + 60, 330), 360, 190
    left, right = middle[0] - half_width, middle[0] + half_width
    top, bottom = middle[1] - half_height, middle[1] + half_height
    waves = np.sin(np.linspace(0, 220, width)) * 0.06 + 0.94
    planks = waves[None, :].repeat(height, 0).astype(np.float32)
    wall = shade(
        blend(
            palette.wall, palette.roof, grain(rng, width, height, coarsest=12, roughness=0.8) * 0.6
        ),
        planks,
    )
    floor = blend(
        palette.ground, palette.soil, grain(rng, width, height, coarsest=30, roughness=0.9)
    )
    picture = shade(wall, np.full((height, width), 0.75, np.float32))
    for corners, surface, light in (
        ([(0, 0), (width, 0), (right, top), (left, top)], wall, 0.4),
        ([(0, height), (width, height), (right, bottom), (left, bottom)], floor, 0.8),
        ([(left, top), (right, top), (right, bottom), (left, bottom)], wall, 1.05),
    ):
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [np.array(corners)], 255)
        lit = shade(surface, np.full((height, width), light, np.float32))
        picture = np.where(mask[..., None] > 0, lit, picture).astype(np.uint8)
    _crates(picture, palette, rng, bottom)
    seen = np.full((height, width), 255, np.uint8)
    window = (left + 90, top + 70), (left + 300, bottom - 130)
    cv2.rectangle(seen, *window, 0, -1)
    cv2.rectangle(picture, *window, [channel // 2 for channel in palette.roof[::-1]], 16)
    cv2.rectangle(seen, (left + 190, top + 70), (left + 200, bottom - 130), 255, -1)
    return picture, seen


def _crates(picture: Picture, palette: Palette, rng: np.random.Generator, bottom: int) -> None:
    for _ in range(7):
        x, size = int(rng.uniform(80, picture.shape[1] - 200)), int(rng.uniform(60, 170))
        y = bottom + int(rng.uniform(0, 160))
        tint = rng.uniform(0.7, 1.3)
        face = [int(min(255, channel * tint)) for channel in palette.soil[::-1]]
        cv2.rectangle(picture, (x, y - size), (x + size, y), face, -1)
        cv2.rectangle(picture, (x, y - size), (x + size, y), [channel // 2 for channel in face], 5)
        cv2.line(picture, (x, y - size), (x + size, y), [channel // 2 for channel in face], 5)
