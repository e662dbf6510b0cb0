"""What does PUBG draw at the top right?"""

import random

from arena.clips.clip import Clip
from arena.hud.canvas import BLACK, WHITE, Canvas, Overlay, text_width
from arena.hud.fonts import FEED, HUMAN, NARROW, SQUARE
from arena.hud.version import Version

DARK = Version(
    digits=SQUARE, digit_top=35, digit_height=25, plate=(30, 68), right=1883, word_ground=BLACK
)
LIGHT = Version(
    digits=HUMAN, digit_top=39, digit_height=24, plate=(30, 71), right=1890, word_ground=WHITE
)
WEAPONS = ("M416", "SKS", "Kar98k", "Sawed-off", "UMP45", "AKM", "Mini 14", "S686")
NAMES = (
    "OldBarn",
    "tin_kettle",
    "Mudlark",
    "Nine_Volt",
    "PaleRider7",
    "quarry",
    "Sixpence",
    "Longshore",
    "drumlin",
)


def counters(clip: Clip) -> Overlay:
    """The plates "N ALIVE" (before a match "N JOINED") and, once there are any, "N KILLED"; below, the kill feed."""
    version = LIGHT if clip.line == 1 else DARK
    canvas = Canvas(1230, 24, 681, 120)
    word = "JOINED" if clip.screen == "lobby" else "ALIVE"
    left = _plates(canvas, version, str(clip.alive), word, version.right)
    if clip.screen == "playing":
        if clip.kills:
            _plates(canvas, version, str(clip.kills), "KILLED", left - 12)
        _feed(canvas, clip, version)
    return canvas.overlay()


def _plates(canvas: Canvas, version: Version, number: str, word: str, right: float) -> float:
    """A pair of plates that ends at `right`; where it begins."""
    top, bottom = version.plate
    word_left = right - text_width(word, 22, NARROW) - 2 * version.word_margin
    number_left = word_left - text_width(number, version.digit_height, version.digits) - 14
    light = version.word_ground == WHITE
    canvas.box(word_left + 1, top, right, bottom, version.word_ground, 0.55 if light else 0.5)
    canvas.box(number_left, top, word_left, bottom, BLACK, 0.55)
    at = (number_left + 7, version.digit_top)
    canvas.text(number, at, version.digit_height, version.digits)
    grey = (110, 112, 114) if light else (205, 195, 188)
    canvas.text(word, (word_left + version.word_margin, version.digit_top + 1), 22, NARROW, grey)
    return number_left


def _feed(canvas: Canvas, clip: Clip, version: Version) -> None:
    rng = random.Random(clip.name)
    left = f" - {clip.alive} left" if clip.line == 0 else ""
    for row in range(2 if clip.alive and clip.alive < 95 else 1):
        killer, killed = rng.sample(NAMES, 2)
        words = f"{killer} killed {killed} with {rng.choice(WEAPONS)}{left if row == 0 else ''}"
        top = 77 + 27 * row
        canvas.box(
            version.right - text_width(words, 14, FEED) - 6,
            top,
            version.right,
            top + 21,
            BLACK,
            0.35,
        )
        canvas.text(
            words,
            (version.right - 2, top + 3.5),
            14,
            FEED,
            (236, 230, 224),
            align="r",
            opacity=0.95,
        )
