"""What is behind a HUD: pictures with the statistics of game scenes, drawn from noise and shapes."""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray

from training.drawing import fonts
from workers.look.look import Gray

SIDE = 900


class Backgrounds:
    """A bank of pictures to cut from: drawing each one would cost more than the rest of a scene."""

    def __init__(self, seed: int, count: int = 160) -> None:
        rng, noise = random.Random(seed), np.random.default_rng(seed)
        self._bank = [_picture(rng, noise) for _ in range(count)]

    def cut(self, rng: random.Random, width: int, height: int) -> NDArray[np.float32]:
        """A piece of shape (height, width), brightness 0 to 255, zoomed, lit and sometimes blurred at random."""
        source = rng.choice(self._bank)
        zoom = rng.uniform(0.5, 2.5)
        w, h = min(SIDE, int(width / zoom)), min(SIDE, int(height / zoom))
        x, y = rng.randint(0, SIDE - w), rng.randint(0, SIDE - h)
        piece = cv2.resize(
            source[y : y + h, x : x + w], (width, height), interpolation=cv2.INTER_LINEAR
        )
        if rng.random() < 0.3:
            piece = cv2.GaussianBlur(piece, (0, 0), rng.uniform(1, 12))
        contrast, mean = (
            rng.choice((0.15, 0.4, 0.8, 1.0, 1.2)),
            rng.choice((30, 70, 110, 150, 190, 225)),
        )
        lit = (piece.astype(np.float32) - float(piece.mean())) * contrast + rng.gauss(mean, 25)
        np.clip(lit, 0, 255, out=lit)
        return lit


def _picture(rng: random.Random, noise: np.random.Generator) -> Gray:
    canvas = _octaves(rng, noise)
    for _ in range(rng.randint(0, 5)):
        canvas = rng.choice((_skyline, _blobs, _strokes, _rectangles, _edges, _writing))(
            canvas, rng, noise
        )
    return np.clip(canvas, 0, 255).astype(np.uint8)


def _octaves(rng: random.Random, noise: np.random.Generator) -> NDArray[np.float32]:
    """Noise whose power falls with frequency, as in natural pictures (1/f)."""
    total = np.zeros((SIDE, SIDE), np.float32)
    roughness = rng.uniform(0.4, 0.92)
    for octave in range(1, 9):
        grid = noise.standard_normal((2**octave + 1, 2**octave + 1)).astype(np.float32)
        total += cv2.resize(grid, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) * roughness**octave
    slope = np.linspace(rng.uniform(-80, 80), rng.uniform(-80, 80), SIDE, dtype=np.float32)[:, None]
    return total / float(total.std()) * rng.uniform(10, 50) + rng.uniform(50, 200) + slope


def _skyline(
    canvas: NDArray[np.float32], rng: random.Random, noise: np.random.Generator
) -> NDArray[np.float32]:
    heights = (
        np.cumsum(noise.standard_normal(SIDE) * rng.uniform(0.5, 6)) + rng.uniform(0.2, 0.8) * SIDE
    )
    below = np.arange(SIDE)[:, None] > heights[None, :]
    other = _octaves(rng, noise)
    return np.where(below, other, canvas).astype(np.float32)


def _blobs(
    canvas: NDArray[np.float32], rng: random.Random, noise: np.random.Generator
) -> NDArray[np.float32]:
    for _ in range(rng.randint(5, 60)):
        center = (rng.randrange(SIDE), rng.randrange(SIDE))
        axes = (rng.randint(4, 80), rng.randint(4, 80))
        cv2.ellipse(
            canvas, center, axes, rng.uniform(0, 180), 0, 360, rng.uniform(0, 255), -1, cv2.LINE_AA
        )
    return canvas


def _strokes(
    canvas: NDArray[np.float32], rng: random.Random, noise: np.random.Generator
) -> NDArray[np.float32]:
    """Foliage, cables, cracks."""
    length = rng.uniform(6, 60)
    for _ in range(rng.randint(50, 1500)):
        x, y, angle = rng.uniform(0, SIDE), rng.uniform(0, SIDE), rng.gauss(0, 1.2)
        end = (int(x + length * np.cos(angle)), int(y + length * np.sin(angle)))
        cv2.line(canvas, (int(x), int(y)), end, rng.uniform(0, 255), rng.randint(1, 4), cv2.LINE_AA)
    return canvas


def _rectangles(
    canvas: NDArray[np.float32], rng: random.Random, noise: np.random.Generator
) -> NDArray[np.float32]:
    """Buildings, windows, panels."""
    for _ in range(rng.randint(4, 50)):
        x, y, w, h = (rng.randrange(SIDE) for _ in range(4))
        thickness = rng.choice((-1, -1, 2, 5))
        cv2.rectangle(canvas, (x, y), (x + w // 6, y + h // 4), rng.uniform(0, 255), thickness)
    return canvas


def _edges(
    canvas: NDArray[np.float32], rng: random.Random, noise: np.random.Generator
) -> NDArray[np.float32]:
    """Big polygons with straight edges: walls, roofs, slopes."""
    for _ in range(rng.randint(1, 8)):
        points = np.array(
            [[rng.randrange(SIDE), rng.randrange(SIDE)] for _ in range(rng.randint(3, 5))], np.int32
        )
        shade = rng.uniform(0, 255)
        mask = np.zeros((SIDE, SIDE), np.float32)
        cv2.fillConvexPoly(mask, cv2.convexHull(points), 1.0, cv2.LINE_AA)
        canvas = canvas * (1 - mask) + (canvas * 0.3 + shade * 0.7) * mask
    return canvas


def _writing(
    canvas: NDArray[np.float32], rng: random.Random, noise: np.random.Generator
) -> NDArray[np.float32]:
    """Lines of letters and digits, as on pages, chats and scoreboards."""
    font = fonts.choose(rng, fonts.ROUND + fonts.CONDENSED, (400, 500, 700), held_out=False)
    height, shade = rng.uniform(12, 40), rng.uniform(0, 255)
    y = rng.uniform(0, 100)
    while y < SIDE - 60:
        text = "".join(
            rng.choice("abcdefghijklmnoprstuvwABCDEF0123456789 :/.%")
            for _ in range(rng.randint(4, 50))
        )
        mask = fonts.text_mask(font, text, height)[:, :SIDE]
        x = rng.randint(0, SIDE - mask.shape[1])
        h = min(mask.shape[0], SIDE - int(y))
        opacity = mask[:h].astype(np.float32) / 255
        target = canvas[int(y) : int(y) + h, x : x + mask.shape[1]]
        target += (shade - target) * opacity
        y += height * rng.uniform(1.5, 4)
    return canvas
