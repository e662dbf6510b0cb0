"""Are the channels live that admins name?

A channel's newest uploads are listed for one unit; a broadcast is among them while it is live. Fifty videos' details
cost another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workers.discover.platforms import LiveStream, PlatformFailed
from workers.discover.rows import Row
from workers.discover.youtube.answer import channel_id, handle, live_video, uploads_of
from workers.discover.youtube.client import PAGE_SIZE, Client
from workers.discover.youtube.memory import NamesMemory, Uploads, Videos
from workers.discover.youtube.quota import Kind, Quota

NEWEST = 5
MAX_HANDLES = 10
"""Looked up at once; each costs a unit."""
MAX_KEPT = 500
KEPT_SECONDS = 86400.0
"""After a channel was last named."""
UNKNOWN_SECONDS = 86400.0
"""A channel that YouTube does not know is not asked for again for so long."""


class Names:
    """One question of it, which changes the memory."""

    def __init__(self, client: Client, quota: Quota, memory: NamesMemory, now: float) -> None:
        self._client, self._quota, self._memory, self._now = client, quota, memory, now

    def live(self, named: Sequence[str], games: Iterable[str]) -> list[LiveStream]:
        """Of channels that are named by ID or handle, those that are live. Raises ``PlatformFailed``.

        Channels that cannot be looked up do not hide the others.
        """
        failure = None
        try:
            self._find(named)
        except PlatformFailed as error:
            failure = error
        asked = self._known(named)
        self._list_newest(asked)
        self._look_up(list(games))
        channels = {row.channel for row in asked}
        live = [row for row in self._memory.videos.values() if row.login in channels]
        if failure and not live:
            raise failure
        return live

    def exists(self, name: str) -> bool:
        """Whether there is such a channel. Raises ``PlatformFailed``."""
        return bool(self.id_of(name))

    def id_of(self, name: str) -> str:
        """Of the channel with this handle; empty when there is none. Raises ``PlatformFailed``."""
        self._find([name])
        return next((row.channel for row in self._known([name]) if row.channel), "")

    def _known(self, named: Sequence[str]) -> list[Uploads]:
        rows = [row for name in named if (row := self._row(name))]
        for row in rows:
            row.named_at = self._now
        return rows

    def _row(self, name: str) -> Uploads | None:
        """The case of an ID counts; where a name has lost it, that of a channel that exists does."""
        exact = self._memory.uploads.get(name)
        if exact or channel_id(name):
            return exact
        cases = {key.lower(): row for key, row in self._memory.uploads.items() if row.channel}
        return cases.get(name.lower())

    def _find(self, named: Sequence[str]) -> None:
        """Where the channels have their videos that were not named before."""
        memory, now = self._memory, self._now
        kept = [item for item in memory.uploads.items() if now - item[1].named_at < KEPT_SECONDS]
        memory.uploads = dict(sorted(kept, key=lambda item: -item[1].named_at)[:MAX_KEPT])
        missing = [name for name in named if not self._is_known(self._row(name))]
        if ids := [name for name in missing if channel_id(name)][:PAGE_SIZE]:
            rows = self._client.channels({"id": ",".join(ids)}, now)
            found = {str(row.get("id")): row for row in rows}
            memory.uploads |= {name: self._uploads(found.get(name)) for name in ids}
        for name in [name for name in missing if handle(name)][:MAX_HANDLES]:
            rows = self._client.channels({"forHandle": name}, now)
            memory.uploads[name] = self._uploads(rows[0] if rows else None)

    def _is_known(self, row: Uploads | None) -> bool:
        return row is not None and (bool(row.channel) or row.ask_at > self._now)

    def _uploads(self, row: Row | None) -> Uploads:
        found = channel_id(row.get("id")) if row else ""
        if not row or not found:
            return Uploads(ask_at=self._now + UNKNOWN_SECONDS, named_at=self._now)
        return Uploads(found, uploads_of(row), named_at=self._now)

    def _list_newest(self, asked: Sequence[Uploads]) -> None:
        """Each channel is asked again when the quota allows it to all that are named at once."""
        memory, quota, now = self._memory, self._quota, self._now
        for row in asked:
            if not row.playlist or row.ask_at > now:
                continue
            kind: Kind = "names" if row.ask_at else "asked"
            if quota.left(kind, now):
                newest = self._client.newest_of(row.playlist, NEWEST, kind, now)
                known = {*memory.videos, *memory.found}
                memory.found += [video for video in newest if video not in known]
            row.ask_at = now + quota.wait("names", len(asked), now)

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
