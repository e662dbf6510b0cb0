"""Do Redis and the database respond, and are they ready for this version?"""

from __future__ import annotations

import time

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis.exceptions import RedisError

from webapp.desk.doctor.finding import Finding, ok, warning, wrong
from webapp.store.link import store

FULL = 0.9


def redis_server() -> Finding:
    began = time.monotonic()
    try:
        told = store().redis.info()
    except RedisError as fault:
        where = settings.REDIS_URL.rpartition("@")[2].rpartition("://")[2].partition("?")[0]
        return wrong(
            "Redis",
            f"Redis at {where} is not responding ({type(fault).__name__}): "
            "check that it is running and that REDIS_URL points to it.",
        )
    milliseconds = 1000 * (time.monotonic() - began)
    most, used = int(told.get("maxmemory", 0)), int(told.get("used_memory", 0))
    if most and used > FULL * most:
        return warning(
            "Redis",
            f"Redis uses {used / 1e6:.0f} of {most / 1e6:.0f} MB: give it more with maxmemory.",
        )
    return ok("Redis", f"Redis {told.get('redis_version')} answers in {milliseconds:.0f} ms.")


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
