"""What must exist before a new game can be drawn and trained?  make game NAME=x writes it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
GAMES = Path("scoreboard/games.json")
PROFILES = Path("workers/read/networks/profiles.json")
_NAME = re.compile(r"[a-z][a-z0-9]{1,29}")
_GAME = """\
  {{
    "slug": "{name}", "name": "{title}", "twitch_category": "{title}", "profile": "{name}", "most_players": 100,
    "enabled": false,
    "regions": {{"hud": {{"x": 0.8, "y": 0.0, "width": 0.2, "height": 0.1}},
                "banner": {{"x": 0.2, "y": 0.04, "width": 0.6, "height": 0.4}}}}
  }}
]
"""
_PROFILE = """\
  "{name}": {{"digit_height": 0.02, "alive": "{name}_alive", "kills": "{name}_kills"}}
}}
"""
_SCENE = '''\
"""How does {title} draw its counters?  A person and the players, a skull and the kills."""

from __future__ import annotations

import random

from training.drawing import fonts, icons
from training.drawing.canvas import UNIT, Canvas, Ink, count, write
from training.drawing.hud import Hud


def draw(canvas: Canvas, rng: random.Random, held_out: bool) -> None:
    """One version. Vary whatever you do not know: place, font, size, shade, plates, what is beside the counters."""
    font = fonts.choose(rng, fonts.CONDENSED + fonts.SQUARE, (400, 500, 600, 700), held_out)
    ink = Ink(font, rng.uniform(205, 255), rng.uniform(0.7, 1.0), size=rng.uniform(0.9, 1.1))
    kills = str(rng.randint(0, 25)) if rng.random() < 0.4 else str(rng.randint(0, 9))
    x, middle = UNIT * rng.uniform(0.5, 6), UNIT * rng.uniform(1.5, 3.5)
    if rng.random() < 0.5:
        canvas.box(x - UNIT, middle - UNIT, UNIT * 11, UNIT * 2, 20, rng.uniform(0.2, 0.6))
    x = _counter(canvas, rng, ink, x, middle, icons.person, count(rng, 100), "{name}_alive")
    _counter(canvas, rng, ink, x + UNIT, middle, icons.skull, kills, "{name}_kills")


def _counter(
    canvas: Canvas,
    rng: random.Random,
    ink: Ink,
    x: float,
    middle: float,
    sign: icons.Sign,
    number: str,
    kind: str,
) -> float:
    """A sign and the number to its right, which is labelled as ``kind``; returns its right end."""
    size = UNIT * rng.uniform(1.0, 1.4)
    sign(canvas, rng, x + size / 2, middle, size, ink.shade, ink.opacity)
    return write(canvas, ink, number, x + size + UNIT * rng.uniform(0.15, 0.5), middle, kind)


HUD = Hud(draw, width=17.8, height=5.0, share=12)
'''


def write_skeleton(name: str, checkout: Path) -> list[Path]:
    """The files written, relative to ``checkout``; none where the game is there already.

    Raises ``ValueError`` for a name that cannot be both a slug and a module.
    """
    if name in json.loads((checkout / PROFILES).read_text()):
        return []
    if not _NAME.fullmatch(name):
        raise ValueError("NAME must be 2 to 30 lowercase letters and digits, such as NAME=naraka")
    words = {"name": name, "title": name.capitalize()}
    scene = Path(f"training/scenes/{name}.py")
    _append(checkout / GAMES, "]", _GAME.format(**words))
    _append(checkout / PROFILES, "}", _PROFILE.format(**words))
    (checkout / scene).write_text(_SCENE.format(**words))
    return [GAMES, PROFILES, scene]


def _append(file: Path, closing: str, entry: str) -> None:
    """Put ``entry`` behind the last one, and leave the others as people have laid them out."""
    before = file.read_text().rstrip().removesuffix(closing).rstrip()
    file.write_text(f"{before},\n{entry}")


def main() -> None:
    try:
        written = write_skeleton(sys.argv[1] if len(sys.argv) > 1 else "", CHECKOUT)
    except ValueError as error:
        sys.exit(str(error))
    sys.stdout.write("".join(f"wrote {path}\n" for path in written))


if __name__ == "__main__":
    main()
