"""What does Apex Legends draw at the top right?"""

import random

from arena.clips.clip import Clip
from arena.hud import icons
from arena.hud.canvas import BLACK, WHITE, Canvas, Colour, Overlay
from arena.hud.fonts import PLAIN, TECHNICAL

GREY: Colour = (92, 84, 80)
BADGE: Colour = (70, 226, 222)
SLANT = 0.52


def counters(clip: Clip) -> Overlay:
    """The squads on a hatched plate, the players black on a white one; below, once there are any, kills and assists."""
    canvas = Canvas(1470, 42, 420, 87)
    alive = clip.alive or 0
    squads = min(20, -(-alive // 3) + (2 if 6 < alive < 50 else 0))
    wide = squads > 9
    _plate(canvas, 1629 if wide else 1637, 1830, 50, 81)
    canvas.text(str(squads), (1671, 57.5), 17.5, TECHNICAL, align="r", shadow=0.2)
    canvas.text("SQUADS LEFT", (1679, 60), 14, TECHNICAL, shadow=0.2)
    canvas.polygon([(1818, 50), (1871, 50), (1875, 55), (1860, 81.5), (1801, 81.5)], WHITE)
    icons.bust(canvas, 1823.5, 66, 20, BLACK)
    canvas.text(str(alive), (1836.5, 60), 13.8, PLAIN, (16, 16, 16))
    if clip.line == 1:
        _badge(canvas, clip)
    if clip.kills:
        _row(canvas, clip, clip.kills)
    return canvas.overlay()


def _plate(
    canvas: Canvas, left: float, right: float, top: float, bottom: float, edge: Colour = WHITE
) -> None:
    """A slanted plate: translucent, hatched with dots at its left end, a thin edge; `left` is its lower corner."""
    lean = (bottom - top) * SLANT
    corners = [
        (left + lean, top),
        (right, top),
        (right - lean, bottom),
        (left + 3, bottom),
        (left, bottom - 5),
    ]
    canvas.polygon(corners, GREY, 0.72)
    for row in range(6):
        for column in range(9):
            x, y = left + 7 + column * 5 + (row % 2) * 2.5 + (5 - row) * 2.4, top + 3.5 + row * 4.9
            if y < bottom - 2 and x < right - lean - 3:
                canvas.disc(x, y, 1.2, WHITE, 0.16 * (1 - column / 9))
    canvas.line([*corners, corners[0]], 1.2, edge, 0.95)


def _row(canvas: Canvas, clip: Clip, kills: int) -> None:
    rng = random.Random(clip.name)
    _plate(canvas, 1601, 1744, 93, 124)
    icons.skull(canvas, 1637, 108, 23, WHITE, (84, 76, 72))
    canvas.text(str(kills), (1653.8, 102), 14, TECHNICAL, shadow=0.2)
    canvas.line([(1682, 93), (1666, 124)], 1.0, WHITE, 0.8)
    icons.handshake(canvas, 1696, 108, 26, WHITE, (84, 76, 72))
    canvas.text(str(rng.randint(0, 4)), (1713, 102), 14, TECHNICAL, shadow=0.2)
    _plate(canvas, 1743, 1850, 93, 124)
    icons.burst(canvas, 1782, 108, 22, WHITE)
    canvas.text(str(kills * 137 + rng.randint(20, 110)), (1796, 102), 14, TECHNICAL, shadow=0.2)


def _badge(canvas: Canvas, clip: Clip) -> None:
    """The ranked badge, with a number of its own."""
    _plate(canvas, 1545, 1637, 50, 81, BADGE)
    canvas.disc(1580, 66, 9, BADGE)
    canvas.ring(1580, 66, 6, 1.5, GREY)
    canvas.text(str(25 - (clip.kills or 0)), (1594, 59.5), 14.5, TECHNICAL, (214, 246, 246))
