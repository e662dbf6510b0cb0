"""Which of the lines in the middle of the picture are part of its headline?"""

from __future__ import annotations

from collections.abc import Iterable

from workers.look.banner import LETTER_PIXELS
from workers.read.readers.tesseract import Line

HEADLINE_SHARE = 0.025
"""How high a headline is at least, of the picture's width; most rows of menus are lower."""
ALIKE = 0.7
"""Lines at least this much of a line's height are as large as it is."""
MAX_ALIKE = 4
"""Of a headline: itself, the rest of it, a place, a reward. The rows of a menu are more, all of one size."""


def headlines(lines: Iterable[Line], width: int) -> list[Line]:
    """Those large enough for a picture ``width`` pixels wide, with few others of their size."""
    lines = [line for line in lines if line.height <= LETTER_PIXELS[1] and _is_text(line.text)]
    return [
        line
        for line in lines
        if line.height >= HEADLINE_SHARE * width
        and sum(other.height >= ALIKE * line.height for other in lines) <= MAX_ALIKE
    ]


def _is_text(text: str) -> bool:
    """Not a mark that Tesseract makes of a shape."""
    return sum(map(str.isalnum, text)) >= 2 or "#" in text
