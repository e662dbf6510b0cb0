"""What does Outpost, a game of the arena's own that no reader was trained on, draw at the left?"""

from arena.clips.clip import Clip
from arena.hud.canvas import BLACK, Canvas, Overlay
from arena.hud.fonts import HUMAN, ROUND

# Left, top, right, bottom of the two plates in 1080-units; their numbers are centered, without an icon.
ALIVE = (84, 400, 216, 470)
KILLS = (84, 486, 174, 536)


def counters(clip: Clip) -> Overlay:
    """The players alive on a dark plate, the kills on a smaller one below."""
    canvas = Canvas(78, 396, 144, 144)
    for (left, top, right, bottom), number, height, letters in (
        (ALIVE, clip.alive, 38, HUMAN),
        (KILLS, clip.kills or 0, 26, ROUND),
    ):
        canvas.box(left, top, right, bottom, BLACK, 0.72)
        middle = (left + right) / 2, (top + bottom - height) / 2
        canvas.text(str(number), middle, height, letters, align="m")
    return canvas.overlay()
