"""How is Twitch asked what any platform is asked?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from scoreboard.health import LABELS
from scoreboard.store import Store
from workers.discover.platforms import Category, LiveStream, Reasons
from workers.discover.twitch.answer import MAX_ROWS, Row
from workers.discover.twitch.helix import Helix, HelixFailed
from workers.discover.twitch.rows import NAME, live_stream, mature_labels


class Credentials(Protocol):
    """What the settings hold of Twitch."""

    @property
    def twitch_client_id(self) -> str: ...
    @property
    def twitch_client_secret(self) -> str: ...
    @property
    def twitch_api_url(self) -> str: ...
    @property
    def twitch_auth_url(self) -> str: ...


def from_settings(settings: Credentials, store: Store) -> Twitch | None:
    """``None`` without credentials. Twitch tells what is left of its quota itself, so nothing is kept in ``store``."""
    if not settings.twitch_client_id:
        return None
    helix = Helix(
        settings.twitch_client_id,
        settings.twitch_client_secret,
        settings.twitch_api_url,
        settings.twitch_auth_url,
    )
    return Twitch(helix)


class Twitch:
    """A platform (``workers.discover.platforms``), as Helix serves it."""

    name, label, quota_unit = NAME, LABELS[NAME], "requests"
    most_logins = MAX_ROWS

    def __init__(self, helix: Helix) -> None:
        self.helix = helix

    @property
    def quota_left(self) -> int | None:
        return self.helix.questions_left

    def category_id(self, name: str, now: float) -> str:
        return self.helix.category_id(name, now)

    def categories(self, words: str, now: float) -> list[Category]:
        return self.helix.categories(words, now)

    def pages(
        self, category_id: str, languages: Sequence[str], now: float
    ) -> Iterator[list[LiveStream]]:
        params = [("game_id", category_id), *(("language", code) for code in languages)]
        yield from map(checked, self.helix.pages(params, now))

    def by_login(self, logins: Sequence[str], now: float) -> list[LiveStream]:
        """Helix, Get Streams, takes up to 100 ``user_login``; its answer leaves out those that are not live."""
        asked = [("user_login", login.lower()) for login in logins[: self.most_logins]]
        return checked(next(self.helix.pages(asked, now))) if asked else []

    def exists(self, login: str, now: float) -> bool | None:
        return login.lower() in self.helix.user_ids([login.lower()], now)

    def rated(self, rows: Sequence[LiveStream], now: float) -> tuple[Reasons, str]:
        """By content labels; by those known earlier where Twitch gives none now."""
        ids, fault = {row.login: row.user_id for row in rows}, ""
        try:
            ids |= self.helix.user_ids([login for login, known in ids.items() if not known], now)
            found = self.helix.labels(list(filter(None, ids.values())), now)
            unlabeled = sum(user_id not in found for user_id in ids.values())
            if unlabeled:
                fault = f"Twitch returned no content labels for {unlabeled} of {len(ids)} streams."
        except HelixFailed as failure:
            fault = f"Content labels are missing. {failure}"
        labels = self.helix.known_labels
        return {
            row.channel: tuple(mature_labels(labels.get(ids[row.login], ()))) for row in rows
        }, fault


def checked(page: Sequence[Row]) -> list[LiveStream]:
    """Raises ``HelixFailed`` when there are rows and none is valid."""
    rows = [row for row in map(live_stream, page) if row]
    if page and not rows:
        raise HelixFailed("Twitch returned no valid stream.")
    return rows
