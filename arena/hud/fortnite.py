"""What does Fortnite draw under its minimap?"""

import random
from collections.abc import Callable

from arena.clips.clip import Clip
from arena.hud import icons
from arena.hud.canvas import BLACK, WHITE, Canvas, Colour, Overlay, text_width
from arena.hud.fonts import ROUND

MIDDLE = 1743.5
ROW = 343.3
RADIUS = 14.3
DIGIT_TOP, DIGIT_HEIGHT = 335.0, 15.0
CLOCK_BLUE: Colour = (70, 86, 200)

Item = tuple[Callable[[Canvas, float, float], None], Colour, float, str]


def counters(clip: Clip) -> Overlay:
    """Timer, players, eliminations and, in the newer version, the squad's: a row without a box, set from the middle."""
    canvas = Canvas(1560, 318, 360, 51)
    items = [
        _timer(clip),
        (_person, BLACK, 0.6, str(clip.alive)),
        (_kills(clip), BLACK, 0.6, str(clip.kills or 0)),
    ]
    if clip.line == 0:
        mates = 0 if clip.screen == "lobby" else random.Random(clip.name).randint(0, 2)
        items.append((_squad, BLACK, 0.6, str((clip.kills or 0) + mates)))
    left = MIDDLE - sum(map(_width, items)) / 2 + 6
    for icon, ground, opacity, words in items:
        canvas.disc(left + RADIUS, ROW, RADIUS, ground, opacity)
        icon(canvas, left + RADIUS, ROW)
        at = (left + 2 * RADIUS + 5, DIGIT_TOP)
        canvas.text(words, at, DIGIT_HEIGHT, ROUND, shadow=0.18)
        left += _width((icon, ground, opacity, words))
    return canvas.overlay()


def _width(item: Item) -> float:
    words = item[3]
    return 2 * RADIUS + 12 + (5 + text_width(words, DIGIT_HEIGHT, ROUND) if words else 0)


def _timer(clip: Clip) -> Item:
    if clip.screen == "lobby":
        return _clock, CLOCK_BLUE, 1.0, ""
    seconds = random.Random(clip.name).randint(5, 119)
    return _stopwatch, BLACK, 0.6, f"{seconds // 60}:{seconds % 60:02d}"


def _kills(clip: Clip) -> Callable[[Canvas, float, float], None]:
    return _crosshair if clip.line == 0 else _skull


def _clock(canvas: Canvas, x: float, y: float) -> None:
    icons.clock(canvas, x, y, 28, WHITE)


def _stopwatch(canvas: Canvas, x: float, y: float) -> None:
    icons.stopwatch(canvas, x, y, 22, WHITE)


def _person(canvas: Canvas, x: float, y: float) -> None:
    icons.person(canvas, x, y - 0.5, 17, WHITE)


def _crosshair(canvas: Canvas, x: float, y: float) -> None:
    icons.crosshair(canvas, x, y, 20, WHITE)


def _skull(canvas: Canvas, x: float, y: float) -> None:
    icons.skull(canvas, x, y, 19, WHITE, (30, 30, 34))


def _squad(canvas: Canvas, x: float, y: float) -> None:
    icons.crosshair(canvas, x, y - 5, 11, WHITE)
    for side, drop in ((-6, 5), (6, 5), (0, 7)):
        icons.person(canvas, x + side, y + drop, 9, WHITE)
