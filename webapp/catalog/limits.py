"""Which texts and numbers does the catalog accept, and how is a refusal put into one sentence?"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

Validators = list[Callable[[Any], None]]
CHANNEL_PATTERN = r"[a-z0-9][a-z0-9_-]{0,63}"
DUPLICATE = "duplicate"
"""The code of the error that says so."""
RESERVED_NAMES = frozenset(
    [
        "add",
        "admin",
        "all",
        "api",
        "channels",
        "current",
        "healthz",
        "kiosk",
        "matches",
        "metrics",
        "moments",
        "overlay",
        "readyz",
        "static",
    ]
)
"""Addresses of other pages, where that of a game would be; ``all`` is the board of all games, too."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """``text`` without control characters, direction overrides and outer spaces."""
    return _CONTROL.sub("", text).strip()


def finite(number: float) -> None:
    """Raises ``ValidationError``. No bound keeps ``nan`` out, since it is neither less nor more than any."""
    if not math.isfinite(number):
        raise ValidationError("Enter a number.", code="invalid")


def not_reserved(slug: str) -> None:
    """Raises ``ValidationError``."""
    if slug.lower() in RESERVED_NAMES:
        raise ValidationError(f"{slug} is the address of another page.", code="reserved")


def sentence_of(refused: ValidationError) -> str:
    """What is wrong, in one line. Of a channel that is there already nothing else matters."""
    by_field = refused.error_dict if hasattr(refused, "error_dict") else {"": refused.error_list}
    faults = [fault for errors in by_field.values() for fault in errors]
    duplicates = [fault for fault in faults if fault.code == DUPLICATE]
    return " ".join(message for fault in duplicates or faults for message in fault.messages)


STREAM_LIMIT: Validators = [MinValueValidator(0), MaxValueValidator(1000)]
INTERVAL_SECONDS: Validators = [finite, MinValueValidator(1.0), MaxValueValidator(3600.0)]
PICTURE_SIDE: Validators = [finite, MinValueValidator(-2.0), MaxValueValidator(1.0)]
PICTURE_SCALE: Validators = [finite, MinValueValidator(0.1), MaxValueValidator(4.0)]
