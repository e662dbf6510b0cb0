"""Is this process alive, can it serve, how is it doing?"""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from webapp.catalog.games import database_answers
from webapp.server.metrics import metrics_text
from webapp.store.link import store

_ready: set[bool] = set()
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
    """Who was ready once stays so: what is away then is away for all processes, and each has what it knew last."""
    found = {
        "database": database_fault(),
        "scoreboard": "" if store().answers() else "does not answer",
    }
    ready = bool(_ready) or not any(found.values())
    if ready:
        _ready.add(True)
    return JsonResponse(
        {"ready": ready, **{part: fault or "ok" for part, fault in found.items()}},
        status=200 if ready else 503,
    )


def metrics(request: HttpRequest) -> HttpResponse:
    return HttpResponse(metrics_text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def database_fault() -> str:
    try:
        if not _migrated and not _look_for_migrations():
            return "its tables are not those of this version: run manage.py migrate"
    except DatabaseError:
        return "does not answer"
    return "" if database_answers() else "does not answer"


def _look_for_migrations() -> bool:
    """Whether all are applied; once they are, nobody looks again."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    _migrated.add(True)
    return True
