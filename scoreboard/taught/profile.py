"""What does a taught profile hold, and is this file one?  Checked once, as whatever comes from another site."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn, Self

from scoreboard.models import Record, Region

FORMAT, VERSION = "rotisserie-taught-profile", 1
UNIT = 10.0
"""About the height of the digits in pixels of a sign: few enough for a fast search, enough for an icon's strokes."""
MAX_BYTES = 800_000
MAX_SIGNS = 4
"""Of a counter: how many ways a game draws it."""
REGION = "taught"
"""What ``Game.regions`` calls the part of the frame that a profile searches."""
MAX_SIDE, MIN_SIDE = 170, 4
MAX_PLAYERS = 999
PLANES = 3
MIN_LINES = 200
"""A frame with fewer teaches nothing."""
MOST_TAUGHT = {"alive": 200, "kills": 99}
"""What a label may say at most, by field."""

Align = Literal["left", "center", "right"]


class BadProfile(ValueError):
    """Says in one sentence why a file is no profile that can be read with."""


@dataclass(frozen=True, slots=True)
class Sign(Record):
    """What stays the same around a counter, and where its digits are beside it."""

    lines: float
    """How many pixels of the sign a frame is high; all other sizes and places are in such pixels, too."""
    width: int
    height: int
    pixels: str
    """Base64 of three planes, a byte a pixel: the gradient across and down (128 is none), and how much it counts."""
    digit_height: float
    digits_x: float
    """From the sign's middle to the edge or middle of the digits that ``align`` names; to the right is positive."""
    digits_y: float
    """From the sign's middle to the middle of the digits; down is positive."""
    align: Align
    digit_width: float
    """What a digit takes, in heights of it; a 1 takes ``one_width``."""
    one_width: float
    within: Region
    """The part of the frame in which the sign is searched."""
    least: float
    """With a likeness below this, 0 to 1, the sign is not shown."""
    typical: float
    """A likeness at which other sizes need no search."""


@dataclass(frozen=True, slots=True)
class TaughtProfile(Record):
    """How a game draws its counters."""

    format: str
    version: int
    name: str
    most_players: int
    alive: tuple[Sign, ...]
    kills: tuple[Sign, ...] = ()
    waiting: tuple[Sign, ...] = ()
    """Signs that the match has not begun; they have no digits."""

    @property
    def signs(self) -> Iterator[Sign]:
        yield from (*self.alive, *self.kills, *self.waiting)

    @property
    def region(self) -> Region:
        """The part of the frame that holds all that is searched."""
        return around(sign.within for sign in self.signs)

    @property
    def digest(self) -> str:
        """The same for the same profile."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]

    @classmethod
    def load(cls, path: Path) -> Self:
        """From a file. Raises ``BadProfile``."""
        try:
            with path.open("rb") as file:
                text = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise BadProfile(f"{path}: the file cannot be read: {error.strerror}.") from error
        return cls.parse(text)

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """From whoever sends it. Raises ``BadProfile``."""
        if len(text) > MAX_BYTES:
            raise BadProfile(f"The profile is larger than {MAX_BYTES // 1000} KB.")
        try:
            values = json.loads(text, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise BadProfile("The profile is not valid JSON.") from error
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise BadProfile("The file is not a taught profile.")
        if values.get("version") != VERSION:
            raise BadProfile(f"Only version {VERSION} of taught profiles can be read.")
        try:
            profile = cls.from_dict(values)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise BadProfile("A field of the profile is missing or of the wrong type.") from error
        _check(profile)
        return profile


def around(regions: Iterable[Region]) -> Region:
    """The smallest region that holds all of them."""
    each = [*regions]
    left, top = min(region.x for region in each), min(region.y for region in each)
    right = max(region.x + region.width for region in each)
    bottom = max(region.y + region.height for region in each)
    return Region(left, top, right - left, bottom - top)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON number")


def _check(profile: TaughtProfile) -> None:
    if not 1 <= profile.most_players <= MAX_PLAYERS:
        raise BadProfile(f"most_players is not from 1 to {MAX_PLAYERS}.")
    if len(profile.name) > 80 or not profile.name.isprintable():
        raise BadProfile("The name is longer than 80 characters, or not printable.")
    if not profile.alive:
        raise BadProfile("The profile has no sign of the players alive.")
    if any(len(each) > MAX_SIGNS for each in (profile.alive, profile.kills, profile.waiting)):
        raise BadProfile(f"A counter has more than {MAX_SIGNS} signs.")
    for sign in profile.signs:
        _check_sign(sign)


def _check_sign(sign: Sign) -> None:
    within = sign.within
    ranges = (
        (sign.width, MIN_SIDE, MAX_SIDE),
        (sign.height, MIN_SIDE, MAX_SIDE),
        (sign.lines, 50, 4000),
        (sign.digit_height, UNIT / 2, UNIT * 2),
        (sign.digits_x, -MAX_SIDE, MAX_SIDE),
        (sign.digits_y, -MAX_SIDE, MAX_SIDE),
        (sign.digit_width, 0.3, 1.5),
        (sign.one_width, 0.1, 1.5),
        (sign.least, 0.2, 1.0),
        (sign.typical, 0.2, 1.0),
        (within.x, 0.0, 1.0),
        (within.y, 0.0, 1.0),
        (within.x + within.width, within.x + 0.005, 1.001),
        (within.y + within.height, within.y + 0.005, 1.001),
    )
    if any(not (math.isfinite(value) and low <= value <= high) for value, low, high in ranges):
        raise BadProfile("A number of a sign is out of its range.")
    try:
        raw = base64.b64decode(sign.pixels, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadProfile("The pixels of a sign are not base64.") from error
    if len(raw) != PLANES * sign.width * sign.height:
        raise BadProfile("The pixels of a sign do not fill its size.")
    if not any(raw[2 * sign.width * sign.height :]):
        raise BadProfile("No pixel of a sign counts.")
