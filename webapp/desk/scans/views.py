"""How does an admin try a game's profile on a recording before it counts, and get frames of one to label?"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from redis.exceptions import RedisError

from scoreboard.requests import MAX_LESSON_FRAMES
from scoreboard.scans.scan import SCANS_KEPT, Scan
from webapp.catalog.models import Game
from webapp.desk.accounts.access import check, needs, note, page
from webapp.desk.asking.ask import AWAY, fault
from webapp.desk.scans import order
from webapp.desk.scans.choices import choices_of, chosen
from webapp.desk.scans.rows import rows_of, told_of
from webapp.desk.teach.lesson import frames_of
from webapp.store.link import store

REPORT_POLICY = (
    "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""A report shows what a stranger's video led to: it runs nothing, loads nothing, and has no origin."""


@needs("catalog.view_game")
@require_http_methods(["GET", "POST"])
def scans(request: HttpRequest, pk: int) -> HttpResponseBase:
    """With ``part=rows`` the list alone, which the page asks for."""
    game = get_object_or_404(Game, pk=pk)
    address = ""
    if request.method == "POST":
        check(request, "catalog.change_game")
        refusal = _order(request, game)
        if not refusal:
            return redirect("desk:scans", pk=game.pk)
        messages.error(request, refusal)
        address = request.POST.get("address", "")[:2000]
    template = "desk/scan_rows.html" if request.GET.get("part") == "rows" else "desk/scans.html"
    try:
        found = store().scans()
        mine = [each for each in found if _is_shown(each, game)]
        rows, away = rows_of(mine, found), ""
    except RedisError:
        rows, away = [], AWAY
    choices = choices_of(game)
    wanted = request.POST.get("version") or request.GET.get("version", "")
    return page(
        request,
        template,
        f"Try {game.name} on a recording",
        game=game,
        rows=rows,
        away=away,
        address=address,
        choices=choices,
        wanted=wanted,
        kept=SCANS_KEPT,
        may_change=request.user.has_perm("catalog.change_game"),
    )


@needs("catalog.change_game")
@require_POST
def order_frames(request: HttpRequest, pk: int) -> HttpResponse:
    """Frames of a recording for the teaching page; ``told`` says how far that is."""
    game = get_object_or_404(Game, pk=pk)
    room = MAX_LESSON_FRAMES - frames_of(game).count()
    try:
        made = order.order_frames(request, game, room)
    except ValidationError as refused:
        return fault(refused.messages[0])
    except RedisError:
        return fault(AWAY, 503)
    return JsonResponse({"scan": made.id})


@needs("catalog.view_game")
@require_GET
def told(request: HttpRequest, pk: int, scan_id: str) -> HttpResponse:
    try:
        return JsonResponse(told_of(_scan(pk, scan_id)))
    except RedisError:
        return fault(AWAY, 503)


@needs("catalog.change_game")
@require_POST
def stop(request: HttpRequest, pk: int, scan_id: str) -> HttpResponse:
    """What it has found until then is lost; frames that it has taken are not."""
    try:
        scan = _scan(pk, scan_id)
        store().stop_scan(scan.order)
    except RedisError:
        messages.error(request, AWAY)
        return redirect("desk:scans", pk=pk)
    if scan.order.want == "frames":  # the teaching page's script goes on where it is
        return JsonResponse({})
    return redirect("desk:scans", pk=pk)


@needs("catalog.view_game")
@require_GET
def report(request: HttpRequest, pk: int, scan_id: str) -> HttpResponse:
    try:
        found = store().scan_report(_scan(pk, scan_id).order.id)
    except RedisError:
        found = None
    if found is None:
        return HttpResponse(
            "The report has expired.", status=404, content_type="text/plain; charset=utf-8"
        )
    headers = {"Content-Security-Policy": REPORT_POLICY, "Cache-Control": "private, no-store"}
    return HttpResponse(found, headers=headers)


def _order(request: HttpRequest, game: Game) -> str:
    """Why not; empty: it is ordered."""
    try:
        choice = chosen(choices_of(game), request.POST.get("version", ""))
        made = order.order_report(request, game, choice.version, choice.words)
    except ValidationError as refused:
        return refused.messages[0]
    except RedisError:
        return AWAY
    note(request, game, f"Ordered a scan of {made.shown}. {choice.words}.")
    return ""


def _is_shown(scan: Scan, game: Game) -> bool:
    return scan.order.game.slug == game.slug and scan.order.want == "report"


def _scan(pk: int, scan_id: str) -> Scan:
    """Raises ``Http404`` and ``RedisError``."""
    game = get_object_or_404(Game, pk=pk)
    found = store().scan(scan_id[:64])
    if found is None or found.order.game.slug != game.slug:
        raise Http404
    return found
