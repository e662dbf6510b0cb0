"""What does a page know of each match that it lists?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from webapp.board.bodies import Body
from webapp.board.words import channel_address, link_of, short_game
from webapp.catalog.games import enabled_games
from webapp.desk.models import Match
from webapp.matches.bodies import match_body, seconds_of
from webapp.matches.words import MODES, day_words, duration_words, result_words


@dataclass(frozen=True, slots=True)
class Day:
    """The matches of a day, as far as they are on the page."""

    day: date
    words: str
    rows: list[Body]


def game_names() -> dict[str, str]:
    """By short name."""
    return {game.slug: game.name for game in enabled_games()}


def row(match: Match, games: dict[str, str]) -> Body:
    name = games.get(match.game, match.game)
    return {
        **match_body(match),
        "ended": match.ended_at,
        "day": day_words(match.ended_at),
        "result_words": result_words(match),
        "duration": duration_words(seconds_of(match)),
        "mode_words": MODES.get(match.mode, ""),
        "game_name": name,
        "short_game": short_game(name),
        "channel_url": channel_address(match.channel),
        "link": link_of({"page_url": match.page_url, "playback_url": ""}),
    }


def by_day(matches: Iterable[Match], games: dict[str, str]) -> list[Day]:
    """In UTC, in the order of ``matches``."""
    days: list[Day] = []
    for match in matches:
        day = localdate(match.ended_at)
        if not days or days[-1].day != day:
            days.append(Day(day, day_words(match.ended_at), []))
        days[-1].rows.append(row(match, games))
    return days
