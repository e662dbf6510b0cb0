"""Are the channels live that admins name?

A channel's newest uploads are listed for one unit; a broadcast is among them while it is live. Fifty videos' details
cost another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workers.discover.platforms import LiveStream
from workers.discover.rows import Row
from workers.discover.youtube.answer import channel_id, handle, live_video, uploads_of
from workers.discover.youtube.client import PAGE_SIZE, Client
from workers.discover.youtube.memory import NamesMemory, Uploads, Videos
from workers.discover.youtube.quota import Quota

NEWEST = 5
MAX_HANDLES = 10
"""Looked up at once; each costs a unit."""
MAX_KEPT = 500
UNKNOWN_SECONDS = 86400.0
"""A channel that YouTube does not know is not asked for again for so long."""


class Names:
    """One question of it, which changes the memory."""

    def __init__(self, client: Client, quota: Quota, memory: NamesMemory, now: float) -> None:
        self._client, self._quota, self._memory, self._now = client, quota, memory, now

    def live(self, named: Sequence[str], games: Iterable[str]) -> list[LiveStream]:
        """Of channels that are named by ID or handle, those that are live. Raises ``PlatformFailed``."""
        asked = self._uploads_of(named)
        self._list_newest(row for row in asked if row.playlist and row.ask_at <= self._now)
        self._look_up(list(games))
        channels = {row.channel for row in asked}
        return [row for row in self._memory.videos.values() if row.login in channels]

    def exists(self, name: str) -> bool:
        """Whether there is such a channel. Raises ``PlatformFailed``."""
        return any(row.channel for row in self._uploads_of([name]))

    def _uploads_of(self, named: Sequence[str]) -> list[Uploads]:
        """Where the channels have their videos, in the order of ``named``; asked for once."""
        memory = self._memory
        cases = {name.lower(): name for name in memory.uploads}
        named = [cases.get(name.lower(), name) for name in named]
        missing = [name for name in named if self._is_missing(name)]
        if len(memory.uploads) + len(missing) > MAX_KEPT:
            memory.uploads = {
                name: row for name, row in memory.uploads.items() if name in set(named)
            }
        ids = [name for name in missing if channel_id(name)][:PAGE_SIZE]
        if ids:
            rows = self._client.channels({"id": ",".join(ids)}, self._now)
            found = {str(row.get("id")): row for row in rows}
            memory.uploads |= {name: self._uploads(found.get(name)) for name in ids}
        for name in [name for name in missing if handle(name)][:MAX_HANDLES]:
            rows = self._client.channels({"forHandle": name}, self._now)
            memory.uploads[name] = self._uploads(rows[0] if rows else None)
        return [memory.uploads[name] for name in named if name in memory.uploads]

    def _is_missing(self, name: str) -> bool:
        known = self._memory.uploads.get(name)
        return known is None or (not known.channel and known.ask_at <= self._now)

    def _uploads(self, row: Row | None) -> Uploads:
        found = channel_id(row.get("id")) if row else ""
        if not row or not found:
            return Uploads(ask_at=self._now + UNKNOWN_SECONDS)
        return Uploads(found, uploads_of(row))

    def _list_newest(self, due: Iterable[Uploads]) -> None:
        """Each channel is asked again when the quota allows it to all of them."""
        memory, quota, now = self._memory, self._quota, self._now
        for row in due:
            if quota.left("names", now):
                newest = self._client.newest_of(row.playlist, NEWEST, now)
                known = {*memory.videos, *memory.found}
                memory.found += [video for video in newest if video not in known]
            row.ask_at = now + quota.wait("names", len(memory.uploads), now)

    def _look_up(self, games: Sequence[str]) -> None:
        """The details of what was found now, and when it is time of what was live."""
        memory, now = self._memory, self._now
        followed = list(memory.videos) if now >= memory.follow_at else []
        ids, live = [*followed, *memory.found], Videos()
        for start in range(0, len(ids), PAGE_SIZE):
            rows = self._client.videos(ids[start : start + PAGE_SIZE], "follow", now)
            live |= dict(one for row in rows if (one := live_video(row, games)))
        memory.found.clear()
        kept = {video: row for video, row in memory.videos.items() if video not in ids}
        memory.videos = {**kept, **live}
        if followed:
            cost = 1 + len(memory.videos) // PAGE_SIZE
            memory.follow_at = now + self._quota.wait("follow", cost, now)
