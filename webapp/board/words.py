"""In which words does the page say how a stream stands?"""

from __future__ import annotations

from webapp.board.bodies import Body

PHASE_WORDS = {"waiting": "In the lobby", "over": "Match over"}
STATE_WORDS = {
    "new": "First look to come",
    "ok": "No match in sight",
    "no-counter": "No counter in sight",
    "offline": "Off line",
    "ad": "In an ad break",
    "no-video": "No picture",
    "timeout": "Does not answer",
    "frozen": "Picture stands still",
    "refused": "Refuses to be watched",
    "unreadable": "Cannot be read",
    "error": "Last look failed",
}


def standing_words(stream: Body) -> str:
    """How old the number is while in play, else why the stream is not."""
    if stream["rank"] is not None:
        return age_words(stream["age_seconds"])
    return PHASE_WORDS.get(stream["phase"]) or STATE_WORDS.get(stream["state"], "")


def age_words(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{seconds:.0f} s ago"
    return f"{seconds // 60:.0f} min ago" if seconds < 3600 else f"{seconds // 3600:.0f} h ago"


def short_game(name: str) -> str:
    """Where there is little room: of "Series: Part" the shorter half."""
    return min(name.split(": "), key=len)


def link_of(stream: Body) -> str:
    """Where the stream can be watched without us; only what a browser may safely follow."""
    urls = (stream["page_url"], stream["playback_url"])
    return next((url for url in urls if url.startswith(("https://", "http://"))), "#")
