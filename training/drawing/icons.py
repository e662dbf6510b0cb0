"""Which icons are beside the counters: persons, skulls, crosshairs, clocks, hands, planes."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import cv2
import numpy as np

from training.drawing.canvas import Canvas

Sign = Callable[[Canvas, random.Random, float, float, float, float, float], None]
"""Draws itself around (x, y): canvas, rng, x, y, size, shade, opacity."""


def person(
    canvas: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    size: float,
    shade: float,
    opacity: float,
) -> None:
    """A head over shoulders inside a square of ``size`` around (x, y)."""
    head = size * rng.uniform(0.19, 0.26)
    canvas.disc(x, y - size * rng.uniform(0.2, 0.26), head, shade, opacity)
    half, top, bottom = (
        size * rng.uniform(0.34, 0.48),
        y + size * rng.uniform(0.02, 0.12),
        y + size * 0.47,
    )
    neck = half * rng.uniform(0.35, 0.8)
    body = [
        (x - half, bottom),
        (x - half * 0.92, top + size * 0.14),
        (x - neck, top),
        (x + neck, top),
        (x + half * 0.92, top + size * 0.14),
        (x + half, bottom),
    ]
    canvas.polygon(body, shade, opacity)


def people(
    canvas: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    size: float,
    shade: float,
    opacity: float,
) -> None:
    """Three persons: a squad."""
    lift = size * rng.uniform(-0.1, 0.2)
    for dx in (-0.34, 0.34):
        person(canvas, rng, x + dx * size, y + lift, size * 0.6, shade, opacity)
    person(canvas, rng, x, y, size * rng.uniform(0.65, 0.8), shade, opacity)


def half_hidden_people(
    canvas: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    size: float,
    shade: float,
    opacity: float,
) -> None:
    """A person before two others of whom a part shows, with a thin gap between: a squad."""
    side, lift = round(2.4 * size), size * rng.uniform(0.02, 0.16)
    front, behind = (Canvas(np.zeros((side, side), np.float32)) for _ in range(2))
    apart, small = size * rng.uniform(0.28, 0.42), size * rng.uniform(0.6, 0.8)
    person(front, rng, side / 2, side / 2 + size * 0.02, size * rng.uniform(0.85, 1.0), 255, 1.0)
    for dx in (-apart, apart):
        person(behind, rng, side / 2 + dx, side / 2 - lift, small, 255, rng.uniform(0.75, 1.0))
    gap = 2 * max(1, round(size * rng.uniform(0.03, 0.08))) + 1
    near = cv2.dilate(front.pixels, np.ones((gap, gap), np.uint8))
    mask = np.maximum(behind.pixels * (1 - near / 255), front.pixels)
    canvas.blend(x - side / 2, y - side / 2, mask.astype(np.uint8), shade, opacity)


def plane(
    canvas: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    size: float,
    shade: float,
    opacity: float,
) -> None:
    """A plane seen from above, its nose up or to one side: people who have not jumped yet."""
    body, span = rng.uniform(0.05, 0.09), rng.uniform(0.4, 0.5)
    chord, sweep, tail = rng.uniform(0.1, 0.18), rng.uniform(0.0, 0.2), rng.uniform(0.14, 0.22)
    wing = rng.uniform(-0.12, 0.02)
    half = [
        (0.0, -0.48),
        (body, -0.36),
        (body, wing),
        (span, wing + sweep),
        (span, wing + sweep + chord * 0.6),
        (body, wing + chord),
        (body * 0.7, 0.32),
        (tail, 0.32 + sweep / 2),
        (tail, 0.38 + sweep / 2),
        (0.0, 0.42),
    ]
    outline = half + [(-dx, dy) for dx, dy in reversed(half[1:-1])]
    turn = rng.choice((0.0, 0.0, 0.0, rng.uniform(-0.9, 0.9), math.pi / 2, -math.pi / 2))
    sine, cosine = math.sin(turn), math.cos(turn)
    points = [
        (x + size * (dx * cosine - dy * sine), y + size * (dx * sine + dy * cosine))
        for dx, dy in outline
    ]
    canvas.polygon(points, shade, opacity)


def squad(
    canvas: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    size: float,
    shade: float,
    opacity: float,
) -> None:
    """A squad, at times under a small crosshair: its kills."""
    if rng.random() < 0.5:
        crosshair(canvas, rng, x, y - size * 0.3, size * rng.uniform(0.5, 0.75), shade, opacity)
        people(canvas, rng, x, y + size * 0.22, size * rng.uniform(0.6, 0.8), shade, opacity)
    else:
        people(canvas, rng, x, y, size, shade, opacity)


def skull(
    canvas: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    size: float,
    shade: float,
    opacity: float,
) -> None:
    canvas.disc(x, y - size * 0.08, size * rng.uniform(0.36, 0.42), shade, opacity)
    jaw = size * rng.uniform(0.16, 0.24)
    canvas.polygon(
        [(x - jaw, y), (x + jaw, y), (x + jaw, y + size * 0.45), (x - jaw, y + size * 0.45)],
        shade,
        opacity,
    )
    hole = 255 - shade if rng.random() < 0.8 else shade * 0.4
    for dx in (-0.16, 0.16):
        canvas.disc(x + dx * size, y - size * 0.02, size * rng.uniform(0.08, 0.12), hole, opacity)
    for dx in (-0.08, 0.0, 0.08):
        canvas.box(x + dx * size, y + size * 0.25, size * 0.03, size * 0.18, hole, opacity * 0.7)


def crosshair(
    canvas: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    size: float,
    shade: float,
    opacity: float,
) -> None:
    thickness, radius = max(1.0, size * rng.uniform(0.06, 0.1)), size * rng.uniform(0.24, 0.32)
    canvas.disc(x, y, radius, shade, opacity, ring=thickness)
    arm = size * 0.2
    for angle in (0, 1, 2, 3):
        dx, dy = math.cos(angle * math.pi / 2), math.sin(angle * math.pi / 2)
        mid_x, mid_y = x + dx * radius, y + dy * radius
        w, h = (arm, thickness) if dy == 0 or abs(dy) < 0.5 else (thickness, arm)
        canvas.box(mid_x - w / 2, mid_y - h / 2, w, h, shade, opacity)


def clock(
    canvas: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    size: float,
    shade: float,
    opacity: float,
) -> None:
    canvas.disc(
        x,
        y,
        size * rng.uniform(0.3, 0.38),
        shade,
        opacity,
        ring=max(1.0, size * rng.uniform(0.07, 0.12)),
    )
    for angle, length in ((rng.uniform(0, 6.3), 0.2), (rng.uniform(0, 6.3), 0.26)):
        tip = (x + math.cos(angle) * length * size, y + math.sin(angle) * length * size)
        side = (math.sin(angle) * size * 0.04, -math.cos(angle) * size * 0.04)
        canvas.polygon(
            [(x + side[0], y + side[1]), (x - side[0], y - side[1]), tip], shade, opacity
        )
    if rng.random() < 0.5:
        canvas.box(x - size * 0.08, y - size * 0.5, size * 0.16, size * 0.1, shade, opacity)


def blob(
    canvas: Canvas,
    rng: random.Random,
    x: float,
    y: float,
    size: float,
    shade: float,
    opacity: float,
) -> None:
    """A sign of no known shape: hands, a badge, a burst, a runner."""
    points, spikes = [], rng.randint(5, 14)
    for index in range(spikes):
        radius = size * rng.uniform(0.15, 0.5)
        angle = 2 * math.pi * (index + rng.uniform(0, 0.7)) / spikes
        points.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    canvas.polygon(points, shade, opacity)
