"""What is said where a taught profile reads beside the usual reader? Whichever is sure speaks."""

from __future__ import annotations

from dataclasses import replace

from scoreboard.models import Reading


def speaks(reading: Reading) -> bool:
    return reading.alive is not None or reading.phase in ("waiting", "over")


def agreed(usual: Reading, taught: Reading) -> Reading:
    """Two that are sure of different things say nothing; what they saw is in doubt then."""
    if speaks(usual) and speaks(taught):
        return _both(usual, taught)
    if speaks(taught):
        return _with_kills(replace(taught, mode=usual.mode), usual)
    if speaks(usual):
        return _with_kills(usual, taught)
    seen_by_taught_alone = usual.phase == "unknown" and usual.faint is None
    return taught if seen_by_taught_alone and taught.phase != "unknown" else usual


def _both(usual: Reading, taught: Reading) -> Reading:
    if usual.phase != taught.phase or (
        taught.alive is not None and usual.alive not in (None, taught.alive)
    ):
        reason = f"the counters are unclear: {_said(usual)} as usual, {_said(taught)} as taught"
        return Reading(None, None, "playing", 0.0, reason)
    surer = max(usual, taught, key=lambda reading: reading.confidence)
    other = taught if surer is usual else usual
    return _with_kills(replace(surer, mode=usual.mode), other)


def _with_kills(reading: Reading, other: Reading) -> Reading:
    """What either says of the kills, if the other does not deny it."""
    if other.kills is None or other.kills == reading.kills:
        return reading
    if reading.kills is None:
        return replace(reading, kills=other.kills, kills_confidence=other.kills_confidence)
    return replace(reading, kills=None, kills_confidence=0.0)


def _said(reading: Reading) -> str:
    if reading.alive is None or reading.phase == "waiting":
        return reading.phase
    return str(reading.alive)
