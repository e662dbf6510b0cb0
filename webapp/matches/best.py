"""Which matches of a day are worth a look: the fastest win, the most kills, the closest end?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet

from webapp.catalog.models import Game
from webapp.desk.models import Match

SEEN_FROM_START = 0.7
"""A win counts as fast when its first count was at least this share of a full match: it was watched from the start."""


@dataclass(frozen=True, slots=True)
class Best:
    title: str
    match: Match


def best_of(found: QuerySet[Match], games: list[Game]) -> list[Best]:
    """Of ``found``, the matches of a day, at most one of each kind; three queries, each led by an index."""
    chosen = {
        "Fastest win": _fastest(found, games),
        "Most kills": found.filter(kills__gt=0).order_by("-kills", "-ended_at").first(),
        "Closest end": _closest(found),
    }
    return [Best(title, match) for title, match in chosen.items() if match]


def within(found: QuerySet[Match], began: datetime, ended: datetime) -> QuerySet[Match]:
    return found.filter(ended_at__range=(began, ended))


def _fastest(found: QuerySet[Match], games: list[Game]) -> Match | None:
    whole = Q(pk__in=[])
    for game in games:
        whole |= Q(game=game.slug, curve__0__1__gte=round(game.most_players * SEEN_FROM_START))
    took = ExpressionWrapper(F("ended_at") - F("began_at"), output_field=DurationField())
    wins = found.filter(whole, result="won", began_at__isnull=False)
    return wins.alias(took=took).order_by("took", "-ended_at").first()


def _closest(found: QuerySet[Match]) -> Match | None:
    """Not won, with the fewest left. A streamer who is out may watch others to the end, so those do not count: nobody
    is placed further back than right behind the last ones alive.
    """
    ends = found.filter(won=False, alive__gte=2, result__in=["", "placed"])
    ends = ends.exclude(place__gt=F("alive") + 1)
    return ends.order_by("alive", "-ended_at").first()
