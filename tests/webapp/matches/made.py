"""Which matches do these tests put into the database?"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

_minutes = count(1)


def made(channel: str = "one", minutes_ago: float | None = None, **values: Any):
    """A match of twenty minutes; without a time each one ended a minute before the one made last."""
    from webapp.desk.models import Match

    ago = timedelta(minutes=next(_minutes) if minutes_ago is None else minutes_ago)
    ended_at = values.pop("ended_at", None) or datetime.fromtimestamp(time.time(), UTC) - ago
    result = values.get("result", "eliminated")
    usual = {
        "name": channel.title(),
        "game": "pubg",
        "began_at": ended_at - timedelta(minutes=20),
        "alive": 12,
        "kills": 3,
        "result": result,
        "won": result == "won",
        "curve": [[0, 96], [600, 40], [1190, 12]],
    }
    return Match.objects.create(channel=channel, ended_at=ended_at, **{**usual, **values})


def block(channel: str) -> None:
    from webapp.catalog.models import Channel

    Channel.objects.create(channel=channel, rule=Channel.Rule.BLOCK)
