"""Which typeface is a HUD set in, and at what size is a digit so many units high?"""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).resolve().parents[2] / "node_modules" / "@fontsource"

Face = tuple[str, int]
NARROW: Face = ("bebas-neue", 400)
SQUARE: Face = ("teko", 500)
HUMAN: Face = ("open-sans", 700)
FEED: Face = ("roboto-condensed", 500)
ROUND: Face = ("inter", 700)
HEAVY: Face = ("inter", 900)
TECHNICAL: Face = ("rajdhani", 700)
PLAIN: Face = ("rajdhani", 600)


class FontsMissing(Exception):
    """The typefaces are not installed."""


@lru_cache(maxsize=256)
def face(name: Face, digit_height: float) -> ImageFont.FreeTypeFont:
    """The typeface at the size at which its zero is `digit_height` high."""
    trial = _load(name, 200)
    _, top, _, bottom = trial.getbbox("0", anchor="ls")
    return _load(name, 200 * digit_height / (bottom - top))


def check_fonts() -> None:
    """Raises FontsMissing with the line to run."""
    for name in (NARROW, SQUARE, HUMAN, FEED, ROUND, HEAVY, TECHNICAL, PLAIN):
        if not _path(name).is_file():
            raise FontsMissing(
                f"The typeface {name[0]} is missing: run `npm ci` in {FOLDER.parents[1]}."
            )


def _load(name: Face, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_path(name)), size)


def _path(name: Face) -> Path:
    family, weight = name
    return FOLDER / family / "files" / f"{family}-latin-{weight}-normal.woff2"
