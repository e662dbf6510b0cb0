"""How does a streamer add a channel, see how it stands, and take it off again?"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from redis.exceptions import RedisError

from scoreboard.health import LABELS
from webapp.caller.request import address_of
from webapp.joining.answer import take_answer
from webapp.joining.ask import ask_about
from webapp.joining.decide import NotDone, is_blocked, remove
from webapp.joining.link import by_token, link_of
from webapp.joining.models import Submission
from webapp.joining.pages.form import AddForm
from webapp.joining.submit import NotTaken, check, submit
from webapp.joining.throttle import Throttled, count_submission, count_try
from webapp.joining.told import told
from webapp.matches.pages.faults import from_database
from webapp.store.clock import now as site_now
from webapp.store.link import store

AWAY = "Channels can’t be added right now. Try again in a minute."
RETRY_SECONDS = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@from_database
def add_page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        chosen = {"platform": request.GET.get("platform", ""), "game": request.GET.get("game", "")}
        return _form(request, AddForm(initial=chosen), 200)
    form = AddForm(request.POST)
    try:
        count_try(store(), address_of(request))
        if not form.is_valid():
            return _form(request, form, 400)
        return redirect(link_of(_submitted(request, form)))
    except NotTaken as refused:
        form.add_error(None, str(refused))
        return _form(request, form, 409, refused.channel)
    except Throttled as too_much:
        form.add_error(None, str(too_much))
        return _later(_form(request, form, 429), too_much.retry_seconds)
    except RedisError:
        form.add_error(None, AWAY)
        return _later(_form(request, form, 503), RETRY_SECONDS)


def _submitted(request: HttpRequest, form: AddForm) -> Submission:
    """Raises ``NotTaken``, ``Throttled`` and errors of Redis."""
    check(form.named, form.chosen_game, store())
    count_submission(store(), address_of(request))
    submission = submit(form.named, form.chosen_game)
    with suppress(RedisError):  # it is asked about later
        ask_about(submission, store())
    return submission


@never_cache
@require_safe
@from_database
def status_page(request: HttpRequest, token: str) -> HttpResponse:
    submission = _found(token)
    with suppress(RedisError):
        take_answer(submission, store())
    return _status(request, submission)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@from_database
def remove_channel(request: HttpRequest, token: str) -> HttpResponse:
    """Only a form removes it; whoever loads the address again gets to the page."""
    submission = _found(token)
    if request.method == "POST":
        with suppress(NotDone):  # the page says how it stands
            remove(submission)
    return redirect(link_of(submission))


def _found(token: str) -> Submission:
    submission = by_token(token)
    if submission is None:
        raise Http404("This link is not valid.")
    return submission


def _status(request: HttpRequest, submission: Submission) -> HttpResponse:
    is_accepted = submission.state == Submission.State.ACCEPTED
    context = {
        "submission": submission,
        "platform": LABELS.get(submission.platform, submission.platform),
        "page": submission.url.removesuffix("/live"),
        "told": told(submission, store(), site_now()),
        "may_remove": submission.state in Submission.OPEN
        and not (is_accepted and is_blocked(submission)),
        "is_accepted": is_accepted,
        "link": request.build_absolute_uri(link_of(submission)),
    }
    return _private(render(request, "joining/status.html", context))


def _form(request: HttpRequest, form: AddForm, status: int, there: str = "") -> HttpResponse:
    """``there``: the channel that is watched already."""
    context: dict[str, Any] = {
        "form": form,
        "platforms": LABELS.items(),
        "platform": _platform(form),
        "there": f"/?{urlencode({'pin': there})}" if there else "",
    }
    return render(request, "joining/add.html", context, status=status)


def _platform(form: AddForm) -> str:
    """The chosen one; the first for one that nobody knows."""
    chosen = form["platform"].value()
    return chosen if chosen in LABELS else next(iter(LABELS))


def _later(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer["Retry-After"] = str(seconds)
    return answer


def _private(answer: HttpResponse) -> HttpResponse:
    """Whoever has the address may take the channel off: no search engine, and no other site, is to know it.

    Without any referrer browsers would send our own form with ``Origin: null``, which the CSRF check refuses.
    """
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "same-origin"
    return answer
