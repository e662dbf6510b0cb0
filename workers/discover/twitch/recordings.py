"""Where has Twitch recorded the matches that ended?"""

from __future__ import annotations

import logging

from scoreboard.requests import Recording
from scoreboard.store import Store
from workers.discover.twitch.helix import Helix, HelixFailed

AT_ONCE = 5
"""Every ten seconds: at most 36 of the 800 requests that Twitch allows a minute, those for user IDs included."""
RETRY_SECONDS = 60.0
TWITCH = "twitch-"

log = logging.getLogger(__name__)


def find_recordings(store: Store, helix: Helix | None, now: float) -> int:
    """Asks for the channels whose turn it is; returns how many recordings were found.

    Without ``helix`` nobody can be asked. While Twitch fails the channels wait, and others have their turn.
    """
    channels = store.recordings_wanted(now, AT_ONCE)
    if not channels:
        return 0
    found: list[Recording] = []
    try:
        if helix:
            found = _found(helix, channels, now)
    except HelixFailed as failure:
        log.warning("recordings: %s", failure)
        store.put_fault("record", "twitch", str(failure), now)
        store.end_wanting(channels)
        store.want_recordings(channels, now + RETRY_SECONDS)
        return 0
    store.put_recordings(found)
    store.end_wanting(channels)
    store.clear_fault("record", "twitch")
    return len(found)


def _found(helix: Helix, channels: list[str], now: float) -> list[Recording]:
    """Raises ``HelixFailed``."""
    logins = [channel.removeprefix(TWITCH) for channel in channels if channel.startswith(TWITCH)]
    found = []
    for login, user_id in helix.user_ids(logins, now).items():
        if archive := helix.newest_archive(user_id, now):
            found.append(Recording(f"{TWITCH}{login}", archive.id, archive.began_at, archive.until))
    return found
