"""In which words are a match and its end described?"""

from __future__ import annotations

from datetime import datetime

from django.utils.dateformat import format as formatted

from webapp.desk.models import Match

MODES = {"solo": "Solo", "teams": "Teams"}
RESULTS = {
    "won": "Won",
    "placed": "Placed",
    "eliminated": "Eliminated",
    "left": "Left early",
    "lost": "Lost from view",
}


def result_words(match: Match) -> str:
    """Two words at most: ``Won``, ``5th``."""
    if match.won or match.result == "won":
        return RESULTS["won"]
    if match.result == "placed" and match.place:
        return f"{match.place}{_ordinal_end(match.place)}"
    return RESULTS.get(match.result, "Match over")


def sentence(match: Match) -> str:
    """``Won with 7 kills``, ``5th with 1 kill``, ``Eliminated with 3 kills, 14 alive``."""
    words = result_words(match)
    if match.result == "placed" and match.place:
        words = f"Finished {words}"
    kills = "" if match.kills is None else f" with {counted(match.kills, 'kill')}"
    tells_alive = (
        match.alive is not None and match.result not in ("won", "placed") and not match.won
    )
    return f"{words}{kills}" + (f", {match.alive} alive" if tells_alive else "")


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def duration_words(seconds: float | None) -> str:
    """``18:05``; with hours from one hour on. Empty when it is not known."""
    if seconds is None or seconds < 0:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def day_words(at: datetime) -> str:
    """``November 27, 2026``, in UTC."""
    return formatted(at, "F j, Y")


def _ordinal_end(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
