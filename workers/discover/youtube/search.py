"""Which broadcasts of the wanted games are live on YouTube, as far as the quota tells?

A search is dear and lists fifty videos, so one search is for all games at once, the newest first: every broadcast is
seen near its beginning. Each fifth is for the most watched, for those whose beginning was missed or lies far back, as
that of an announced one does. What was found is followed by its ID at a hundredth of the price, fifty at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

from workers.discover.api import Paused
from workers.discover.platforms import PlatformFailed
from workers.discover.youtube.answer import live_video
from workers.discover.youtube.client import PAGE_SIZE, Client
from workers.discover.youtube.memory import Memory, Videos
from workers.discover.youtube.quota import SEARCH_UNITS, Kind, Quota
from workers.discover.youtube.words import query

MAX_VIDEOS = 300
"""Those with the fewest viewers are given up first."""
MAX_GAMES_AT_ONCE = 8
"""Those that waited longest; with more, they take turns."""
WANTED_SECONDS = 3600.0
_NOTE_WANTED_SECONDS = 300.0
"""A game that nobody asked for in so long is not searched for, and what was found of it is forgotten."""
ANEW_SECONDS = 6 * 3600.0
"""A game that was not searched for in so long is new."""
BY_VIEWERS_EVERY = 5
RETRY_SECONDS = 60.0
MAX_FOUND = 200
MIN_BEFORE_EMPTY = 8
"""So many broadcasts do not end in one minute."""


class Search:
    """One step of it: ``refresh`` asks what is due and changes the memory."""

    def __init__(self, client: Client, quota: Quota, memory: Memory, now: float) -> None:
        self._client, self._quota, self._memory, self._now = client, quota, memory, now

    def refresh(self, game: str) -> bool:
        """Whether the memory was changed. What went wrong is in it, too."""
        changed = self._want(game)
        if self._now >= self._memory.follow_at:
            self._follow()
            changed = True
        if games := self._due_games(game):
            self._search(games)
            changed = True
        if self._memory.found and not self._memory.follow_fault:
            self._look_up()
            changed = True
        return changed

    def _want(self, game: str) -> bool:
        """Games that are wanted no longer are forgotten."""
        memory, now = self._memory, self._now
        if now - memory.wanted.get(game, 0.0) < _NOTE_WANTED_SECONDS:
            return False
        memory.wanted[game] = now
        memory.wanted = {
            name: at for name, at in memory.wanted.items() if now - at < WANTED_SECONDS
        }
        memory.sought = {
            name: at
            for name, at in memory.sought.items()
            if name in memory.wanted and now - at < ANEW_SECONDS
        }
        memory.videos = {
            video: row for video, row in memory.videos.items() if row.category_id in memory.wanted
        }
        return True

    def _follow(self) -> None:
        memory, ids = self._memory, list(self._memory.videos)
        try:
            for start in range(0, len(ids), PAGE_SIZE):
                some = ids[start : start + PAGE_SIZE]
                memory.videos = {
                    **{video: row for video, row in memory.videos.items() if video not in some},
                    **details(self._client, some, "follow", memory.wanted, self._now),
                }
        except PlatformFailed as failure:
            memory.follow_fault, memory.follow_at = str(failure), self._now + RETRY_SECONDS
        else:
            cost = max(1, -(-len(memory.videos) // PAGE_SIZE))
            memory.follow_fault = ""
            memory.follow_at = self._now + self._quota.wait("follow", cost, self._now)

    def _due_games(self, game: str) -> list[str]:
        """A game that is new, or all when it is their turn."""
        memory = self._memory
        if game not in memory.sought:
            return [game]
        if self._now < memory.search_at:
            return []
        waited = sorted(memory.wanted, key=lambda name: memory.sought.get(name, 0.0))
        return waited[:MAX_GAMES_AT_ONCE]

    def _search(self, games: Sequence[str]) -> None:
        """An attempt that fails is not repeated before its turn: it may have cost as much."""
        memory = self._memory
        is_new = any(game not in memory.sought for game in games)
        by_viewers = is_new or (memory.searches + 1) % BY_VIEWERS_EVERY == 0
        try:
            order = "viewCount" if by_viewers else "date"
            self._note_found(self._client.search(query(games), order, self._now))
            memory.search_fault = ""
        except PlatformFailed as failure:
            memory.search_fault = str(failure)
            if isinstance(failure, Paused):
                return
        memory.searches += 1
        memory.sought |= dict.fromkeys(games, self._now)
        memory.search_at = self._now + self._quota.wait("search", SEARCH_UNITS, self._now)

    def _note_found(self, ids: Sequence[str]) -> None:
        memory = self._memory
        known = {*memory.videos, *memory.found}
        new = [video for video in ids if video not in known]
        memory.found = [*memory.found, *new][-MAX_FOUND:]

    def _look_up(self) -> None:
        memory, some = self._memory, self._memory.found[:PAGE_SIZE]
        try:
            found = details(self._client, some, "follow", memory.wanted, self._now)
        except PlatformFailed as failure:
            memory.look_fault = str(failure)
            return
        memory.look_fault, memory.found = "", memory.found[PAGE_SIZE:]
        by_viewers = sorted({**memory.videos, **found}.items(), key=lambda item: -item[1].viewers)
        memory.videos = dict(by_viewers[:MAX_VIDEOS])


def details(
    client: Client,
    ids: Sequence[str],
    kind: Kind,
    games: Sequence[str] | dict[str, float],
    now: float,
) -> Videos:
    """Of those of up to fifty videos that are live and show one of ``games``. Raises ``PlatformFailed``."""
    rows = client.videos(ids, kind, now)
    if not rows and len(ids) >= MIN_BEFORE_EMPTY:
        raise PlatformFailed("YouTube returned an empty list.")
    live = dict(found for row in rows if (found := live_video(row, games)))
    return {video: row for video, row in live.items() if row.category_id}
