"""Are these HUD regions valid?"""

from __future__ import annotations

import sys
from typing import Any

from django.core.exceptions import ValidationError

FIELDS = ("hud", "alive", "kills", "banner")
EXAMPLE = '{"hud": {"x": 0.8, "y": 0, "width": 0.2, "height": 0.1}}'
SIDES = ("x", "y", "width", "height")


def is_number(given: Any) -> bool:
    """Whether what JSON said can be reckoned with: it may say ``NaN``, and integers of thousands of digits."""
    is_one = isinstance(given, int | float) and not isinstance(given, bool)
    return is_one and abs(given) <= sys.float_info.max


def check_regions(regions: Any) -> None:
    """Regions by field, as fractions of the frame; raises ``ValidationError`` with one sentence."""
    if not isinstance(regions, dict) or not regions:
        raise ValidationError(f"Give at least one region, such as {EXAMPLE}.")
    for field, region in regions.items():
        if field not in FIELDS:
            raise ValidationError(f"Unknown region {str(field)[:40]!r}: use {', '.join(FIELDS)}.")
        _check_region(field, region)


def _check_region(field: str, region: Any) -> None:
    if not isinstance(region, dict) or set(region) != set(SIDES):
        raise ValidationError(f"The region {field!r} needs exactly {', '.join(SIDES)}.")
    if not all(is_number(region[side]) for side in SIDES):
        raise ValidationError(f"The sides of the region {field!r} must be numbers between 0 and 1.")
    right, bottom = region["x"] + region["width"], region["y"] + region["height"]
    inside = region["x"] >= 0 and region["y"] >= 0 and right <= 1.0001 and bottom <= 1.0001
    if not inside or region["width"] <= 0 or region["height"] <= 0:
        raise ValidationError(
            f"The region {field!r} must be inside the frame, from 0 to 1 in both directions."
        )
