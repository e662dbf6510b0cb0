"""Which checks are there, and what do they find now?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import DatabaseError
from redis.exceptions import RedisError

from webapp.desk.doctor.finding import Finding, wrong
from webapp.desk.doctor.machine import clock, disk, embeds
from webapp.desk.doctor.servers import (
    broker_server,
    database,
    looks_server,
    migrations,
    redis_server,
)
from webapp.desk.doctor.workers import beat, boards, platforms, roles

CHECKS: dict[str, Callable[[], Finding | None]] = {
    "Redis": redis_server,
    "broker": broker_server,
    "looks": looks_server,
    "database": database,
    "migrations": migrations,
    "workers": roles,
    "beat": beat,
    "boards": boards,
    "clock": clock,
    "platforms": platforms,
    "embeds": embeds,
    "disk": disk,
}


def examine() -> Iterator[Finding]:
    for name, check in CHECKS.items():
        if finding := _found(name, check):
            yield finding


def _found(name: str, check: Callable[[], Finding | None]) -> Finding | None:
    """Nothing where there is nothing to check. One check that cannot be made does not end the others."""
    try:
        return check()
    except RedisError:
        return wrong(name, "Cannot be checked while Redis is not responding.")
    except DatabaseError:
        return wrong(name, "Cannot be checked while the database is not responding.")
