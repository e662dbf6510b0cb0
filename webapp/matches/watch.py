"""Where can the end of a match be watched again?"""

from __future__ import annotations

from webapp.desk.models import Match

BEFORE_SECONDS = 45
"""How long before the last number."""


def watch_url(match: Match) -> str | None:
    """In Twitch's recording, shortly before the end; ``t`` is how its own share dialog puts a time."""
    if not match.recording or not match.recorded_since:
        return None
    seconds = max(0, round(starts_at(match) - match.recorded_since.timestamp()))
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"https://www.twitch.tv/videos/{match.recording}?t={hours}h{minutes}m{rest}s"


def starts_at(match: Match) -> float:
    """Epoch seconds of the broadcast."""
    return (match.watched_until or match.ended_at).timestamp() - BEFORE_SECONDS
