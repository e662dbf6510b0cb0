"""In which words does the page say what a stream is doing?"""

from __future__ import annotations

import math
from urllib.parse import quote

from scoreboard.rules import FRESH_SECONDS, OLD_SECONDS, SHOW_PLAINLY
from webapp.board.bodies import Body

PHASE_WORDS = {"waiting": "In the lobby", "over": "Match over"}
STATE_WORDS = {
    "new": "Not checked yet",
    "ok": "Not in a match",
    "no-counter": "No counter found",
    "offline": "Offline",
    "ad": "In an ad break",
    "no-video": "No picture",
    "timeout": "Not responding",
    "frozen": "Frozen",
    "refused": "Not allowed",
    "unreadable": "Not readable",
    "error": "Last check failed",
}


def standing_words(stream: Body) -> str:
    """How old the number is while in play, else why the stream is not; as ``words.js`` says it."""
    age = stream["age_seconds"]
    if stream["rank"] is None:
        if stream["state"] == "ok" and age is not None and age > FRESH_SECONDS:
            return age_words(age)  # it may well be in a match: nobody has looked
        return PHASE_WORDS.get(stream["phase"]) or STATE_WORDS.get(stream["state"], "")
    if age is None:
        return ""
    is_approximate = age > OLD_SECONDS or stream["confidence"] < SHOW_PLAINLY
    return f"about {stream['alive']}, {age_words(age)}" if is_approximate else age_words(age)


def ends_words(stream: Body) -> str:
    """When the match is expected to end, in whole minutes; nothing where nobody knows. As ``words.js`` says it."""
    ends, age = stream["ends_in_seconds"], stream["age_seconds"]
    if stream["rank"] is None or ends is None or age is None or not ends["high"]:
        return ""
    low, high = (max(0, ends[name] - age) / 60 for name in ("low", "high"))
    if math.floor(low) == 0:
        return f"ends within {max(1, math.ceil(high))} min"
    return f"ends in {math.floor(low)}–{math.ceil(high)} min"


def age_words(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{math.floor(seconds + 0.5)} s ago"  # as JavaScript rounds
    return f"{seconds // 60:.0f} min ago" if seconds < 3600 else f"{seconds // 3600:.0f} h ago"


def short_game(name: str) -> str:
    """Where there is little room: of "Series: Part" the shorter half."""
    return min(name.split(": "), key=len)


def channel_address(channel: str) -> str:
    """Of the channel's page."""
    return f"/channels/{quote(channel, safe='')}/"


def link_of(stream: Body) -> str:
    """Where the stream can be watched without us; only what a browser may safely follow."""
    urls = (stream["page_url"], stream["playback_url"])
    return next((url for url in urls if url.startswith(("https://", "http://"))), "#")
