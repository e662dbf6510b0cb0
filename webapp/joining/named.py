"""Which channel of which platform does a streamer name?"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit

from scoreboard.health import LABELS
from webapp.catalog.naming import TWITCH_PREFIX, bare_login, is_on_twitch, twitch_login, twitch_page

MAX_LENGTH = 300
NOTHING = "Enter your channel’s name or address."
TOO_LONG = f"This is not a channel. The limit is {MAX_LENGTH} characters."
NO_TWITCH = "This is not a Twitch channel. Enter its name, or its address such as twitch.tv/NAME."
NO_KICK = "This is not a Kick channel. Enter its name, or its address such as kick.com/NAME."
NO_YOUTUBE = (
    "This is not a YouTube channel. Enter its handle, or its address such as youtube.com/@HANDLE."
)
NO_VIDEO = "This is the address of one video. Enter your channel’s, such as youtube.com/@HANDLE."
ELSEWHERE = "Only channels on Twitch, Kick and YouTube can be added here."
_KICK_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{1,49}")
_KICK_HOST = re.compile(r"((www|m|player)\.)?kick\.com")
_NO_SLUG = frozenset(
    {"browse", "category", "categories", "dashboard", "following", "search", "video", "popout"}
)
_YOUTUBE_HOST = re.compile(r"((www|m)\.)?youtube\.com")
_YOUTUBE_ID = re.compile(r"UC[\w-]{22}", re.ASCII)
_OF_VIDEOS = (["watch"], ["live"], ["shorts"], ["embed"])
_HANDLE_LENGTHS = range(1, 31)
"""Up to 30 characters; how few there may be depends on the script (https://support.google.com/youtube/answer/11585688)."""
_HANDLE_MARKS = frozenset("_-.·")


class NotNamed(ValueError):
    """The sentence says what to enter."""


@dataclass(frozen=True, slots=True)
class Named:
    """A channel of a platform; whether it exists is another question."""

    platform: str
    login: str
    """Twitch's login, Kick's slug; of YouTube a channel's ID or, with its @, a handle."""
    channel: str
    """As the board calls it."""
    page: str
    """Its address, which streamlink opens."""
    name: str


def named(text: str, platform: str) -> Named:
    """By address, whatever ``platform`` says; by name on ``platform``. Raises ``NotNamed``."""
    text = text.strip()[: MAX_LENGTH + 1]
    if len(text) > MAX_LENGTH:
        raise NotNamed(TOO_LONG)
    if not text or platform not in LABELS:
        raise NotNamed(NOTHING)
    address = _address(text)
    host = (address.hostname or "") if address else ""
    if is_on_twitch(text) or host == "player.twitch.tv":
        return _on_twitch(text)
    if address and _KICK_HOST.fullmatch(host):
        words = _words(address)
        return _on_kick(words[1:] if words[:1] == ["popout"] else words)
    if address and _YOUTUBE_HOST.fullmatch(host):
        return _on_youtube(_words(address))
    if host == "youtu.be":
        raise NotNamed(NO_VIDEO)
    if address and ("/" in text or "://" in text):
        raise NotNamed(ELSEWHERE)
    return _BY_NAME[platform](text)


def _on_twitch(text: str) -> Named:
    bare = bare_login(text)
    login = twitch_login(f"twitch.tv/{bare}" if bare else text)
    if not login:
        raise NotNamed(NO_TWITCH)
    shown = twitch_page(text).rpartition("/")[2]
    return Named(
        "twitch", login, f"{TWITCH_PREFIX}{login}", f"https://www.twitch.tv/{login}", shown
    )


def _on_kick(words: list[str]) -> Named:
    slug = words[0].removeprefix("@").lower() if words else ""
    if not _KICK_SLUG.fullmatch(slug) or slug in _NO_SLUG:
        raise NotNamed(NO_KICK)
    return Named(
        "kick", slug, f"kick-{slug}", f"https://kick.com/{slug}", words[0].removeprefix("@")
    )


def _on_youtube(words: list[str]) -> Named:
    """Older addresses (``/c/NAME``, ``/user/NAME``) name a channel that only YouTube can tell."""
    if words[1:2] and words[0] == "channel" and _YOUTUBE_ID.fullmatch(words[1]):
        return _by_id(words[1])
    if words[:1] and words[0].startswith("@"):
        return _by_handle(words[0][1:])
    raise NotNamed(NO_VIDEO if words[:1] in _OF_VIDEOS else NO_YOUTUBE)


def _by_youtube_name(text: str) -> Named:
    return _by_id(text) if _YOUTUBE_ID.fullmatch(text) else _by_handle(text.removeprefix("@"))


def _by_id(key: str) -> Named:
    page = f"https://www.youtube.com/channel/{key}/live"
    return Named("youtube", key, f"youtube-{key.lower()}", page, key)


def _by_handle(handle: str) -> Named:
    """Handles are written in many scripts, and are the same in upper and lower case.

    Lower case it is: case folding makes another channel's handle of some (``strasse`` of ``straße``).
    """
    handle = unicodedata.normalize("NFC", handle)
    lower = handle.lower()  # it may be longer
    if not _is_handle(handle) or not _is_handle(lower):
        raise NotNamed(NO_YOUTUBE)
    page = f"https://www.youtube.com/@{quote(lower)}/live"
    return Named("youtube", f"@{lower}", f"youtube-{_plain(lower)}", page, handle)


def _plain(handle: str) -> str:
    """What an identifier may hold: the handle itself, or a digest of one in another script."""
    if re.fullmatch(r"[a-z0-9_-]+", handle):
        return handle
    return hashlib.blake2b(handle.encode(), digest_size=10).hexdigest()


def _is_handle(text: str) -> bool:
    return len(text) in _HANDLE_LENGTHS and all(map(_may_be_in_handle, text))


def _may_be_in_handle(character: str) -> bool:
    return character in _HANDLE_MARKS or unicodedata.category(character)[0] in "LMN"


def _address(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text.lstrip('/')}")
        return parts if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def _words(address: SplitResult) -> list[str]:
    return [unquote(word) for word in address.path.split("/") if word]


_BY_NAME = {
    "twitch": _on_twitch,
    "kick": lambda text: _on_kick([text]),
    "youtube": _by_youtube_name,
}
