"""Where in a frame is the game's HUD?"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from scoreboard.models import Correction, Game, Region
from workers.look.look import Gray

_WIDE = 16 / 9
_PLAUSIBLE_ASPECTS = (5 / 4, 4 / 3, 16 / 10, _WIDE, 64 / 27, 43 / 18, 32 / 9)
"""What games are played at: dark edges that leave any other shape are a dark scene, not bars."""
_ASPECT_TOLERANCE = 0.02
_BLACK = 30
"""Black is 16 in video, and an encoder's noise lies on top."""
_BRIGHT_SHARE = 0.005
"""A line of a bar may hold this share of brighter pixels: noise."""
_BAR_LEAST = 0.01
_SYMMETRY = 0.015


@dataclass(frozen=True, slots=True)
class Picture:
    """The game's picture inside the frame, in pixels; it may reach beyond the frame."""

    left: float
    top: float
    width: float
    height: float

    @property
    def unit(self) -> float:
        """What fractions across are fractions of, in pixels, counted from the right edge.

        HUDs keep to that edge and scale with the height, whatever the shape of the picture.
        """
        wide = self.height * _WIDE
        return self.width if abs(self.width / wide - 1) <= _ASPECT_TOLERANCE else wide


def cut(
    luma: Gray, game: Game, correction: Correction | None = None
) -> tuple[int, dict[str, Gray]]:
    """The height of the game's picture in pixels, and its regions by name at the frame's own resolution.

    With a ``correction`` the picture lies where it says; without one, black bars are taken off. A region that lies
    wholly outside of the frame is left out.
    """
    return cut_at(place_in(luma, correction), luma, game)


def cut_at(picture: Picture, luma: Gray, game: Game) -> tuple[int, dict[str, Gray]]:
    """As ``cut``, where the game's picture is known; ``luma`` may end at ``lowest_row``."""
    crops = {name: _crop(luma, picture, region) for name, region in game.regions.items()}
    return round(picture.height), {name: crop for name, crop in crops.items() if crop.size}


def lowest_row(picture: Picture, game: Game) -> int:
    """How many rows of pixels hold all regions of the game; it has some."""
    return max(_rows(picture, region)[1] for region in game.regions.values())


def place_in(luma: Gray, correction: Correction | None) -> Picture:
    """Where the game's picture is in a whole frame."""
    height, width = luma.shape
    return corrected(width, height, correction) if correction else without_bars(luma)


def corrected(width: int, height: int, correction: Correction) -> Picture:
    """In a frame of so many pixels."""
    scale = correction.scale
    return Picture(correction.x * width, correction.y * height, scale * width, scale * height)


def without_bars(luma: Gray) -> Picture:
    """Where the game's picture is when nothing is known of it: black bars are taken off."""
    height, width = luma.shape
    top, bottom = bars(luma[:, ::4])
    left, right = bars(luma[top : height - bottom, :].T[:, ::4])
    picture = Picture(left, top, width - left - right, height - top - bottom)
    aspect = picture.width / picture.height
    plausible = any(abs(aspect / known - 1) <= _ASPECT_TOLERANCE for known in _PLAUSIBLE_ASPECTS)
    return picture if plausible else Picture(0, 0, width, height)


def bars(lines: Gray) -> tuple[int, int]:
    """How many lines at the start and at the end are black; none unless there are about as many at both ends."""
    if not (_is_dark(lines[:1])[0] and _is_dark(lines[-1:])[0]):
        return 0, 0
    bright = np.flatnonzero(~_is_dark(lines))
    if not bright.size:
        return 0, 0
    start, end = int(bright[0]), len(lines) - 1 - int(bright[-1])
    even = abs(start - end) <= max(2, _SYMMETRY * len(lines))
    return (start, end) if even and min(start, end) >= _BAR_LEAST * len(lines) else (0, 0)


def dark_lines(lines: Gray, all_lines: int) -> int:
    """How many lines at the start are black, of ``all_lines`` that a picture has; 0 for fewer than make a bar."""
    if not _is_dark(lines[:1])[0]:
        return 0
    bright = np.flatnonzero(~_is_dark(lines))
    start = int(bright[0]) if bright.size else len(lines)
    return start if start >= _BAR_LEAST * all_lines else 0


def _is_dark(lines: Gray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray((lines > _BLACK).mean(axis=1) <= _BRIGHT_SHARE)


def _crop(luma: Gray, picture: Picture, region: Region) -> Gray:
    unit = picture.unit
    right = picture.left + picture.width - (1 - region.x - region.width) * unit
    left = right - region.width * unit
    columns = slice(max(0, floor(left + 1e-6)), max(0, ceil(right - 1e-6)))
    return luma[slice(*_rows(picture, region)), columns].copy()


def _rows(picture: Picture, region: Region) -> tuple[int, int]:
    """The first one, and the one after the last."""
    top = picture.top + region.y * picture.height
    bottom = top + region.height * picture.height
    return max(0, floor(top + 1e-6)), max(0, ceil(bottom - 1e-6))
