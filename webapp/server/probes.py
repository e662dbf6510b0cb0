"""Is this process alive, can it serve, how is it doing?"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from webapp.catalog.games import database_answers
from webapp.server.loops import CLOCK, EVENTS, late_loops
from webapp.server.metrics import metrics_text
from webapp.store.link import store

_ready: set[bool] = set()
_migrated: set[bool] = set()


class ProbesFirst:
    """Answers probes before the host name is checked: probes are sent to an address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.probes = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.probes.get(request.path_info, self.get_response)(request)


def healthz(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"alive": True})


def readyz(request: HttpRequest) -> HttpResponse:
    """A process that was ready once stays ready while Redis or the database is away, since all of them are without it
    and each still has its last known answers. A live-events loop that is stuck is this process' own fault: another one
    serves viewers better. The other loops are named in the body and take nothing down.
    """
    found = {
        "database": database_fault(),
        "scoreboard": "" if store().answers() else "not responding",
    }
    late = late_loops(time.monotonic())
    ready = bool(_ready) or not any(found.values())
    if ready:
        _ready.add(True)
    ready = ready and not late.keys() & {EVENTS, CLOCK}
    body: dict[str, object] = {part: fault or "ok" for part, fault in found.items()}
    if late:
        body["loops"] = late
    return JsonResponse({"ready": ready, **body}, status=200 if ready else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    return HttpResponse(metrics_text(), content_type="text/plain; version=0.0.4; charset=utf-8")


def database_fault() -> str:
    try:
        if not _migrated and not _look_for_migrations():
            return "migrations are missing: run manage.py migrate"
    except DatabaseError:
        return "not responding"
    return "" if database_answers() else "not responding"


def _look_for_migrations() -> bool:
    """Whether all are applied; checked until they are."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    _migrated.add(True)
    return True
