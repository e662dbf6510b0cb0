"""How do the board's records look in a response and in a live event?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from scoreboard.models import EndsIn, OnAir, RankedStream
from webapp.store.clock import instant

Body = dict[str, Any]
PLAYER_PAGES = {
    "twitch": "https://player.twitch.tv/?channel=",
    "kick": "https://player.kick.com/",
    "youtube": "https://www.youtube.com/embed/",
}
"""Where a platform's player is, without what it is to play."""


def stream_body(row: RankedStream, now: float) -> Body:
    seen = row.captured_at > 0
    read_at = iso(row.captured_at) if seen else None
    age_seconds = round(max(0.0, now - row.captured_at), 1) if seen else None
    return {
        "rank": row.rank,
        "channel": row.channel,
        "name": row.name,
        "title": row.title,
        "platform": row.platform,
        "language": row.language,
        "viewers": row.viewers,
        "page_url": row.page_url,
        "playback_url": row.playback_url,
        "player": row.player,
        "game": row.game,
        "phase": row.phase,
        "phase_since": iso(row.phase_since) if row.phase_since > 0 else None,
        "alive": row.alive,
        "kills": row.kills,
        "confidence": row.confidence,
        "read_at": read_at,
        "captured_at": read_at,
        "age_seconds": age_seconds,
        "state": row.state,
        "reason": row.reason,
        "featured": row.featured,
        "mode": row.mode or None,
        "result": row.result or None,
        "place": row.place,
        "ends_in_seconds": ends_in_body(row.ends_in),
    }


def ends_in_body(ends_in: EndsIn | None) -> Body | None:
    """From ``read_at`` on, so that it changes with the numbers alone."""
    if ends_in is None:
        return None
    return {
        "low": round(ends_in.low),
        "median": round(ends_in.median),
        "high": round(ends_in.high),
        "is_prior": ends_in.is_prior,
    }


def board_body(
    game: str, at: float | None, rows: Sequence[RankedStream], now: float, limit: int | None = None
) -> Body:
    """``at`` is when the board was computed; ``None`` when there is none. The first ``limit`` rows."""
    return {
        "game": game,
        "at": None if at is None else iso(at),
        "count": len(rows),
        "streams": [stream_body(row, now) for row in rows[:limit]],
    }


def time_body(board_at: float | None, now: float) -> Body:
    """What a page needs to know how old things are, by the server's clock."""
    return {"now": iso(now), "board_at": None if board_at is None else iso(board_at)}


def on_air_body(game: str, on_air: OnAir | None, row: RankedStream | None, now: float) -> Body:
    """``channel`` is null when nothing is worth showing; ``stream`` also when the one on air has left the board."""
    if on_air is None:
        return {
            "game": game,
            "channel": None,
            "since": None,
            "reason": "none",
            "previous": None,
            "beside": [],
            "coming": None,
            "coming_at": None,
            "stream": None,
        }
    return {
        "game": game,
        "channel": on_air.channel or None,
        "since": iso(on_air.since),
        "reason": on_air.reason,
        "previous": on_air.previous or None,
        "beside": list(on_air.beside),
        "coming": on_air.coming or None,
        "coming_at": iso(on_air.coming_at) if on_air.coming_at > 0 else None,
        "stream": stream_body(row, now) if row else None,
    }


def original_body(row: RankedStream) -> Body:
    """As the first Rotisserie of 2017 served it."""
    return {
        "stream_name": row.name,
        "alive": row.alive,
        "stream_url": _player_page(row) or row.playback_url or row.page_url,
        "updated": iso(row.captured_at),
    }


def _player_page(row: RankedStream) -> str:
    """The platform's own player, as a page of its own; empty where there is none."""
    page = PLAYER_PAGES.get(row.platform, "")
    channel = "" if row.platform == "youtube" else row.channel.removeprefix(f"{row.platform}-")
    player = row.player or channel
    return page + quote(player, safe="") if page and player else ""


def iso(seconds: float) -> str:
    return instant(seconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")
