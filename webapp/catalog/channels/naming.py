"""What is a channel called, on the board and to its viewers?"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

CHANNEL_LENGTH = 64
_TWITCH_HOSTS = frozenset({"twitch.tv", "www.twitch.tv", "m.twitch.tv", "go.twitch.tv"})
_PLAYLIST_NAMES = frozenset(
    {"index", "playlist", "master", "live", "stream", "chunklist", "manifest"}
)


def twitch_login(url: str) -> str:
    """The login in a Twitch channel's URL; empty for any other URL."""
    parts = urlsplit(url)
    login = parts.path.strip("/").split("/")[0].lower()
    return (
        login
        if parts.hostname in _TWITCH_HOSTS and re.fullmatch(r"\w{1,25}", login, re.ASCII)
        else ""
    )


def channel_for(url: str, name: str, is_taken: Callable[[str], bool]) -> str:
    """``twitch-LOGIN``, else made from the name, else from the URL; a number is added to what is taken."""
    login = twitch_login(url)
    if login:
        return f"twitch-{login}"
    wanted = _slug(name) or _slug(name_from(url)) or "channel"
    number = 1
    channel = wanted
    while is_taken(channel):
        number += 1
        channel = f"{wanted[: CHANNEL_LENGTH - 1 - len(str(number))]}-{number}"
    return channel


def name_from(url: str) -> str:
    """The last telling word of a URL's path, else its host."""
    parts = urlsplit(url)
    words = [word.rpartition(".")[0] or word for word in parts.path.split("/") if word]
    telling = [word for word in words if word.lower() not in _PLAYLIST_NAMES]
    return (twitch_login(url) or (telling[-1] if telling else parts.hostname or ""))[:80]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-_")[:CHANNEL_LENGTH].rstrip("-_")
