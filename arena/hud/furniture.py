"""What else does a game draw that does not count anything?"""

import random

from arena.hud.canvas import BLACK, WHITE, Canvas, Colour, Overlay
from arena.hud.fonts import FEED, ROUND, TECHNICAL

# Left, top, right, bottom of the minimap in 1080-units.
MINIMAPS = {
    "pubg": (1620, 800, 1880, 1060),
    "fortnite": (1600, 21, 1901, 321),
    "apex": (48, 48, 288, 288),
}


def furniture(game: str, line: int, hour: int) -> list[Overlay]:
    """Minimap, compass, health and belt."""
    rng = random.Random(f"{game} {line} {hour}")
    return [
        _minimap(game, rng),
        _compass(game, rng),
        {"pubg": _pubg, "fortnite": _fortnite, "apex": _apex}[game](rng),
    ]


def _minimap(game: str, rng: random.Random) -> Overlay:
    left, top, right, bottom = MINIMAPS[game]
    canvas = Canvas(left - 6, top - 6, right - left + 12, bottom - top + 12)
    land: Colour = {"pubg": (112, 110, 84), "fortnite": (84, 140, 62), "apex": (92, 84, 76)}[game]
    canvas.box(left, top, right, bottom, land, 0.95)
    width, height = right - left, bottom - top
    for _ in range(26):
        x, y, size = (
            left + rng.random() * width * 0.8,
            top + rng.random() * height * 0.8,
            10 + rng.random() * 40,
        )
        tint = rng.uniform(0.6, 1.5)
        colour = (
            int(min(255, land[0] * tint)),
            int(min(255, land[1] * tint)),
            int(min(255, land[2] * tint)),
        )
        canvas.box(x, y, min(right, x + size * 1.4), min(bottom, y + size), colour)
    canvas.line([(left, top + height * 0.7), (left + width * 0.5, top + height * 0.5), (right, top + height * 0.6)], 8,
                (170, 160, 130))  # fmt: skip
    canvas.ring(left + width * 0.45, top + height * 0.5, width * 0.36, 3, WHITE, 0.8)
    x, y = left + width / 2, top + height / 2
    canvas.polygon([(x, y - 14), (x + 10, y + 10), (x, y + 4), (x - 10, y + 10)], (90, 220, 240))
    return canvas.overlay()


def _compass(game: str, rng: random.Random) -> Overlay:
    canvas = Canvas(660, 12, 600, 48)
    start = rng.randrange(24)
    for mark in range(11):
        degrees = (start + mark) * 15 % 360
        words = {0: "N", 90: "E", 180: "S", 270: "W"}.get(degrees, str(degrees))
        height = 20 if words.isalpha() else 10
        fade = 0.9 - 0.12 * abs(mark - 5)
        canvas.text(
            words,
            (690 + mark * 54, 22),
            height,
            TECHNICAL if game == "apex" else FEED,
            align="m",
            opacity=fade,
        )
    return canvas.overlay()


def _pubg(rng: random.Random) -> Overlay:
    canvas = Canvas(660, 990, 600, 75)
    canvas.box(750, 1015, 1170, 1042, BLACK, 0.4)
    canvas.box(753, 1018, 753 + rng.randint(200, 414), 1039, (232, 232, 232), 0.9)
    canvas.text("AUTO", (800, 996), 13, FEED, opacity=0.8)
    canvas.text(f"{rng.randint(4, 40)} / {rng.randint(60, 180)}", (960, 994), 16, FEED, align="m")
    return canvas.overlay()


def _fortnite(rng: random.Random) -> Overlay:
    canvas = Canvas(30, 900, 1860, 150)
    for top, colour, full in (
        (948, (64, 140, 240), rng.randint(10, 100)),
        (978, (90, 200, 60), rng.randint(40, 100)),
    ):
        canvas.box(60, top, 400, top + 22, BLACK, 0.45)
        canvas.box(60, top, 60 + 3.4 * full, top + 22, colour)
        canvas.text(str(full), (412, top + 3), 16, ROUND)
    for slot in range(5):
        left = 1440 + slot * 88
        canvas.box(
            left,
            940,
            left + 80,
            1020,
            rng.choice([(96, 100, 112), (70, 130, 60), (60, 110, 190), (130, 70, 180)]),
            0.8,
        )
        canvas.text(str(rng.randint(1, 60)), (left + 74, 1000), 13, ROUND, align="r")
    return canvas.overlay()


def _apex(rng: random.Random) -> Overlay:
    canvas = Canvas(30, 960, 1860, 105)
    canvas.polygon([(60, 1050), (80, 990), (460, 990), (440, 1050)], (40, 38, 38), 0.7)
    for cell in range(4):
        left = 170 + cell * 66
        canvas.polygon(
            [(left, 1012), (left + 58, 1012), (left + 54, 1022), (left - 4, 1022)], (160, 90, 230)
        )
    canvas.box(166, 1030, 166 + rng.randint(120, 260), 1040, WHITE)
    canvas.polygon([(1470, 1050), (1490, 980), (1850, 980), (1830, 1050)], (40, 38, 38), 0.6)
    canvas.text(str(rng.randint(3, 28)), (1740, 990), 30, TECHNICAL)
    canvas.text(str(rng.randint(28, 220)), (1790, 1000), 18, TECHNICAL, (200, 200, 200))
    return canvas.overlay()
