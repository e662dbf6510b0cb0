"""How does an admin import a table of channels, follow its progress, and export one?"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from webapp.catalog.models import Channel, Game
from webapp.desk.accounts.access import needs, page
from webapp.desk.accounts.parameters import row_id
from webapp.desk.imports.read_table import COLUMNS, Row, RowRefused, rows_of, text_of
from webapp.desk.imports.refused import refused_csv, refused_of
from webapp.desk.imports.table import channels_csv
from webapp.desk.models import ChannelImport

SHOWN = 20
KEPT = 100
"""Imports, the newest ones; older ones go with their refused rows."""
REFUSED_SHOWN = 200
MAX_BYTES = 8_000_000


@needs("catalog.add_channel", "catalog.change_channel")
@require_http_methods(["GET", "POST"])
def imports_page(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST":
        try:
            job = _begin(request)
        except RowRefused as refused:
            messages.error(request, str(refused))
            return redirect("desk:imports")
        return redirect("desk:import", pk=job.pk)
    jobs = ChannelImport.objects.defer("rows", "refused").select_related("begun_by")[:SHOWN]
    return page(
        request,
        "desk/imports.html",
        "Import channels",
        jobs=jobs,
        columns=COLUMNS,
        rules=Channel.Rule.choices,
        games=Game.objects.values_list("slug", "name"),
    )


@needs("catalog.add_channel", "catalog.change_channel")
@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """With ``part=progress`` as JSON, which the page asks for."""
    job = get_object_or_404(ChannelImport.objects.defer("rows"), pk=pk)
    if request.GET.get("part") == "progress":
        return JsonResponse(progress(job))
    return page(
        request,
        "desk/import.html",
        f"Import of {job.file_name}",
        job=job,
        refused=refused_of(job, REFUSED_SHOWN),
    )


@needs("catalog.add_channel", "catalog.change_channel")
@require_GET
def download_refused(request: HttpRequest, pk: int) -> HttpResponse:
    """As CSV, each with its reason; a corrected copy can be imported as it is."""
    job = get_object_or_404(ChannelImport.objects.defer("rows"), pk=pk)
    return HttpResponse(
        refused_csv(refused_of(job)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="refused.csv"'},
    )


@needs("catalog.add_channel", "catalog.change_channel")
@require_POST
def stop_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What is done stays done."""
    running = ChannelImport.objects.filter(pk=pk, state=ChannelImport.State.RUNNING)
    running.update(state=ChannelImport.State.STOPPED, rows=[])
    return redirect("desk:import", pk=pk)


@needs("catalog.view_channel")
@require_GET
def export_channels(request: HttpRequest) -> HttpResponse:
    """What the list shows with the same filters and search, all pages of it."""
    listed = admin.site.get_model_admin(Channel)
    chosen = listed.get_search_results(request, _filtered(request), request.GET.get("q", ""))[0]
    return HttpResponse(
        channels_csv(chosen.select_related("game")),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="channels.csv"'},
    )


def _filtered(request: HttpRequest) -> QuerySet[Channel]:
    """By the same parameters as the list. Raises ``BadRequest``."""
    found, given = Channel.objects.all(), request.GET
    if rule := given.get("rule__exact"):
        if rule not in Channel.Rule.values:
            raise BadRequest("Unknown rule.")
        found = found.filter(rule=rule)
    if featured := given.get("featured__exact"):
        if featured not in ("0", "1"):
            raise BadRequest("featured__exact is 0 or 1.")
        found = found.filter(featured=featured == "1")
    if game := given.get("game__id__exact"):
        found = found.filter(game_id=row_id(game, "game__id__exact"))
    return found


def progress(job: ChannelImport) -> dict[str, Any]:
    return {
        "done": job.done,
        "total": job.total,
        "added": job.added,
        "changed": job.changed,
        "refused": job.refused_count,
        "state": job.state,
    }


def _begin(request: HttpRequest) -> ChannelImport:
    """Raises ``RowRefused``."""
    uploaded = request.FILES.get("table")
    if uploaded is None:
        raise RowRefused("Choose a CSV file.")
    packed = uploaded.read(MAX_BYTES + 1)
    if len(packed) > MAX_BYTES:
        raise RowRefused(f"The file is larger than {MAX_BYTES // 1_000_000} MB.")
    rows = [_completed(row, request) for row in rows_of(text_of(packed))]
    if not rows or "\x00" in str(uploaded.name):
        raise RowRefused("The table has no rows.")
    _drop_old()
    return ChannelImport.objects.create(
        file_name=str(uploaded.name)[:120], rows=rows, total=len(rows), begun_by_id=request.user.pk
    )


def _completed(row: Row, request: HttpRequest) -> Row:
    """What a row leaves open is as chosen beside the file."""
    chosen = {name: request.POST.get(name, "")[:40] for name in ("game", "rule")}
    return {**row, **{name: value for name, value in chosen.items() if value and not row.get(name)}}


def _drop_old() -> None:
    done = ChannelImport.objects.exclude(state=ChannelImport.State.RUNNING)
    ChannelImport.objects.filter(pk__in=list(done.values_list("pk", flat=True)[KEPT:])).delete()
