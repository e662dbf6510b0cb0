"""Which matches were watched to their end, as a table for other programs?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from webapp.desk.accounts.access import needs
from webapp.desk.imports.spreadsheet import safe
from webapp.desk.models import Match

MOST = 200_000
COLUMNS = (
    "channel",
    "name",
    "game",
    "began_at",
    "ended_at",
    "seconds",
    "kills",
    "last_alive",
    "won",
    "page_url",
    "mode",
    "result",
    "place",
    "watched_until",
)


@needs("desk.view_match")
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """What the list shows with the same filters and search, all pages of it."""
    listed = (
        admin.site.get_model_admin(Match).get_changelist_instance(request).get_queryset(request)
    )
    return HttpResponse(
        matches_csv(listed.defer("picture", "flipbook", "curve")[:MOST]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="matches.csv"'},
    )


def matches_csv(matches: Iterable[Match]) -> str:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for match in matches:
        seconds = round((match.ended_at - match.began_at).total_seconds()) if match.began_at else ""
        table.writerow(
            [
                match.channel,
                safe(match.name),
                match.game,
                _iso(match.began_at),
                _iso(match.ended_at),
                seconds,
                _known(match.kills),
                _known(match.alive),
                "yes" if match.won else "no",
                safe(match.page_url),
                match.mode,
                match.result,
                _known(match.place),
                _iso(match.watched_until),
            ]
        )
    return written.getvalue()


def _iso(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()


def _known(number: int | None) -> str:
    return "" if number is None else str(number)
