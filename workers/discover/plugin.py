"""Which of streamlink's plugins opens a URL?"""

from __future__ import annotations

from functools import cache, lru_cache
from urllib.parse import urlsplit

from streamlink.exceptions import NoPluginError
from streamlink.session.session import Streamlink

_PLAIN = ("hls", "dash", "http", "file")
"""streamlink's names for URLs that belong to no platform."""


def is_playlist(url: str) -> bool:
    """Whether a browser can play the URL itself."""
    return urlsplit(url).path.lower().endswith(".m3u8")


@lru_cache(maxsize=1000)
def plugin_of(url: str) -> str:
    """Its name, which is that of a platform; ``web`` if there is none."""
    try:
        name: str = _session().resolve_url_no_redirect(url)[0]
    except NoPluginError:
        return "web"
    return "web" if name in _PLAIN else name


@cache
def _session() -> Streamlink:
    return Streamlink()
