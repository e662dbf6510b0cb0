"""What is a channel called, on the board and to its viewers?"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import SplitResult, parse_qs, urlsplit

CHANNEL_LENGTH = 64
TWITCH_PREFIX = "twitch-"
_LOGIN = re.compile(r"\w{1,25}", re.ASCII)
_BARE_LOGIN = re.compile(r"\w{3,25}", re.ASCII)
_TWITCH_HOST = re.compile(r"((www|m|go|[a-z]{2}(-[a-z]{2})?)\.)?twitch\.tv")
_SLUG = re.compile(r"[A-Za-z0-9][\w-]{0,48}", re.ASCII)
_YOUTUBE_ID = re.compile(r"UC[\w-]{22}", re.ASCII)
_PLAYER_HOST = "player.twitch.tv"
_BEFORE_LOGIN = frozenset({"embed", "moderator", "popout", "u"})
"""Words in a path of Twitch that a login follows."""
_NO_LOGIN = _BEFORE_LOGIN | {
    "clip",
    "collections",
    "directory",
    "downloads",
    "drops",
    "friends",
    "inventory",
    "jobs",
    "p",
    "search",
    "settings",
    "store",
    "subscriptions",
    "team",
    "turbo",
    "videos",
    "wallet",
}
_PLAYLIST_NAMES = frozenset(
    {"index", "playlist", "master", "live", "stream", "chunklist", "manifest"}
)


def twitch_login(text: str) -> str:
    """The login, in lower case, in ``@name`` or a Twitch address, with or without a scheme; else empty."""
    return _login_in(text.strip()).lower()


def bare_login(text: str) -> str:
    """``text`` in lower case if it could be a Twitch login without an address; else empty."""
    return text.strip().lower() if _BARE_LOGIN.fullmatch(text.strip()) else ""


def twitch_page(text: str) -> str:
    """The address of the Twitch channel that ``text`` names, always in the same form; empty for anything else."""
    login = _login_in(text.strip()) or (text.strip() if bare_login(text) else "")
    return f"https://www.twitch.tv/{login}" if login else ""


def channel_at(url: str) -> str:
    """The identifier of the channel whose page ``url`` is, on a platform that gives each its own; else empty.

    YouTube's pages by handle are left out: only YouTube knows whose they are.
    """
    if login := twitch_login(url):
        return f"{TWITCH_PREFIX}{login}"
    parts = _address(url)
    words = [word for word in parts.path.split("/") if word] if parts else []
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.") if parts else ""
    if host == "kick.com" and len(words) == 1 and _SLUG.fullmatch(words[0]):
        return f"kick-{words[0].lower()}"
    if host == "youtube.com" and words[:1] == ["channel"] and words[2:] in ([], ["live"]):
        return f"youtube-{words[1].lower()}" if _YOUTUBE_ID.fullmatch("".join(words[1:2])) else ""
    return ""


def is_on_twitch(text: str) -> bool:
    """Whether ``text`` is an address of Twitch's site, of a channel or not."""
    parts = _address(text.strip())
    return parts is not None and bool(_TWITCH_HOST.fullmatch(parts.hostname or ""))


def channel_for(url: str, name: str, is_taken: Callable[[str], bool]) -> str:
    """That of its platform, else made from the name, else from the URL; a number is added to what is taken."""
    if of_platform := channel_at(url):
        return of_platform
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


def _login_in(text: str) -> str:
    """As it was typed."""
    if text.startswith("@"):
        return text[1:] if _LOGIN.fullmatch(text[1:]) else ""
    parts = _address(text)
    if parts is None:
        return ""
    if parts.hostname == _PLAYER_HOST:
        words = parse_qs(parts.query, max_num_fields=20).get("channel", [])
    elif _TWITCH_HOST.fullmatch(parts.hostname or ""):
        words = [word for word in parts.path.split("/") if word]
        words = words[1:] if words and words[0].lower() in _BEFORE_LOGIN else words
    else:
        return ""
    is_login = words and _LOGIN.fullmatch(words[0]) and words[0].lower() not in _NO_LOGIN
    return words[0] if is_login else ""


def _address(text: str) -> SplitResult | None:
    """``text`` as a web address; people leave out the scheme."""
    try:
        parts = urlsplit(text if "://" in text else f"https://{text.lstrip('/')}")
        return parts if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", text.lower()).strip("-_")[:CHANNEL_LENGTH].rstrip("-_")
