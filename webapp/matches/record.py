"""What has a channel done lately?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum

from webapp.board.bodies import Body
from webapp.board.words import channel_address
from webapp.desk.models import Match

DAYS = 30
"""A channel that streams all day plays thousands of matches a month: the numbers are about no more than that."""


def record_of(channel: str, name: str, found: QuerySet[Match], now: datetime) -> Body:
    """``found``: all that is shown of the channel. One query."""
    lately = found.filter(ended_at__gt=now - timedelta(days=DAYS))
    numbers = lately.aggregate(
        matches=Count("pk"),
        wins=Count("pk", filter=Q(won=True)),
        most_kills=Max("kills"),
        kills=Sum("kills", default=0),  # last: the name now means the sum
    )
    return {
        "channel": channel,
        "name": name,
        "days": DAYS,
        **numbers,
        "url": channel_address(channel),
    }
