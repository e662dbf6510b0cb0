"""How does a number look of which the encoder kept only a part?"""

from __future__ import annotations

import random

import cv2
import numpy as np

from training.drawing.canvas import UNIT, Canvas, Label


def smear(canvas: Canvas, rng: random.Random) -> None:
    """Blur some or all digits of each number beyond legibility; the label goes on to say them all.

    Whoever learns from it learns to be unsure of a number that is wider than what is legible of it.
    """
    for label in canvas.labels:
        if label.text:
            _blur(canvas, rng, label)


def _blur(canvas: Canvas, rng: random.Random, label: Label) -> None:
    digit = label.width / len(label.text)
    gone = digit * rng.randint(1, len(label.text))
    start = label.x if rng.random() < 0.3 else label.x + label.width - gone
    margin = UNIT * 0.25
    left, right = round(start - margin / 3), round(start + gone + margin)
    top, bottom = round(label.y - margin), round(label.y + label.height + margin)
    piece = canvas.pixels[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    if min(piece.shape, default=0) < 8:
        return
    soft = cv2.GaussianBlur(piece, (0, 0), UNIT * rng.uniform(0.22, 0.5))
    if rng.random() < 0.5:
        block = UNIT * rng.uniform(0.4, 0.8)
        size = (max(1, round(piece.shape[1] / block)), max(1, round(piece.shape[0] / block)))
        small = cv2.resize(piece, size, interpolation=cv2.INTER_AREA)
        soft = cv2.resize(small, piece.shape[::-1], interpolation=cv2.INTER_LINEAR)
    piece[:] = soft.astype(np.float32)
