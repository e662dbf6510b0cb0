"""Which cookies does a stream's server get back? (RFC 6265)

Each stream has a jar of its own, whose cookies go only to the host, domain and path that set them. A jar shared by all
streams would need the list of public suffixes, so that one party's servers set no cookies for another's.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from workers.net.set_cookie import Cookie, Place, is_below, parse_set_cookie

MAX_COOKIES = 20
MAX_SENT_CHARACTERS = 8192
"""Servers refuse longer headers."""
_MAX_LINES = 50


class CookieJar:
    """The cookies of one stream, the newest last."""

    def __init__(self, cookies: Iterable[Cookie] = ()) -> None:
        self._cookies = {cookie.place: cookie for cookie in cookies}

    @property
    def cookies(self) -> tuple[Cookie, ...]:
        return tuple(self._cookies.values())

    def add(self, cookie: Cookie) -> None:
        """One that has expired removes the one that it replaces; the oldest make room."""
        self._cookies.pop(cookie.place, None)
        if cookie.expires_at is None or cookie.expires_at > time.time():
            self._cookies[cookie.place] = cookie
        while len(self._cookies) > MAX_COOKIES:
            del self._cookies[next(iter(self._cookies))]

    def note(self, url: str, lines: Iterable[str]) -> None:
        """Keep what the response at ``url`` sets in its ``Set-Cookie`` lines."""
        origin = Place.of(url)
        for line in list(lines)[:_MAX_LINES]:
            if cookie := parse_set_cookie(line, origin):
                self.add(cookie)

    def header(self, url: str) -> str:
        """The value of ``Cookie`` for a request of ``url``; empty when there is none to send."""
        if not self._cookies:
            return ""
        to, now = Place.of(url), time.time()
        fitting = [cookie for cookie in self._cookies.values() if _fits(cookie, to, now)]
        fitting.sort(key=lambda cookie: -len(cookie.path))
        value = ""
        for cookie in fitting:
            longer = (
                f"{value}; {cookie.name}={cookie.value}"
                if value
                else f"{cookie.name}={cookie.value}"
            )
            value = longer if len(longer) <= MAX_SENT_CHARACTERS else value
        return value


_JAR: ContextVar[CookieJar] = ContextVar("cookies")


@contextmanager
def keeping_cookies(cookies: Iterable[Cookie]) -> Iterator[CookieJar]:
    """The requests of this thread inside of it send and keep cookies, beginning with ``cookies``."""
    jar = CookieJar(cookies)
    token = _JAR.set(jar)
    try:
        yield jar
    finally:
        _JAR.reset(token)


def keep_cookies(cookies: Iterable[Cookie]) -> None:
    """What was set by another way of asking."""
    if jar := _JAR.get(None):
        for cookie in cookies:
            jar.add(cookie)


def with_cookies(url: str, headers: Mapping[str, str]) -> Mapping[str, str]:
    jar = _JAR.get(None)
    value = jar.header(url) if jar else ""
    return {**headers, "Cookie": value} if value else headers


def note_cookies(url: str, lines: Iterable[str] | None) -> None:
    jar = _JAR.get(None)
    if lines and jar is not None:
        jar.note(url, lines)


def _fits(cookie: Cookie, to: Place, now: float) -> bool:
    return (
        (to.host == cookie.host or (cookie.subdomains and is_below(to.host, cookie.host)))
        and (to.secure or not cookie.secure)
        and _is_under(to.path, cookie.path)
        and (cookie.expires_at is None or cookie.expires_at > now)
    )


def _is_under(path: str, folder: str) -> bool:
    """RFC 6265, 5.1.4."""
    return path == folder or (
        path.startswith(folder) and (folder.endswith("/") or path[len(folder)] == "/")
    )
