"""Why is a channel not on the board, in one sentence?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from scoreboard.models import Standing, Stream
from scoreboard.rules import in_play, is_unread
from webapp.store.clock import instant
from webapp.store.clock import now as site_now

_STATES = {
    "ad": "it is in an ad break",
    "no-video": "it has no picture",
    "timeout": "it is not responding",
    "frozen": "its picture is frozen",
    "refused": "its address is not allowed",
    "error": "the last check failed",
}


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What admins decided about the channel."""

    rule: str
    changed_at: datetime
    game_name: str
    """Empty: none was chosen."""
    game_enabled: bool
    is_on_platform: bool
    """Whether its platform is asked by an API."""
    not_asked: str = ""
    """Why its platform was not asked for it; empty when it was."""


def why_absent(
    facts: ChannelFacts,
    stream: Stream | None,
    standing: Standing | None,
    passed_over: str,
    paused_seconds: float,
    now: float,
) -> str:
    """Empty when it is ranked."""
    if facts.rule == "block":
        return f"Blocked by an admin on {facts.changed_at.day} {facts.changed_at:%B}."
    if facts.game_name and not facts.game_enabled:
        return f"Its game, {facts.game_name}, is disabled."
    if passed_over and stream is None:
        return f"Live, but passed over: {passed_over}."
    if stream is None:
        return _not_found(facts)
    if paused_seconds:
        return f"Paused by an admin for {paused_seconds / 60:.0f} more minutes."
    if standing is None or standing.state == "new":
        return "It has not been checked yet."
    return "" if in_play(standing, now) else _not_in_play(standing, now)


def _not_found(facts: ChannelFacts) -> str:
    if facts.rule == "watch":
        return "Not picked up yet; this takes up to a minute."
    if not facts.is_on_platform:
        return "Not watched: only Twitch, Kick and YouTube channels can be allowed. Set its rule to watch."
    if facts.not_asked:
        return f"Not looked for: {facts.not_asked}"
    return "Offline, or live in another category."


def _not_in_play(standing: Standing, now: float) -> str:
    failing = f" since {clock(standing.failing_since)}" if standing.failing_since else ""
    if standing.state == "offline":
        return f"Offline{failing}."
    if standing.state in _STATES:
        why = f" ({standing.reason.rstrip('.')})" if standing.reason else ""
        return f"Not readable{failing}: {_STATES[standing.state]}{why}."
    if is_unread(standing, now):
        return f"Its counters have not been read since {clock(standing.unread_since)}{_reason(standing)}."
    if standing.phase == "playing" and standing.alive is not None:
        age = now - standing.captured_at
        return f"Its last number was broadcast {age:.0f} s ago{_failures(standing)}."
    since = clock(standing.phase_since)
    if standing.phase == "waiting":
        return f"In a lobby since {since}."
    if standing.phase == "over":
        return f"Its match ended at {since}."
    reason = _reason(standing) if standing.state != "no-counter" else ""
    return f"No counter found in the last {max(1, standing.failures)} checks{reason}."


def _failures(standing: Standing) -> str:
    if standing.state == "no-counter":
        return f", and no counter was found in the last {standing.failures} checks"
    return _reason(standing)


def _reason(standing: Standing) -> str:
    return f" ({standing.reason.rstrip('.')})" if standing.reason else ""


def clock(at: float) -> str:
    """Hours and minutes, with the day when it was not today's."""
    if not at:
        return "the start"
    when, today = datetime.fromtimestamp(at, UTC), instant(site_now())
    return f"{when:%H:%M}" if when.date() == today.date() else f"{when.day} {when:%B %H:%M}"
