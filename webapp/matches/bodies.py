"""How does a match look in a response and to a template?"""

from __future__ import annotations

from webapp.board.bodies import Body, iso
from webapp.desk.models import Match
from webapp.matches.watch import watch_url
from webapp.matches.words import sentence


def match_body(match: Match) -> Body:
    began, seen = match.began_at, match.watched_until
    return {
        "id": match.pk,
        "channel": match.channel,
        "name": match.name,
        "game": match.game,
        "mode": match.mode,
        "result": "won" if match.won else match.result,
        "place": match.place,
        "kills": match.kills,
        "alive": match.alive,
        "began_at": iso(began.timestamp()) if began else None,
        "ended_at": iso(match.ended_at.timestamp()),
        "watched_until": iso(seen.timestamp()) if seen else None,
        "seconds": seconds_of(match),
        "sentence": sentence(match),
        "page_url": match.page_url,
        "url": address_of(match),
        "watch_url": watch_url(match),
        "picture_url": picture_address(match, "finish.jpg") if _has(match, "picture") else None,
        "flipbook_url": picture_address(match, "flipbook.webp")
        if _has(match, "flipbook")
        else None,
    }


def whole_body(match: Match) -> Body:
    """With its curve."""
    return {**match_body(match), "curve": match.curve or []}


def seconds_of(match: Match) -> int | None:
    return round((match.ended_at - match.began_at).total_seconds()) if match.began_at else None


def address_of(match: Match) -> str:
    return f"/matches/{match.pk}/"


def picture_address(match: Match, file: str) -> str:
    return f"{address_of(match)}{file}"


def _has(match: Match, field: str) -> bool:
    """As ``visible`` has found out, so that no picture is read to know that there is one."""
    return bool(getattr(match, f"has_{field}"))
