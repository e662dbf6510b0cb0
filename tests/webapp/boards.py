"""Which boards do the tests of the site put into the scoreboard?"""

from __future__ import annotations

import time
from dataclasses import replace

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from scoreboard.models import ALL_GAMES, Board, OnAir, RankedStream
from scoreboard.store import Store
from webapp.store.last_known import LastKnown

ROW = RankedStream(
    rank=None,
    channel="one",
    name="One",
    title="",
    platform="web",
    language="en",
    viewers=12,
    page_url="https://example.org/one",
    playback_url="https://example.org/one.m3u8",
    game="pubg",
    phase="playing",
    alive=50,
    kills=1,
    confidence=0.9,
    captured_at=0.0,
    state="ok",
    reason="",
)


def row(channel: str, **values) -> RankedStream:
    """A row whose number was broadcast two seconds ago."""
    return replace(
        ROW, channel=channel, **{"name": channel.title(), "captured_at": time.time() - 2, **values}
    )


def in_play(*rows: RankedStream) -> tuple[RankedStream, ...]:
    """The rows, ranked in this order; those not playing come last."""
    playing = [each for each in rows if each.phase == "playing"]
    return (
        *(replace(each, rank=place) for place, each in enumerate(playing, 1)),
        *(each for each in rows if each.phase != "playing"),
    )


def show(
    store: Store, *rows: RankedStream, on_air: str = "", reason: str = "first", game: str = "pubg"
) -> None:
    """Put the board of ``game``, and of all games, and who is on air."""
    for each in (game, ALL_GAMES):
        store.put_board(Board(each, time.time(), in_play(*rows)), announce=True)
        if on_air:
            store.put_on_air(OnAir(each, on_air, time.time(), reason))


def store_away() -> LastKnown:
    """A scoreboard that does not answer and never did."""
    return LastKnown(Redis(port=1, retry=Retry(NoBackoff(), 0)))
