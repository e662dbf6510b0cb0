"""What do a game's rendered pictures look like, with what training takes them for?  make game NAME=x"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.drawing.backgrounds import Backgrounds
from training.render import HUDS, Scene, film

PICTURES, COLUMNS = 20, 4
_WIDTH, _CAPTION, _GAP = 420, 24, 8
_PAPER, _INK, _BOX = (32, 32, 32), (235, 235, 235), (80, 220, 80)
Color = NDArray[np.uint8]


def sheet(game: str, seed: int) -> Color:
    """A contact sheet, shape (height, width, 3): each picture with the boxes of its counters, and what they say."""
    rng, grounds = random.Random(seed), Backgrounds(seed, 24)
    scenes: list[Scene] = []
    while len(scenes) < PICTURES:
        scenes += film(rng, grounds, False, {game: 1})
    tiles = [_tile(scene) for scene in scenes[:PICTURES]]
    height = max(len(tile) for tile in tiles)
    rows = [
        np.hstack([_padded(tile, height) for tile in tiles[start : start + COLUMNS]])
        for start in range(0, PICTURES, COLUMNS)
    ]
    return np.vstack(rows)


def _tile(scene: Scene) -> Color:
    factor = _WIDTH / scene.picture.shape[1]
    size = (_WIDTH, max(1, round(scene.picture.shape[0] * factor)))
    enlarged = cv2.resize(scene.picture, size, interpolation=cv2.INTER_NEAREST)
    picture = cv2.cvtColor(enlarged, cv2.COLOR_GRAY2BGR)
    for label in scene.labels:
        corner = (round(label.x * factor) - 2, round(label.y * factor) - 2)
        other = (
            round((label.x + label.width) * factor) + 2,
            round((label.y + label.height) * factor) + 2,
        )
        cv2.rectangle(picture, corner, other, _BOX, 1)
    said = ", ".join(f"{each.kind} {each.text}".strip() for each in scene.labels) or "no counter"
    caption = np.full((_CAPTION, _WIDTH, 3), _PAPER, np.uint8)
    cv2.putText(caption, said, (2, 17), cv2.FONT_HERSHEY_SIMPLEX, 0.45, _INK, 1, cv2.LINE_AA)
    return np.vstack([picture, caption]).astype(np.uint8, copy=False)


def _padded(tile: Color, height: int) -> Color:
    return cv2.copyMakeBorder(
        tile, 0, height - len(tile) + _GAP, 0, _GAP, cv2.BORDER_CONSTANT, value=_PAPER
    ).astype(np.uint8, copy=False)


def main() -> None:
    game, folder = sys.argv[1], Path(sys.argv[2])
    if game not in HUDS:
        sys.exit(f"{game} is none of {', '.join(HUDS)}")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"game-{game}.png"
    cv2.imwrite(str(path), sheet(game, 1))
    sys.stdout.write(f"{PICTURES} pictures of {game}: {path.resolve()}\n")


if __name__ == "__main__":
    main()
