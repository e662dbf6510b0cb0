"""Which matches lie in a broadcast that its platform has recorded?"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from scoreboard.requests import Recording
from scoreboard.store import Store
from webapp.catalog.naming import TWITCH_PREFIX
from webapp.desk.models import Match
from webapp.store.clock import instant

ASK_AFTER_SECONDS = 300.0
"""A recording of a broadcast that goes on is some minutes behind."""


def want_recordings(store: Store, matches: Iterable[Match]) -> None:
    """Only Twitch can be asked, and only by a worker."""
    ended = {match.channel: match.ended_at.timestamp() for match in matches}
    channels = [channel for channel in ended if channel.startswith(TWITCH_PREFIX)]
    if channels:
        store.want_recordings(channels, max(ended.values()) + ASK_AFTER_SECONDS)


def take_recordings(store: Store) -> int:
    """One turn of the background loop: how many recordings were found. Twice the same changes nothing."""
    found = store.recordings()
    for recording in found:
        with suppress(ValueError, OverflowError, OSError):  # a time that no calendar has
            _note(recording)
    if found:
        store.forget_recordings(len(found))
    return len(found)


def _note(recording: Recording) -> None:
    """In the matches that ended within it; what another recording holds already is left alone."""
    began, until = (instant(at) for at in (recording.began_at, recording.until))
    Match.objects.filter(
        channel=recording.channel, ended_at__range=(began, until), recording=""
    ).update(recording=recording.id[:20], recorded_since=began)
