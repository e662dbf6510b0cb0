"""What is a platform's own player given, of a stream's URL?"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, urlsplit

_NAME = re.compile(r"[a-z0-9_-]{1,60}")
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")


def player_of(platform: str, url: str) -> str:
    """Twitch's login, Kick's slug, YouTube's video ID; empty where the URL does not tell."""
    try:
        parts = urlsplit(url)
        words = [word for word in parts.path.split("/") if word]
        if platform == "youtube":
            return _video_of(parts, words)
    except ValueError:
        return ""
    if platform in ("twitch", "kick") and len(words) == 1 and _NAME.fullmatch(words[0].lower()):
        return words[0].lower()
    return ""


def _video_of(parts: SplitResult, words: list[str]) -> str:
    """Raises ``ValueError`` for a query of too many fields."""
    named = parse_qs(parts.query, max_num_fields=20).get("v", []) or words[-1:]
    is_video = words[:1] in (["watch"], ["live"], ["embed"]) or parts.hostname == "youtu.be"
    return named[0] if named and is_video and _VIDEO.fullmatch(named[0]) else ""
