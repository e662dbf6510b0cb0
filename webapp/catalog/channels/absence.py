"""Why is a channel not on the board, in one sentence?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from scoreboard.models import Standing, Stream
from scoreboard.ranking import STALE_SECONDS

_STATES = {
    "ad": "it shows an advertisement",
    "no-video": "it has no picture",
    "timeout": "it does not answer in time",
    "frozen": "its picture stands still",
    "refused": "it refuses to be watched",
    "error": "its last look failed",
}


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What admins decided about the channel."""

    rule: str
    changed_at: datetime
    game_name: str
    """Empty: none was chosen."""
    game_enabled: bool
    is_twitch: bool


def why_absent(
    told: ChannelFacts,
    stream: Stream | None,
    standing: Standing | None,
    passed_over: str,
    paused_seconds: float,
    now: float,
) -> str:
    """Empty when it is ranked."""
    if told.rule == "block":
        return f"Blocked by an admin on {told.changed_at.day} {told.changed_at:%B}."
    if told.game_name and not told.game_enabled:
        return f"Its game, {told.game_name}, is switched off."
    if passed_over and stream is None:
        return f"Live, but passed over: {passed_over}."
    if stream is None:
        return _not_found(told)
    if paused_seconds:
        return f"Paused by an admin for {paused_seconds / 60:.0f} more minutes."
    if standing is None or standing.state == "new":
        return "Its first look is to come."
    return _as_it_stands(standing, now)


def _not_found(told: ChannelFacts) -> str:
    if told.is_twitch and told.rule == "watch":
        return "Not taken up yet: that happens within a minute."
    if told.is_twitch:
        return "Off line, or live in another category than its game's."
    return (
        "Not taken up yet: that happens within a minute."
        if told.rule == "watch"
        else "It is not live anywhere."
    )


def _as_it_stands(standing: Standing, now: float) -> str:
    since = clock(standing.phase_since)
    if standing.state == "offline":
        return f"Off line since {since}." if standing.phase_since else "Off line."
    if standing.state in _STATES:
        why = f" ({standing.reason.rstrip('.')})" if standing.reason else ""
        return f"Not readable since {since}: {_STATES[standing.state]}{why}."
    if standing.phase == "playing" and standing.alive is not None:
        age = now - standing.captured_at
        return (
            ""
            if age <= STALE_SECONDS
            else f"Its last number was broadcast {age:.0f} s ago{_failures(standing)}."
        )
    if standing.phase == "waiting":
        return f"In a lobby since {since}."
    if standing.phase == "over":
        return f"Its match ended at {since}."
    reason = _reason(standing) if standing.state != "no-counter" else ""
    return f"No counter found in the last {max(1, standing.failures)} looks{reason}."


def _failures(standing: Standing) -> str:
    if standing.state == "no-counter":
        return f", and no counter was found in the last {standing.failures} looks"
    return _reason(standing)


def _reason(standing: Standing) -> str:
    return f" ({standing.reason.rstrip('.')})" if standing.reason else ""


def clock(at: float) -> str:
    """Hours and minutes, with the day when it was not today's."""
    if not at:
        return "the start"
    when, today = datetime.fromtimestamp(at, UTC), datetime.now(UTC)
    return f"{when:%H:%M}" if when.date() == today.date() else f"{when.day} {when:%B %H:%M}"
