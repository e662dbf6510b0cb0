"""What does a channel show that is not the game at all?"""

from math import pi, sin

import numpy as np

from arena.clips.encode import HEIGHT, WIDTH
from arena.hud.canvas import BLACK, WHITE, Canvas, Colour, Overlay
from arena.hud.fonts import FEED, HEAVY, HUMAN, NARROW, ROUND, SQUARE
from arena.scenery.lay import Layer, Planes, split

PRODUCTS = (("FROSTLINE", "the cold brew that waits for you"), ("Pedalo", "rent a bike, leave the rest"),
            ("NORDKETTE", "headphones for 40 hours"))  # fmt: skip
TINTS = ((70, 112, 150), (200, 150, 110), (120, 90, 180))


def advertisement(variant: int, frames: int) -> list[Planes]:
    """A product and its slogan; a bright patch glides over the ground."""
    canvas = Canvas(0, 0, 1920, 1080)
    product, slogan = PRODUCTS[variant]
    canvas.disc(1420, 540, 300, (240, 220, 120), 0.9)
    canvas.box(1340, 340, 1500, 780, (220, 60, 60))
    canvas.text(product, (160, 380), 120, HEAVY)
    canvas.text(slogan, (164, 560), 44, HUMAN)
    canvas.text(f"Ad {variant + 1} of 3", (60, 60), 26, ROUND, shadow=0.4)
    canvas.text(f"0:{24 - 8 * variant:02d}", (1860, 60), 26, ROUND, align="r", shadow=0.4)
    return _drift(TINTS[variant], canvas.overlay(), frames)


def desktop(variant: int, frames: int) -> list[Planes]:
    """Windows, a task bar, a clock: numbers everywhere, none of them a count."""
    canvas = Canvas(0, 0, 1920, 1080)
    windows = ((120, 90, 1180, 820, "Settings"), (820, 240, 1760, 960, "notes.txt"))
    for left, top, right, bottom, title in windows[:: 1 - 2 * variant]:
        canvas.box(left, top, right, bottom, (244, 244, 246))
        canvas.box(left, top, right, top + 44, (52, 58, 72))
        canvas.text(title, (left + 18, top + 14), 18, HUMAN)
        for row in range(12):
            line = top + 90 + row * 48
            canvas.box(left + 40, line, left + 200 + (row * 137) % 420, line + 16, (150, 156, 168))
            canvas.text(
                str(17 + row * 7), (right - 60, line - 2), 18, FEED, (60, 60, 70), align="r"
            )
    canvas.box(0, 1030, 1920, 1080, (24, 26, 34))
    canvas.text("14:37", (1880, 1044), 20, HUMAN, align="r")
    for icon in range(8):
        canvas.box(20 + icon * 60, 1038, 56 + icon * 60, 1072, ((90 + icon * 20) % 255, 130, 190))
    return _drift((38, 92, 128), canvas.overlay(), frames)


def other_game(variant: int, frames: int) -> list[Planes]:
    """A race: speed, lap, position and time, top right too."""
    layers = []
    for number in range(frames):
        canvas = Canvas(0, 480, 1920, 600) if number % 10 == 0 else None
        if canvas:
            layers.append(Layer(_road(canvas, variant + number / frames)))
    words = Canvas(1380, 30, 510, 240)
    words.text(f"POS {variant + 3}/12", (1860, 50), 40, SQUARE, align="r", shadow=0.4)
    words.text(f"LAP {variant + 1}/5", (1860, 110), 30, SQUARE, align="r", shadow=0.4)
    words.text(f"1:{12 + variant * 2}.48", (1860, 160), 26, NARROW, align="r", shadow=0.4)
    speed = Canvas(1500, 840, 390, 180)
    speed.text(str(187 + 6 * variant), (1780, 880), 90, SQUARE, align="r", shadow=0.4)
    speed.text("km/h", (1860, 936), 26, NARROW, align="r")
    fixed = [Layer(words.overlay()), Layer(speed.overlay())]
    shot = _ground((104, 164, 226), frames)
    for number, planes in enumerate(shot):
        for layer in (layers[number // 10], *fixed):
            layer.lay(planes)
    return shot


def _road(canvas: Canvas, turn: float) -> Overlay:
    sway = 60 * sin(2 * pi * turn)
    canvas.box(0, 500, 1920, 1080, (70, 128, 58))
    canvas.polygon([(930 + sway, 500), (990 + sway, 500), (1700, 1080), (220, 1080)], (74, 74, 80))
    for stripe in range(5):
        near = ((stripe + turn * 5) % 5 / 5) ** 2
        y, half = 500 + 560 * near, 2 + 14 * near
        x = 960 + sway * (1 - near)
        foot, wide = y + 60 * near, half * 1.4
        canvas.polygon([(x - half, y), (x + half, y), (x + wide, foot), (x - wide, foot)], WHITE)
    canvas.polygon([(820, 1060), (1100, 1060), (1060, 900), (860, 900)], (200, 40, 50))
    canvas.box(880, 915, 1040, 960, BLACK, 0.8)
    return canvas.overlay()


def _drift(tint: Colour, overlay: Overlay, frames: int) -> list[Planes]:
    layer, shot = Layer(overlay), _ground(tint, frames)
    for planes in shot:
        layer.lay(planes)
    return shot


def _ground(tint: Colour, frames: int) -> list[Planes]:
    """A plain ground with a bright patch that goes from side to side."""
    red, green, blue = tint
    luma = 16 + 0.257 * red + 0.504 * green + 0.098 * blue
    across = np.linspace(-1, 1, WIDTH, dtype=np.float32)
    shot = []
    for number in range(frames):
        planes = np.empty((HEIGHT * 3 // 2, WIDTH), np.uint8)
        light, bluish, reddish = split(planes)
        light[:] = np.clip(
            luma + 40 * np.exp(-(((across - 0.6 * sin(2 * pi * number / frames)) / 0.4) ** 2)),
            16,
            235,
        )
        bluish[:] = round(128 - 0.148 * red - 0.291 * green + 0.439 * blue)
        reddish[:] = round(128 + 0.439 * red - 0.368 * green - 0.071 * blue)
        shot.append(planes)
    return shot
