"""Which of the channels that admins name are live?"""

from __future__ import annotations

from collections.abc import Iterable

from workers.discover.platforms import LiveStream, Platform, PlatformFailed

MAX_NAMES = 2000
"""Twenty requests to Twitch, which allows 800 a minute."""


class ByName:
    """Asks once in a discovery, also for channels that may play any of the games."""

    def __init__(self, platform: Platform, now: float) -> None:
        self._platform, self._now = platform, now
        self._asked: set[str] = set()
        self._live: dict[str, LiveStream] = {}

    def live(self, logins: Iterable[str]) -> list[LiveStream]:
        """In any category. Raises ``PlatformFailed``; what came before that is not asked for again."""
        wanted = {login.lower(): login for login in logins}
        missing = [login for key, login in wanted.items() if key not in self._asked]
        left = missing[: MAX_NAMES - len(self._asked)]
        for start in range(0, len(left), self._platform.most_logins):
            chunk = left[start : start + self._platform.most_logins]
            found = self._platform.by_login(chunk, self._now)
            self._live |= {row.login.lower(): row for row in found}
            self._asked.update(login.lower() for login in chunk)
        if len(left) < len(missing):
            raise PlatformFailed(f"More than {MAX_NAMES:,} channels are allowed or featured.")
        return [self._live[key] for key in wanted if key in self._live]
