"""What does YouTube's Data API v3 say is live?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from scoreboard.health import LABELS
from workers.discover.door import clean
from workers.discover.platforms import Category, LiveStream, PlatformFailed, Reasons
from workers.discover.youtube.client import Client
from workers.discover.youtube.memory import Memory, memory_from, names_from, to_json
from workers.discover.youtube.names import Names
from workers.discover.youtube.quota import Ledger, Quota
from workers.discover.youtube.search import Search
from workers.discover.youtube.words import MAX_LENGTH, plain

BATCH = 100
_SEARCHES, _NAMES = "youtube", "youtube-names"


class Settings(Protocol):
    @property
    def youtube_api_key(self) -> str: ...
    @property
    def youtube_api_url(self) -> str: ...


class YouTube:
    """Fields are those of https://developers.google.com/youtube/v3/docs: search.list, videos.list, channels.list and
    playlistItems.list. A game's category is what is searched for; a broadcast is of the game that its words name.

    What is known lies in the store, so that processes take turns and a restart costs nothing.
    """

    name = "youtube"
    label = LABELS["youtube"]
    quota_unit = "units"
    most_logins = 50

    def __init__(self, key: str, ledger: Ledger, api_url: str) -> None:
        self._ledger, self._quota = ledger, Quota(ledger)
        self._client = Client(key, self._quota, api_url)
        self._memory, self._text = Memory(), ""
        self.quota_left: int | None = None

    def category_id(self, name: str, now: float) -> str:
        """The words themselves. Raises ``PlatformFailed`` when there is none among them."""
        words = clean(name, MAX_LENGTH)
        if not plain(words):
            raise PlatformFailed(f"YouTube cannot search for {name!r}.")
        return words

    def categories(self, words: str, now: float) -> list[Category]:
        """The words themselves: YouTube has no categories for games."""
        name = clean(words, MAX_LENGTH)
        return [Category(name)] if plain(name) else []

    def pages(
        self, category_id: str, languages: Sequence[str], now: float
    ) -> Iterator[list[LiveStream]]:
        """The most watched first. Raises ``PlatformFailed``; after all pages when only the search failed.

        A broadcast of which YouTube does not tell the language is in each of them.
        """
        memory = self._refreshed(category_id, now)
        if memory.follow_fault:
            raise PlatformFailed(memory.follow_fault)
        rows = [row for row in memory.videos.values() if row.category_id == category_id]
        wanted = [row for row in rows if not languages or row.language in ("", *languages)]
        wanted.sort(key=lambda row: -row.viewers)
        for start in range(0, len(wanted) or 1, BATCH):
            yield wanted[start : start + BATCH]
        if fault := memory.search_fault or memory.look_fault:
            raise PlatformFailed(fault)

    def by_login(self, logins: Sequence[str], now: float) -> list[LiveStream]:
        """Channels by ID, whose case counts, or by handle; each is asked for as often as the quota allows.

        Raises ``PlatformFailed``.
        """
        listed = self._remembered()
        by_channel = {row.login.lower(): row for row in listed.videos.values()}
        live = [by_channel[login.lower()] for login in logins if login.lower() in by_channel]
        others = [login for login in logins if login.lower() not in by_channel]
        if not others:
            return live
        with self._names(now) as names:
            return live + names.live(others, listed.wanted)

    def exists(self, login: str, now: float) -> bool | None:
        """By ID or handle. Raises ``PlatformFailed``."""
        with self._names(now) as names:
            return names.exists(login)

    def id_of(self, handle: str, now: float) -> str:
        """Of a channel that is named by its handle; empty when there is none. Raises ``PlatformFailed``."""
        with self._names(now) as names:
            return names.id_of(handle)

    def rated(self, rows: Sequence[LiveStream], now: float) -> tuple[Reasons, str]:
        """Nothing more to ask: a video's details say whether it is for adults."""
        return {}, ""

    @contextmanager
    def _names(self, now: float) -> Iterator[Names]:
        """Remembers what it finds, also when it fails."""
        memory = names_from(self._ledger.platform_memory(_NAMES))
        try:
            yield Names(self._client, self._quota, memory, now)
        finally:
            self._ledger.put_platform_memory(_NAMES, to_json(memory))
            self.quota_left = self._quota.units_left(now)

    def _refreshed(self, game: str, now: float) -> Memory:
        memory, text = self._remembered(), self._text
        self._text = ""
        if Search(self._client, self._quota, memory, now).refresh(game):
            text = to_json(memory)
            self._ledger.put_platform_memory(_SEARCHES, text)
        self._text = text
        self.quota_left = self._quota.units_left(now)
        return memory

    def _remembered(self) -> Memory:
        """Parsed once while no process changes it."""
        text = self._ledger.platform_memory(_SEARCHES)
        if not text or text != self._text:
            self._memory, self._text = memory_from(text), text
        return self._memory


def from_settings(settings: Settings, ledger: Ledger) -> YouTube | None:
    """``None`` without a key."""
    if not settings.youtube_api_key:
        return None
    return YouTube(settings.youtube_api_key, ledger, settings.youtube_api_url)
