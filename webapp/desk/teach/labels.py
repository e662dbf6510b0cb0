"""What did an admin say of a frame? Checked once, with a sentence for whatever is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from scoreboard.taught.profile import MOST_TAUGHT
from webapp.catalog.hud_regions import SIDES, is_number
from webapp.desk.models import TeachingFrame

MIN_SIDE = 0.002
"""Of a box, as a fraction of the frame."""
Shows = TeachingFrame.Shows


@dataclass(frozen=True, slots=True)
class Label:
    shows: Shows
    alive: int | None = None
    kills: int | None = None
    box: dict[str, float] | None = None
    kills_box: dict[str, float] | None = None


def label_from(body: dict[str, Any], most_players: int) -> Label:
    """Raises ``ValidationError`` with one sentence."""
    try:
        shows = Shows(body.get("shows") or "")
    except ValueError:
        raise ValidationError("A frame shows a counter, none, or a lobby.") from None
    if shows != Shows.COUNTER:
        return Label(shows)
    alive = _count("players alive", body.get("alive"), 1, min(most_players, MOST_TAUGHT["alive"]))
    if alive is None:
        raise ValidationError("Enter the number that the box is around, or mark “No counter”.")
    kills = _count("kills", body.get("kills"), 0, MOST_TAUGHT["kills"])
    kills_box = _box("kills", body.get("kills_box")) if kills is not None else None
    return Label(shows, alive, kills, _box("alive", body.get("box")), kills_box)


def _count(name: str, given: Any, least: int, most: int) -> int | None:
    text = "" if given is None else str(given).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 8 and least <= int(text) <= most):
        raise ValidationError(
            f"The {name} must be a whole number from {least} to {most}, not {text[:12]!r}."
        )
    return int(text)


def _box(name: str, given: Any) -> dict[str, float] | None:
    if given is None:
        return None
    if (
        not isinstance(given, dict)
        or set(given) != set(SIDES)
        or not all(map(is_number, given.values()))
    ):
        raise ValidationError(f"The box {name} needs numbers for {', '.join(SIDES)}.")
    box = {side: round(float(given[side]), 5) for side in SIDES}
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    if min(box["x"], box["y"]) < 0 or right > 1.0001 or bottom > 1.0001:
        raise ValidationError(f"The box {name} reaches outside the picture.")
    if min(box["width"], box["height"]) < MIN_SIDE:
        raise ValidationError(f"The box {name} is too small for digits.")
    return box
