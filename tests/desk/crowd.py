"""How fast does the desk answer with ten thousand channels and a hundred thousand matches?  Prints JSON."""

from __future__ import annotations

import json
import statistics
import time
from datetime import UTC, datetime
from typing import Any

ROUNDS = 5
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
MATCHES = """
    INSERT INTO desk_match (channel, name, game, began_at, ended_at, alive, kills, won, page_url)
    SELECT name, name, (ARRAY['pubg', 'apex'])[1 + mod(number, 2)], ended_at - interval '20 minutes', ended_at,
        1 + mod(number, 5), mod(number, 9), mod(number, 5) = 0, ''
    FROM (
        SELECT number, 'streamer-' || (%s + mod(number, %s)) AS name, %s - number * interval '3 minutes' AS ended_at
        FROM generate_series(%s, %s) AS number
    ) AS match
"""
"""Made by PostgreSQL itself, which takes a tenth of the time."""
PAGES = {
    "start": "/admin/",
    "channels": "/admin/catalog/channel/",
    "channels, last page": "/admin/catalog/channel/?p=100",
    "channels, searched": "/admin/catalog/channel/?q=streamer-77",
    "channels, blocked": "/admin/catalog/channel/?rule__exact=block",
    "games": "/admin/catalog/game/",
    "matches": "/admin/desk/match/",
    "matches of a game": "/admin/desk/match/?game=pubg",
    "matches, searched": "/admin/desk/match/?q=streamer-777",
    "matches, a month": "/admin/desk/match/?ended_at__year=2026&ended_at__month=5",
    "live board": "/admin/desk/live/",
    "live board, failing": "/admin/desk/live/?show=failing&sort=failures",
    "doubts": "/admin/desk/doubts/",
    "health": "/admin/desk/health/",
    "history": "/admin/admin/logentry/",
}


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    client = _client()
    few = _fill(100, 1000)
    queries_of_few = {name: _queries(client, path) for name, path in PAGES.items()}
    _fill(9_900, 99_000, few)
    heal_seconds = _heal()
    print(
        json.dumps(
            {
                "seconds": {name: _median(client, path) for name, path in PAGES.items()},
                "heal_seconds": heal_seconds,
                "queries": {
                    name: [queries_of_few[name], _queries(client, path)]
                    for name, path in PAGES.items()
                },
            }
        )
    )


def _client() -> Any:
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.create_superuser("ada", password="x"))
    return client


def _fill(channels: int, matches: int, start: int = 0) -> int:
    """So many more of each; the number of channels that there are then."""
    from django.db import connection

    names = [f"streamer-{number}" for number in range(start, start + channels)]
    _add_channels(names)
    _add_streams(names)
    with connection.cursor() as cursor:
        first = start * 10
        cursor.execute(MATCHES, [start, channels, BEGAN, first, first + matches - 1])
        cursor.execute("ANALYZE")
    return start + channels


def _add_channels(names: list[str]) -> None:
    from django.contrib.admin.models import CHANGE, LogEntry
    from django.contrib.auth.models import User

    from webapp.catalog.models import Channel, Game
    from webapp.desk.models import Doubt

    pubg, rules = Game.objects.get(slug="pubg"), ("watch", "watch", "allow", "block")
    made = Channel.objects.bulk_create(
        [
            Channel(
                channel=name,
                name=name,
                url=f"https://example.com/{name}.m3u8",
                game=pubg,
                rule=rules[number % 4],
            )
            for number, name in enumerate(names)
        ]
    )
    LogEntry.objects.log_actions(User.objects.get().pk, made, CHANGE, "Blocked (bulk action).")
    Doubt.objects.bulk_create(
        [
            Doubt(
                channel=name,
                game="pubg",
                captured_at=BEGAN,
                frame_height=720,
                confidence=0.9,
                cutouts={"hud": "A" * 4000},
            )
            for name in names[:1000]
        ]
    )


def _add_streams(names: list[str]) -> None:
    from scoreboard.models import Standing, Stream
    from webapp.store.link import store

    now = time.time()
    streams = [
        Stream(name, "pubg", name, "https://example.com/a.m3u8", found_at=now) for name in names
    ]
    store().put_streams(streams, dict.fromkeys(names, now + 3600))
    standings = {
        name: Standing(
            name, "pubg", "playing", 1 + number % 99, 1, 0.99, now, "ok", "", now, number % 7
        )
        for number, name in enumerate(names)
    }
    store().redis.hset(
        "standings", mapping={name: standing.to_json() for name, standing in standings.items()}
    )


def _median(client: Any, path: str) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        assert client.get(path).status_code == 200, path
        took.append(time.perf_counter() - began)
    return round(statistics.median(took), 4)


def _queries(client: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200, path
    return len(captured)


def _heal() -> float:
    """How long it takes to see that nothing has to be published: each web process does it every other second."""
    from webapp.catalog.publish.publish import republish_if_stale

    republish_if_stale()
    began = time.perf_counter()
    assert republish_if_stale() is False
    return round(time.perf_counter() - began, 4)


if __name__ == "__main__":
    main()
