"""What does Kick's public API say is live?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from scoreboard.health import LABELS
from workers.discover.kick.answer import (
    category_from,
    id_in,
    is_slug,
    live_stream,
    slug_in,
)
from workers.discover.kick.client import Client, Refused
from workers.discover.platforms import Category, LiveStream, PlatformFailed, Reasons
from workers.discover.rows import Row

PAGE_SIZE = 1000
"""The most that Kick gives."""
MAX_PAGES = 10
CATEGORIES_PAGE = 100
MAX_CATEGORIES = 8
MAX_CATEGORY_PAGES = 3
BATCH = 100
UNKNOWN_SECONDS = 3600.0
"""A channel that Kick does not know is not asked for again for so long."""
_MAX_KNOWN_USERS = 20_000


class Settings(Protocol):
    @property
    def kick_client_id(self) -> str: ...
    @property
    def kick_client_secret(self) -> str: ...
    @property
    def kick_api_url(self) -> str: ...
    @property
    def kick_auth_url(self) -> str: ...


class Kick:
    """Fields and limits are those of https://docs.kick.com: Get Livestreams (v2), Get Categories (v2), Get Channels (up
    to 50 slugs) and Get Users Livestreams (up to 100 IDs). Kick documents no quota.
    """

    name = "kick"
    label = LABELS["kick"]
    quota_unit = "requests"
    quota_left: int | None = None
    most_logins = 50

    def __init__(self, client: Client) -> None:
        self._client = client
        self._categories: dict[str, str] = {}
        self._user_ids: dict[str, str] = {}
        self._unknown_until: dict[str, float] = {}

    def category_id(self, name: str, now: float) -> str:
        """Requested once. Upper and lower case do not matter. Raises ``PlatformFailed``."""
        if name not in self._categories:
            same = (row for row in self._named(name, now) if _is_named(row, name))
            found = id_in(next(same, {}), "id")
            if not found:
                raise PlatformFailed(f"Kick has no category named {name!r}.")
            self._categories[name] = found
        return self._categories[name]

    def categories(self, words: str, now: float) -> list[Category]:
        """Those with names like ``words``, as Kick orders them. Raises ``PlatformFailed``."""
        params = [("name", words), ("limit", str(MAX_CATEGORIES))]
        rows = self._client.rows("/v2/categories", params, MAX_CATEGORIES, now)
        return [category for category in map(category_from, rows) if category]

    def pages(
        self, category_id: str, languages: Sequence[str], now: float
    ) -> Iterator[list[LiveStream]]:
        """The most watched first. Raises ``PlatformFailed``, after what came before it.

        Kick lists the oldest first and cannot sort: the whole category is read. Languages are compared here, because
        Kick has ``pt-BR`` where others have ``pt``; a stream of which Kick tells none is in each of them.
        """
        found, failure = self._live(category_id, now)
        wanted = [row for row in found if not languages or row.language in ("", *languages)]
        wanted.sort(key=lambda row: -row.viewers)
        for start in range(0, len(wanted) or 1, BATCH):
            yield wanted[start : start + BATCH]
        if failure:
            raise failure

    def by_login(self, logins: Sequence[str], now: float) -> list[LiveStream]:
        """Raises ``PlatformFailed``."""
        slugs = list(dict.fromkeys(login.lower() for login in logins if is_slug(login.lower())))
        ids = self._ids(slugs[: self.most_logins], now)
        if not ids:
            return []
        params = [("user_id", user_id) for user_id in ids]
        return checked(self._client.rows("/v1/users/livestreams", params, len(ids), now))

    def exists(self, login: str, now: float) -> bool | None:
        """Raises ``PlatformFailed``."""
        return is_slug(login.lower()) and bool(self._ids([login.lower()], now))

    def rated(self, rows: Sequence[LiveStream], now: float) -> tuple[Reasons, str]:
        """Nothing more to ask: Kick's rows say whether they are for adults."""
        return {}, ""

    def _named(self, name: str, now: float) -> Iterator[Row]:
        pages = self._client.pages("/v2/categories", [("name", name)], CATEGORIES_PAGE, now)
        for _, page in zip(range(MAX_CATEGORY_PAGES), pages, strict=False):
            yield from page

    def _live(self, category_id: str, now: float) -> tuple[list[LiveStream], PlatformFailed | None]:
        """Each channel once, and what ended the list too early."""
        found: dict[str, LiveStream] = {}
        pages = self._client.pages(
            "/v2/livestreams", [("category_id", category_id)], PAGE_SIZE, now
        )
        try:
            for number, page in enumerate(pages):
                if number >= MAX_PAGES:
                    raise PlatformFailed(f"Kick lists more than {MAX_PAGES * PAGE_SIZE:,} streams.")
                found |= {row.login: row for row in checked(page)}
        except PlatformFailed as failure:
            if not found:
                raise
            return list(found.values()), failure
        return list(found.values()), None

    def _ids(self, slugs: Sequence[str], now: float) -> list[str]:
        """Of the users behind the channels that exist, requested once."""
        missing = [
            slug
            for slug in slugs
            if slug not in self._user_ids and self._unknown_until.get(slug, 0.0) <= now
        ]
        if len(self._user_ids) + len(self._unknown_until) > _MAX_KNOWN_USERS:
            self._user_ids.clear()
            self._unknown_until.clear()
        if missing:
            rows = self._channels(missing, now)
            self._user_ids |= {
                slug_in(row, "slug"): id_in(row, "broadcaster_user_id") for row in rows
            }
            unknown = [slug for slug in missing if not self._user_ids.get(slug)]
            self._unknown_until |= dict.fromkeys(unknown, now + UNKNOWN_SECONDS)
        return [self._user_ids[slug] for slug in slugs if self._user_ids.get(slug)]

    def _channels(self, slugs: Sequence[str], now: float) -> list[Row]:
        """Kick may refuse all for one that does not exist: then each half is asked for alone."""
        params = [("slug", slug) for slug in slugs]
        try:
            return self._client.rows("/v1/channels", params, len(slugs), now)
        except Refused:
            if len(slugs) == 1:
                return []
            half = len(slugs) // 2
            return self._channels(slugs[:half], now) + self._channels(slugs[half:], now)


def checked(page: Sequence[Row]) -> list[LiveStream]:
    """Raises ``PlatformFailed`` when there are rows and none is valid."""
    rows = [row for row in map(live_stream, page) if row]
    if page and not rows:
        raise PlatformFailed("Kick returned no valid stream.")
    return rows


def _is_named(row: Row, name: str) -> bool:
    return str(row.get("name")).casefold() == name.casefold()


def from_settings(settings: Settings, _store: object) -> Kick | None:
    """``None`` without credentials."""
    if not settings.kick_client_id:
        return None
    return Kick(
        Client(
            settings.kick_client_id,
            settings.kick_client_secret,
            settings.kick_api_url,
            settings.kick_auth_url,
        )
    )
