"""Do Redis and the database respond, and are they ready for this version?"""

from __future__ import annotations

import time

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import Redis
from redis.exceptions import RedisError

from scoreboard.store.url import redis_url
from webapp.desk.doctor.finding import Finding, ok, warning, wrong
from webapp.store.link import store

FULL = 0.9


def redis_server() -> Finding:
    return _redis("Redis", store().redis, "REDIS_URL")


def broker_server() -> Finding | None:
    """Nothing where Celery's queues are in the Redis of the scoreboard."""
    apart = store().broker is not store().redis
    return _redis("broker", store().broker, "BROKER_URL") if apart else None


def looks_server() -> Finding | None:
    apart = store().bulk is not store().redis
    return _redis("looks", store().bulk, "LOOKS_URL") if apart else None


def _redis(name: str, client: Redis, variable: str) -> Finding:
    began = time.monotonic()
    try:
        told = client.info()
    except RedisError as fault:
        where = redis_url(getattr(settings, variable)).shown
        return wrong(
            name,
            f"Redis at {where} is not responding ({type(fault).__name__}): "
            f"check that it is running and that {variable} points to it.",
        )
    milliseconds = 1000 * (time.monotonic() - began)
    most, used = int(told.get("maxmemory", 0)), int(told.get("used_memory", 0))
    if most and used > FULL * most:
        return warning(
            name,
            f"Redis uses {used / 1e6:.0f} of {most / 1e6:.0f} MB: give it more with maxmemory.",
        )
    return ok(name, f"Redis {told.get('redis_version')} answers in {milliseconds:.0f} ms.")


def database() -> Finding:
    began = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as fault:
        return wrong(
            "database",
            f"The database is not responding ({type(fault).__name__}): "
            "check that it is running and that DATABASE_URL points to it.",
        )
    milliseconds = 1000 * (time.monotonic() - began)
    return ok("database", f"{connection.display_name} answers in {milliseconds:.0f} ms.")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return wrong(
            "migrations", f"{len(missing)} migrations are missing: run python manage.py migrate."
        )
    return ok("migrations", "All migrations are applied.")
