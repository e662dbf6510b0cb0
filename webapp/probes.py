"""Is this process alive, can it serve, how is it doing?"""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError

from webapp.board.metrics import metrics_text
from webapp.scoreboard_link import store

_migrated: set[bool] = set()


class ProbesFirst:
    """Answers probes before the host name is checked: they come to an address, not to a name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.probes = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.probes.get(request.path_info, self.get_response)(request)


def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"alive": True})


def readyz(request: HttpRequest) -> HttpResponse:
    found = {"database": database_fault(), "scoreboard": scoreboard_fault()}
    ready = not any(found.values())
    return JsonResponse({"ready": ready, **{part: fault or "ok" for part, fault in found.items()}},
                        status=200 if ready else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    return HttpResponse(metrics_text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def database_fault() -> str:
    try:
        if not _migrated and not _look_for_migrations():
            return "its tables are not those of this version: run manage.py migrate"
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return ""


def scoreboard_fault() -> str:
    try:
        store().redis.ping()
    except RedisError:
        return "does not answer"
    return ""


def _look_for_migrations() -> bool:
    """Whether all are applied; once they are, nobody looks again."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    _migrated.add(True)
    return True
