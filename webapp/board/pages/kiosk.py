"""What does a screen on a wall show, and how is one set up?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import segno
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from webapp.board.words import short_game
from webapp.catalog.games import enabled_games

PICTURES = (1, 2, 3, 4)
UNREACHABLE = ("localhost", "127.", "[::1]", "0.0.0.0")  # noqa: S104 - names, not addresses to bind
"""Beginnings of host names that lead a phone to itself."""


@dataclass(frozen=True, slots=True)
class Kiosk:
    """One screen, as its link describes it; the defaults are those of the plain ``?kiosk=1``."""

    games: tuple[str, ...] = ()
    """Slugs; empty means all games."""
    pictures: int = 1
    ticker: bool = False
    qr: bool = False
    sound: bool = True

    @property
    def has_band(self) -> bool:
        return self.ticker or self.qr

    @property
    def path(self) -> str:
        """The address that ``kiosk_in`` reads back. One game is a path, so that its own stream on air is followed."""
        query: list[tuple[str, str]] = [("kiosk", "1")]
        if len(self.games) > 1:
            query += [("games", game) for game in self.games]
        if self.pictures != 1:
            query.append(("pictures", str(self.pictures)))
        query += [(name, "1") for name in ("ticker", "qr") if getattr(self, name)]
        if not self.sound:
            query.append(("sound", "0"))
        game = f"{self.games[0]}/" if len(self.games) == 1 else ""
        return f"/{game}?{urlencode(query)}"

    def for_page(self, games: Collection[str]) -> dict[str, Any]:
        """What the page's scripts follow: settings that hold whatever the browser has stored, and the sound."""
        left_out = [game for game in games if game not in self.games] if self.games else None
        settings: dict[str, Any] = {"screens": self.pictures}
        if left_out is not None:
            settings["gamesLeftOut"] = left_out
        return {"settings": settings, "muted": not self.sound}


SUGGESTED = Kiosk(ticker=True, qr=True)
"""What the set-up page begins with."""


def kiosk_in(query: QueryDict, games: Collection[str]) -> Kiosk:
    """A link is set up once and left alone: what it says wrongly is as if it said nothing."""
    chosen = tuple(game for game in games if game in query.getlist("games"))
    pictures = query.get("pictures", "")
    return Kiosk(
        games=chosen if len(chosen) < len(games) else (),
        pictures=int(pictures) if pictures in map(str, PICTURES) else 1,
        ticker=query.get("ticker") == "1",
        qr=query.get("qr") == "1",
        sound=query.get("sound") != "0",
    )


def qr_code(address: str) -> str:
    """A picture of ``address`` as a data URL, with the quiet zone that readers need."""
    return str(segno.make(address, micro=False).svg_data_uri(border=4, light="#fff"))


def kiosk_page(request: HttpRequest) -> HttpResponse:
    games = {game.slug: game.name for game in enabled_games()}
    kiosk = kiosk_in(request.GET, games) if request.GET else SUGGESTED
    host = request.get_host()
    context = {
        "kiosk": kiosk,
        "games": [(slug, short_game(name)) for slug, name in games.items()],
        "pictures": [(str(number), str(number)) for number in PICTURES],
        "on_off": (("1", "On"), ("0", "Off")),
        "address": request.build_absolute_uri(kiosk.path),
        "site": request.build_absolute_uri("/"),
        "code": qr_code(request.build_absolute_uri("/")),
        "is_reachable": not host.startswith(UNREACHABLE),
    }
    return render(request, "board/kiosk_setup.html", context)
