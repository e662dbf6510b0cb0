"""How do people review readings with low confidence?"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from webapp.board.bodies import iso
from webapp.catalog.models import Game
from webapp.desk.accounts.access import needs, note, page
from webapp.desk.accounts.parameters import row_id
from webapp.desk.asking.ask import fault
from webapp.desk.doubts.labels import judged, labels_zip
from webapp.desk.models import Doubt

AT_ONCE = 40
VERDICTS = {
    "confirm": Doubt.Verdict.CONFIRMED,
    "correct": Doubt.Verdict.CORRECTED,
    "dismiss": Doubt.Verdict.DISMISSED,
    "reopen": Doubt.Verdict.OPEN,
}
MOST = 1000


@needs("desk.view_doubt")
@require_GET
def doubts_page(request: HttpRequest) -> HttpResponseBase:
    first = {**open_doubts(request, None), "may_judge": request.user.has_perm("desk.change_doubt")}
    return page(request, "desk/doubts.html", "Doubts", first=first, judged=judged().count())


@needs("desk.view_doubt")
@require_GET
def more_doubts(request: HttpRequest) -> HttpResponse:
    """Those older than ``before``, the id of the last one that the page holds."""
    before = request.GET.get("before", "")
    return JsonResponse(open_doubts(request, row_id(before, "before") if before else None))


@needs("desk.change_doubt")
@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """``verdict``: confirm, correct (with ``alive``, empty: none is shown), dismiss, reopen. A colleague's stands."""
    doubt = get_object_or_404(Doubt, pk=pk)
    verdict = VERDICTS.get(request.POST.get("verdict", ""))
    if verdict is None:
        return fault("The verdict is one of confirm, correct, dismiss, reopen.")
    me = request.user.get_username()
    if doubt.verdict != Doubt.Verdict.OPEN and doubt.judged_by != me:
        said = f"{doubt.judged_by} has reviewed {doubt.channel} already."
        return JsonResponse({"open": _open_count(), "said": said})
    try:
        true_alive = _true_alive(doubt, verdict, request.POST.get("alive", ""))
    except ValueError as refused:
        return fault(str(refused))
    doubt.verdict, doubt.true_alive = verdict, true_alive
    doubt.true_kills = doubt.kills if verdict == Doubt.Verdict.CONFIRMED else None
    doubt.judged_by, doubt.judged_at = me, now()
    doubt.save(update_fields=["verdict", "true_alive", "true_kills", "judged_by", "judged_at"])
    note(
        request,
        doubt,
        f"{doubt.get_verdict_display()}: {'none' if true_alive is None else true_alive}.",
    )
    return JsonResponse({"open": _open_count()})


@needs("desk.view_doubt")
@require_GET
def download_labels(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        labels_zip(judged()),
        content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="labels.zip"'},
    )


def open_doubts(request: HttpRequest, before: int | None) -> dict[str, Any]:
    found = Doubt.objects.filter(verdict=Doubt.Verdict.OPEN)
    count = found.count()
    if before is not None:
        last = Doubt.objects.filter(pk=before).values_list("captured_at", flat=True).first()
        found = (
            found.filter(Q(captured_at__lt=last) | Q(captured_at=last, pk__lt=before))
            if last
            else found.none()
        )
    names = dict(Game.objects.values_list("slug", "name"))
    return {"open": count, "doubts": [_body(doubt, names) for doubt in found[:AT_ONCE]]}


def _open_count() -> int:
    return Doubt.objects.filter(verdict=Doubt.Verdict.OPEN).count()


def _body(doubt: Doubt, names: dict[str, str]) -> dict[str, Any]:
    cutouts = {name: png for name, png in doubt.cutouts.items() if name != "banner"}
    return {
        "id": doubt.pk,
        "channel": doubt.channel,
        "game": names.get(doubt.game, doubt.game),
        "captured_at": iso(doubt.captured_at.timestamp()),
        "alive": doubt.alive,
        "kills": doubt.kills,
        "confidence": doubt.confidence,
        "reason": doubt.reason,
        "cutouts": cutouts,
    }


def _true_alive(doubt: Doubt, verdict: str, typed: str) -> int | None:
    """Raises ``ValueError`` with one sentence."""
    if verdict == Doubt.Verdict.CONFIRMED:
        return doubt.alive
    if verdict != Doubt.Verdict.CORRECTED or not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or len(typed) > 4 or not 0 < int(typed) <= MOST:
        raise ValueError(
            f"Players alive must be a whole number from 1 to {MOST:,}, not {typed[:20]!r}."
        )
    return int(typed)
