"""What is far away, and what is near?"""

import cv2
import numpy as np

from arena.scenery.palette import Palette
from arena.scenery.size import FAR_SIZE, NEAR_SIZE
from arena.scenery.texture import Picture, blend, grain, shade

HORIZON = 400


def far(palette: Palette, rng: np.random.Generator) -> Picture:
    """Sky, clouds, two ranges of mountains in the haze."""
    width, height = FAR_SIZE
    down = np.linspace(0, 1, HORIZON, dtype=np.float32)[:, None].repeat(width, 1)
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:] = palette.horizon[::-1]
    picture[:HORIZON] = blend(palette.sky, palette.horizon, down**1.4)
    clouds = np.clip((grain(rng, width, HORIZON, coarsest=5) - 0.52) * 2.6, 0, 0.85) * (1 - down**3)
    cloud = np.array(palette.cloud[::-1], np.float32)
    picture[:HORIZON] = (
        picture[:HORIZON] * (1 - clouds[..., None]) + cloud * clouds[..., None]
    ).astype(np.uint8)
    for distance, rise in ((0.6, 180), (0.25, 110)):
        _range(picture, palette, rng, distance, rise)
    return picture


def _range(
    picture: Picture, palette: Palette, rng: np.random.Generator, haze: float, rise: int
) -> None:
    top, bottom, width = HORIZON - rise, HORIZON + 60, picture.shape[1]
    seen = picture[top:bottom]
    ridge = rise + 20 - grain(rng, width, 8, coarsest=6)[0] * rise
    rock = grain(rng, width, bottom - top, coarsest=24, roughness=0.75) * 0.5 + 0.7
    colour = np.array(palette.mountain[::-1]) * (1 - haze) + np.array(palette.horizon[::-1]) * haze
    surface = np.clip(colour.astype(np.float32) * rock[..., None], 0, 255).astype(np.uint8)
    below = (np.arange(bottom - top)[:, None] > ridge[None, :]).astype(np.uint8)
    cv2.copyTo(surface, below, seen)


def near(
    palette: Palette, rng: np.random.Generator, houses: int, trees: int
) -> tuple[Picture, Picture]:
    """The ground in perspective with houses and trees on it, and the mask of where there is any."""
    width, height = NEAR_SIZE
    flat = blend(palette.ground, palette.soil, grain(rng, 1024, 1024, coarsest=10, roughness=0.8))
    flat = shade(flat, 0.7 + 0.5 * grain(rng, 1024, 1024, coarsest=64, roughness=0.9))
    top = HORIZON + 30
    corners = np.array(
        [[-200, top], [width + 200, top], [width * 3, height], [-width * 2, height]], np.float32
    )
    square = np.array([[0, 0], [1024, 0], [1024, 1024], [0, 1024]], np.float32)
    bend = cv2.getPerspectiveTransform(square, corners)
    picture = cv2.warpPerspective(flat, bend, (width, height)).astype(np.uint8)
    mask = np.zeros((height, width), np.uint8)
    mask[top:] = 255
    spots = sorted(
        [(rng.uniform(0.05, 1) ** 2, "tree") for _ in range(trees)]
        + [(rng.uniform(0.05, 0.7) ** 1.5, "house") for _ in range(houses)]
    )
    for nearness, kind in spots:
        x, foot = int(rng.uniform(0, width)), int(top + 4 + nearness * 190)
        if kind == "house":
            _house(picture, mask, palette, rng, (x, foot), nearness)
        else:
            _tree(picture, mask, palette, rng, (x, foot), nearness)
    return picture, mask


def _house(
    picture: Picture,
    mask: Picture,
    palette: Palette,
    rng: np.random.Generator,
    foot: tuple[int, int],
    nearness: float,
) -> None:
    x, y = foot
    width, height = int(60 + 330 * nearness), int(40 + 230 * nearness)
    depth, top = width // 2, y - height
    light = rng.uniform(0.75, 1.1)
    front = [int(channel * light) for channel in palette.wall[::-1]]
    side = [int(channel * 0.62) for channel in front]
    right, back = x + width, x + width + depth
    flank = np.array([[right, y], [back, y - height // 12], [back, top], [right, top]])
    roof = np.array([[x - 6, top], [right, top], [back, top], [(x + back) // 2, top - height // 2]])
    for target, colours in (
        (picture, (front, side, palette.roof[::-1])),
        (mask, ((255,), (255,), (255,))),
    ):
        cv2.rectangle(target, (x, top), (right, y), colours[0], -1)
        cv2.fillPoly(target, [flank], colours[1])
        cv2.fillPoly(target, [roof], colours[2])
    pane = [int(channel * 0.35) for channel in palette.sky[::-1]]
    for column in range(3):
        left = x + width * (2 * column + 1) // 7
        cv2.rectangle(
            picture, (left, y - height * 3 // 4), (left + width // 7, y - height * 2 // 5), pane, -1
        )


def _tree(
    picture: Picture,
    mask: Picture,
    palette: Palette,
    rng: np.random.Generator,
    foot: tuple[int, int],
    nearness: float,
) -> None:
    x, y = foot
    height = int(30 + 260 * nearness)
    trunk = [int(channel * 0.55) for channel in palette.soil[::-1]]
    for target, colour in ((picture, trunk), (mask, 255)):
        cv2.line(target, (x, y), (x, y - height // 2), colour, max(2, height // 14))
    for _ in range(40):
        at = (x + int(rng.normal(0, height * 0.16)), y - int(height * rng.uniform(0.4, 1.0)))
        size = max(2, int(height * rng.uniform(0.05, 0.13)))
        leaf = [int(min(255, channel * rng.uniform(0.6, 1.25))) for channel in palette.leaf[::-1]]
        cv2.circle(picture, at, size, leaf, -1, cv2.LINE_AA)
        cv2.circle(mask, at, size, 255, -1)
