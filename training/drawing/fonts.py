"""Which letters are pictures rendered with: fonts by role, and text as an opacity mask."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Mask = NDArray[np.uint8]

FONT_FOLDER = Path(__file__).parents[1] / "fonts" / "node_modules" / "@fontsource"
TRIES = 200
"""A family that is not installed is drawn again."""
_SCRIPTS = {
    "ko": ("noto-sans-kr", "korean"),
    "zh": ("noto-sans-sc", "chinese-simplified"),
    "ja": ("noto-sans-jp", "japanese"),
    "ru": ("noto-sans", "cyrillic"),
    "th": ("noto-sans-thai", "thai"),
    "ar": ("noto-sans-arabic", "arabic"),
}
_LATIN = frozenset(map(chr, range(0x100))) | frozenset("ıŒœ")
_VIETNAMESE = frozenset(map(chr, range(0x1EA0, 0x1EFA))) | frozenset("ăâđêôơưĂĐƠƯ")

CONDENSED = (
    "teko",
    "oswald",
    "barlow-condensed",
    "saira-condensed",
    "roboto-condensed",
    "bebas-neue",
    "fjalla-one",
    "anton",
    "archivo-narrow",
    "pathway-gothic-one",
    "yanone-kaffeesatz",
    "big-shoulders-display",
    "sofia-sans-condensed",
    "khand",
    "pragati-narrow",
    "cabin-condensed",
    "asap-condensed",
    "francois-one",
    "squada-one",
    "staatliches",
    "ibm-plex-sans-condensed",
    "fira-sans-condensed",
    "encode-sans-condensed",
    "antonio",
    "league-gothic",
    "pt-sans-narrow",
    "saira-extra-condensed",
    "saira-semi-condensed",
)
SQUARE = (
    "rajdhani",
    "chakra-petch",
    "quantico",
    "share-tech",
    "exo-2",
    "titillium-web",
    "electrolize",
    "aldrich",
    "changa",
    "play",
    "jura",
    "tomorrow",
    "blinker",
    "viga",
    "russo-one",
    "kanit",
    "barlow",
    "barlow-semi-condensed",
)
ROUND = (
    "roboto",
    "open-sans",
    "lato",
    "montserrat",
    "hind",
    "source-sans-3",
    "rubik",
    "nunito",
    "fredoka",
    "baloo-2",
    "lilita-one",
    "luckiest-guy",
    "passion-one",
    "poppins",
    "inter",
    "ubuntu",
    "signika",
    "mukta",
    "dosis",
    "varela-round",
    "quicksand",
    "noto-sans",
    "sora",
    "outfit",
    "lexend",
    "manrope",
)
HELD_OUT = frozenset(
    ("oswald", "sofia-sans-condensed", "tomorrow", "titillium-web", "lato", "fredoka", "hind")
)
"""The rendered test set uses these alone; training never sees them."""


@dataclass(frozen=True, slots=True)
class Font:
    """One weight of one family."""

    path: str
    size_per_digit_height: float
    """Font size that makes digits one pixel high."""


@cache
def load(family: str, weight: int) -> Font | None:
    path = FONT_FOLDER / family / "files" / f"{family}-latin-{weight}-normal.woff2"
    return _measured(path) if path.exists() else None


@cache
def script_font(language: str, weight: int) -> Font | None:
    family, script = _SCRIPTS[language]
    folder = FONT_FOLDER / family / "files"
    paths = [folder / f"{family}-{script}-{weight}-normal.{kind}" for kind in ("woff2", "woff")]
    found = [path for path in paths if path.exists()]
    digits = load("noto-sans", weight)
    return Font(str(found[0]), digits.size_per_digit_height if digits else 1.4) if found else None


def noto(script: str, weight: int) -> Font:
    """Of a script beside those of the languages: Noto Sans has several, one file each."""
    path = FONT_FOLDER / "noto-sans" / "files" / f"noto-sans-{script}-{weight}-normal.woff2"
    digits = load("noto-sans", weight)
    return Font(str(path), digits.size_per_digit_height if digits else 1.4)


def _measured(path: Path) -> Font:
    font = ImageFont.truetype(str(path), 200)
    _, top, _, bottom = font.getbbox("08")
    return Font(str(path), 200 / (bottom - top))


def choose(
    rng: random.Random, families: tuple[str, ...], weights: tuple[int, ...], held_out: bool
) -> Font:
    """A font of ``families`` in one of ``weights``, or near it where the family has no such weight.

    Raises ``FileNotFoundError`` where none of them is installed.
    """
    pool = [name for name in families if (name in HELD_OUT) == held_out] or list(families)
    for _ in range(TRIES):
        family = rng.choice(pool)
        for weight in (rng.choice(weights), 700, 600, 500, 400):
            if font := load(family, weight):
                return font
    raise FileNotFoundError(f"No fonts in {FONT_FOLDER}: npm ci --prefix training/fonts")


@lru_cache(maxsize=20000)
def _face(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=2000)
def _path_for(path: str, letter: str) -> str:
    """The file that has ``letter``: families come in one file a script."""
    if "-latin-" not in path or letter in _LATIN:
        return path
    script = "-vietnamese-" if letter in _VIETNAMESE else "-latin-ext-"
    own = Path(path.replace("-latin-", script))
    return str(
        own
        if own.exists()
        else FONT_FOLDER / "noto-sans" / "files" / f"noto-sans{script}400-normal.woff2"
    )


def text_mask(
    font: Font, text: str, digit_height: float, stretch: float = 1.0, spacing: float = 0.0
) -> Mask:
    """Opacity of ``text``, cropped to its ink, shape (height, width); ``spacing`` in digit heights between letters."""
    size = max(6, 2 * round(font.size_per_digit_height * digit_height / 2))
    pieces = (
        list(text)
        if spacing or ("-latin-" in font.path and not _LATIN.issuperset(text))
        else [text]
    )
    faces = [_face(_path_for(font.path, piece[:1]), size) for piece in pieces]
    lengths = [
        face.getlength(piece) + spacing * digit_height
        for face, piece in zip(faces, pieces, strict=True)
    ]
    image = Image.new("L", (int(sum(lengths)) + 2 * size, 3 * size), 0)
    draw = ImageDraw.Draw(image)
    x = float(size // 2)
    for face, piece, length in zip(faces, pieces, lengths, strict=True):
        draw.text((x, 2 * size), piece, 255, font=face, anchor="ls")
        x += length
    mask = np.asarray(image)
    rows, columns = np.nonzero(mask.max(1))[0], np.nonzero(mask.max(0))[0]
    if not len(rows):
        return np.zeros((1, 1), np.uint8)
    mask = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    if stretch != 1.0:
        mask = cv2.resize(
            mask,
            (max(1, round(mask.shape[1] * stretch)), mask.shape[0]),
            interpolation=cv2.INTER_AREA,
        )
    return np.ascontiguousarray(mask)
