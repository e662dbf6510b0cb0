"""How do moderators decide on submissions?"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from scoreboard.health import LABELS
from webapp.board.bodies import iso
from webapp.desk.accounts.access import needs, page
from webapp.desk.accounts.parameters import row_id
from webapp.desk.asking.ask import AWAY, fault
from webapp.joining.ask import ask_id, ask_now
from webapp.joining.decide import DecidedAlready, NotDone
from webapp.joining.models import Submission
from webapp.joining.queue.verdicts import VERDICTS
from webapp.store.link import store

AT_ONCE = 40
MAY = ("joining.change_submission", "catalog.add_channel", "catalog.delete_channel")
"""Accepting adds to the catalog, and undoing it takes from there."""


@needs("joining.view_submission")
@require_GET
def queue_page(request: HttpRequest) -> HttpResponseBase:
    first = {**undecided(0), "may_decide": request.user.has_perms(MAY)}
    return page(request, "joining/queue.html", "Submissions", first=first)


@needs("joining.view_submission")
@require_GET
def more_submissions(request: HttpRequest) -> HttpResponse:
    """Those younger than ``after``, the id of the last one that the page holds."""
    return JsonResponse(undecided(row_id(request.GET.get("after"), "after")))


@needs(*MAY)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """``verdict``: accept, decline, reopen."""
    submission = get_object_or_404(Submission.objects.select_related("game", "added"), pk=pk)
    verdict = VERDICTS.get(request.POST.get("verdict", ""))
    if verdict is None:
        return fault("The verdict is one of accept, decline, reopen.")
    try:
        verdict(request, submission)
    except DecidedAlready as done:
        return JsonResponse({"open": _open().count(), "said": str(done)})
    except NotDone as refused:
        return fault(str(refused), 409)
    except IntegrityError:
        return fault(f"{submission} has been submitted again since then.", 409)
    return JsonResponse({"open": _open().count()})


@needs("joining.change_submission")
@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the workers what the channel is doing now; the answer is at its id, as of any request to them."""
    submission = get_object_or_404(Submission, pk=pk)
    try:
        ask_now(submission, store())
    except RedisError:
        return fault(AWAY, 503)
    return JsonResponse({"ask": ask_id(submission)})


def undecided(after: int) -> dict[str, Any]:
    """The oldest first."""
    found = _open()
    rows = found.filter(pk__gt=after).select_related("game").order_by("pk")[:AT_ONCE]
    return {"open": found.count(), "submissions": [_body(row) for row in rows]}


def _open() -> Any:
    return Submission.objects.filter(state__in=Submission.UNDECIDED)


def _body(submission: Submission) -> dict[str, Any]:
    return {
        "id": submission.pk,
        "name": submission.name,
        "channel": submission.channel,
        "platform": LABELS.get(submission.platform, submission.platform),
        "page": submission.url.removesuffix("/live"),
        "game": submission.game.name,
        "asked_at": iso(submission.asked_at.timestamp()),
    }
