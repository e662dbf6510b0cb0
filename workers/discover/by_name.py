"""Which of the channels that admins name are live?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workers.discover.answer import MAX_ROWS, Row
from workers.discover.helix import Helix, HelixFailed
from workers.discover.twitch import LiveStream, live_stream

MAX_NAMES = 2000
"""Twenty requests; Twitch allows 800 a minute."""


class ByName:
    """Asks once in a discovery, also for channels that may play any of the games.

    Helix, Get Streams, takes up to 100 ``user_login``; logins that are not live are missing from its answer.
    """

    def __init__(self, helix: Helix, now: float) -> None:
        self._helix, self._now = helix, now
        self._asked: set[str] = set()
        self._live: dict[str, LiveStream] = {}

    def live(self, logins: Iterable[str]) -> list[LiveStream]:
        """In any category. Raises ``HelixFailed``; what came before that is not asked for again."""
        wanted = list(dict.fromkeys(logins))
        missing = [login for login in wanted if login not in self._asked]
        left = missing[: MAX_NAMES - len(self._asked)]
        for start in range(0, len(left), MAX_ROWS):
            chunk = left[start : start + MAX_ROWS]
            page = next(self._helix.pages([("user_login", login) for login in chunk], self._now))
            self._live |= {row.login: row for row in checked(page)}
            self._asked.update(chunk)
        if len(left) < len(missing):
            raise HelixFailed(f"More than {MAX_NAMES:,} channels are allowed or featured.")
        return [self._live[login] for login in wanted if login in self._live]


def checked(page: Sequence[Row]) -> list[LiveStream]:
    """Raises ``HelixFailed`` when there are rows and none is valid."""
    rows = [row for row in map(live_stream, page) if row]
    if page and not rows:
        raise HelixFailed("Twitch returned no valid stream.")
    return rows
