"""Which checks are there, and what do they find now?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import DatabaseError
from redis.exceptions import RedisError

from webapp.desk.doctor.finding import Finding, wrong
from webapp.desk.doctor.machine import clock, disk, embeds
from webapp.desk.doctor.servers import database, migrations, redis_server
from webapp.desk.doctor.workers import beat, boards, platforms, roles

CHECKS: dict[str, Callable[[], Finding]] = {
    "Redis": redis_server,
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
        yield _found(name, check)


def _found(name: str, check: Callable[[], Finding]) -> Finding:
    """One check that cannot be made does not end the others."""
    try:
        return check()
    except RedisError:
        return wrong(name, "Cannot be checked while Redis is not responding.")
    except DatabaseError:
        return wrong(name, "Cannot be checked while the database is not responding.")
