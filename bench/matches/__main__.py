"""How fast are the pages about a million matches, and what does the migration to them hold up? python -m bench.matches

Both in a real PostgreSQL. Pages are made by the site's own code in this process, without the network.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.report.figures import percentile, table
from bench.report.rows import add_option, note
from tests.postgres import postgres

TARGET_SECONDS = 0.2
MIGRATION_SECONDS = 60.0
HELD_UP_SECONDS = 0.5
"""A reader that waits longer than this has met a lock; the rest is a machine that is busy."""


@dataclass(frozen=True, slots=True)
class Visited:
    path: str
    queries: set[int]
    seconds: list[float]


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m bench.matches", description=__doc__)
    words.add_argument("--matches", type=int, default=1_000_000)
    words.add_argument("--old", type=int, default=100_000, help="matches of the version before")
    words.add_argument("--visits", type=int, default=30, help="of each page")
    words.add_argument("--seconds", type=float, default=TARGET_SECONDS, help="a page may take")
    add_option(words)
    told = words.parse_args()
    with postgres() as url:
        environment = told_to(url)
        faults = pages(told.matches, told.visits, told) + migration(
            url, environment, told.old, told
        )
    for fault in faults:
        print(f"short of what is promised: {fault}")
    return len(faults)


def told_to(url: str) -> dict[str, str]:
    """Set Django up in this process, and say how other processes are."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
        "DATABASE_URL": url,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "testserver",
        "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody there: the pages do without
        "ENV_FILE": os.devnull,
    }
    import django

    django.setup()
    return dict(os.environ)


def pages(rows: int, visits: int, told: argparse.Namespace) -> list[str]:
    from django.core.management import call_command

    from bench.matches.database import fill

    call_command("migrate", verbosity=0)
    began = time.monotonic()
    fill(rows)
    print(f"{rows:,} matches made in {time.monotonic() - began:.0f} s")
    visited = [visit(path, visits) for path in paths()]
    print(
        table(
            ["page", "queries", "median ms", "p95 ms"],
            [
                [each.path, "/".join(map(str, sorted(each.queries))), *_milliseconds(each.seconds)]
                for each in visited
            ],
        )
    )
    slowest = max(visited, key=lambda each: percentile(each.seconds, 0.5))
    note(told.rows, f"slowest page of {rows:,} matches", f"{_milliseconds(slowest.seconds)[0]} ms")
    return [
        f"{each.path}: {_milliseconds(each.seconds)[0]} ms, {each.queries} queries"
        for each in visited
        if percentile(each.seconds, 0.5) > told.seconds or len(each.queries) > 1
    ]


def paths() -> list[str]:
    """Every kind of page, and the filters that leave most out."""
    from webapp.matches.paging import cursor_of
    from webapp.matches.visible import visible

    found = visible().order_by("-ended_at", "-id")
    newest, middle, oldest = found[0], found[found.count() // 2], found.reverse()[0]
    day, deep = middle.ended_at.date().isoformat(), cursor_of(middle)
    lists = [
        "",
        f"?day={day}",
        "?game=apex",
        f"?game=apex&day={day}",
        "?result=won",
        "?result=won&kills=15&game=pubg",
        "?kills=20",
        f"?kills=20&day={day}",
        "?result=lost&kills=20&game=warzone",
        f"?cursor={deep}",
        f"?cursor={deep}&result=won&kills=10",
        f"?day={day}&game=fortnite&result=placed&kills=15",
    ]
    return [
        *(f"/matches/{query}" for query in lists),
        "/matches/feed/",
        f"/matches/{middle.pk}/",
        f"/matches/{newest.pk}/finish.jpg",
        "/channels/channel-0/",
        f"/channels/channel-0/?cursor={deep}",
        f"/channels/{oldest.channel}/feed/",
        "/api/v1/matches/?limit=200",
        f"/api/v1/matches/?channel=channel-1&cursor={deep}",
        f"/api/v1/matches/{middle.pk}/",
        "/api/v1/channels/channel-0/",
    ]


def visit(path: str, times: int) -> Visited:
    from django.db import connection
    from django.test import Client

    visited, client = Visited(path, set(), []), Client()
    client.get(path)  # templates are compiled once
    for _ in range(times):
        count = _Count()
        began = time.monotonic()
        with connection.execute_wrapper(count):
            answer = client.get(path)
        visited.seconds.append(time.monotonic() - began)
        visited.queries.add(count.asked)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return visited


class _Count:
    asked = 0

    def __call__(self, execute: Callable[..., object], *words: object) -> object:
        self.asked += 1
        return execute(*words)


def migration(
    url: str, environment: dict[str, str], rows: int, told: argparse.Namespace
) -> list[str]:
    from django.core.management import call_command
    from django.db import connection

    from bench.matches.database import fill_as_before
    from bench.matches.migrating import BEFORE, manage, migrate

    call_command("migrate", "desk", "zero", verbosity=0)
    manage(environment, "migrate", "desk", BEFORE, "--verbosity", "0")
    fill_as_before(rows)
    connection.close()
    done = migrate(url, environment)
    print(
        f"{rows:,} old matches migrated in {done.seconds:.1f} s; meanwhile "
        f"{len(done.reads):,} reads, the longest of {max(done.reads) * 1000:.0f} ms, "
        f"and {len(done.writes):,} writes, the longest of {max(done.writes) * 1000:.0f} ms"
    )
    note(told.rows, f"migration of {rows:,} matches", f"{done.seconds:.1f} s")
    faults = []
    if done.seconds > MIGRATION_SECONDS:
        faults.append(f"the migration takes {done.seconds:.0f} s")
    if max(done.reads) > HELD_UP_SECONDS:
        faults.append(f"a reader waited {max(done.reads):.2f} s for the migration")
    return faults


def _milliseconds(seconds: list[float]) -> list[str]:
    return [f"{percentile(seconds, share) * 1000:.1f}" for share in (0.5, 0.95)]


if __name__ == "__main__":
    sys.exit(main())
