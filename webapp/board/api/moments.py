"""Which moments of the last ten minutes are returned?"""

from __future__ import annotations

from scoreboard.history import Highlight
from scoreboard.models import ALL_GAMES
from scoreboard.store import Store
from webapp.board.bodies import Body, iso
from webapp.board.pictures.endpoint import address_of


def moments_body(board_store: Store, game: str, now: float) -> Body:
    found = [
        moment_body(moment, now) for moment in board_store.moments(now) if _belongs(moment, game)
    ]
    return {"count": len(found), "next": None, "previous": None, "results": found}


def _belongs(moment: Highlight, game: str) -> bool:
    return moment.game == game or (game == ALL_GAMES and moment.kind == "finish")


def moment_body(moment: Highlight, now: float) -> Body:
    return {
        "kind": moment.kind,
        "game": moment.game,
        "at": iso(moment.at),
        "age_seconds": round(max(0.0, now - moment.at), 1),
        "channel": moment.channel,
        "name": moment.name,
        "alive": moment.alive,
        "kills": moment.kills,
        "reason": moment.reason,
        "page_url": moment.page_url,
        "picture_url": address_of(moment.channel, moment.at) if moment.has_picture else None,
    }
