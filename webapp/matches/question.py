"""Which matches does this request ask for?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import get_args
from urllib.parse import urlencode

from django.db.models import QuerySet

from scoreboard.models import ALL_GAMES, Result
from webapp.board.asked_game import known_game
from webapp.board.asked_number import number_in
from webapp.board.errors import BadRequest
from webapp.desk.models import Match
from webapp.matches.visible import visible

RESULTS: tuple[Result, ...] = tuple(result for result in get_args(Result) if result)
LIMIT, MAX_LIMIT = 50, 200
MAX_KILLS = 1000
MAX_CHANNEL_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Question:
    """Filters, and which page of what passes them."""

    game: str = ALL_GAMES
    day: date | None = None
    """In UTC."""
    result: str = ""
    kills: int = 0
    """At least so many."""
    channel: str = ""
    limit: int = LIMIT
    cursor: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves out more than other days and other games."""
        return bool(self.result or self.kills or self.channel)

    def query(self, **changed: object) -> str:
        """The query string that ``question_in`` reads back, without what says nothing; it begins with ``?``."""
        told = {
            "game": "" if self.game == ALL_GAMES else self.game,
            "day": self.day.isoformat() if self.day else "",
            "result": self.result,
            "kills": self.kills,
            "channel": self.channel,
            "limit": "" if self.limit == LIMIT else self.limit,
            **changed,
        }
        kept = {name: value for name, value in told.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def question_in(query: Mapping[str, str]) -> Question:
    """Raises ``BadRequest`` or ``NotFound`` with one sentence."""
    result, channel = query.get("result"), query.get("channel", "")
    if result is not None and result not in RESULTS:
        raise BadRequest(f"result is one of {', '.join(RESULTS)}, not {result[:40]!r}.")
    if len(channel) > MAX_CHANNEL_LENGTH or "\0" in channel:
        raise BadRequest(f"channel has at most {MAX_CHANNEL_LENGTH} characters.")
    return Question(
        known_game(query.get("game", "")),
        day_in(query["day"]) if "day" in query else None,
        result or "",
        number_in(query, "kills", 0, 0, MAX_KILLS),
        channel,
        number_in(query, "limit", LIMIT, 1, MAX_LIMIT),
        query.get("cursor", ""),
    )


def question_of_form(query: Mapping[str, str]) -> Question:
    """As ``question_in``, of a form: it sends its empty fields, too."""
    return question_in({name: value for name, value in query.items() if value})


def matches_for(question: Question) -> QuerySet[Match]:
    """Without order and page."""
    found = visible()
    if question.game != ALL_GAMES:
        found = found.filter(game=question.game)
    if question.day:
        found = found.filter(ended_at__range=hours_of(question.day))
    if question.result:
        found = found.filter(result=question.result)
    if question.kills:
        found = found.filter(kills__gte=question.kills)
    if question.channel:
        found = found.filter(channel=question.channel)
    return found


def hours_of(day: date) -> tuple[datetime, datetime]:
    """Its first and its last moment, in UTC."""
    return datetime.combine(day, time.min, UTC), datetime.combine(day, time.max, UTC)


def day_in(text: str) -> date:
    """Raises ``BadRequest``. Of the forms of ISO 8601 only the usual one is taken."""
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise BadRequest(f"day is a date such as 2026-01-31, not {text[:40]!r}.")
