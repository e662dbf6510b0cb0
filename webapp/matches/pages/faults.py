"""What does a page about matches answer when it cannot be made?"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.exceptions import APIException, NotFound

Words = ParamSpec("Words")
View = Callable[Concatenate[HttpRequest, Words], HttpResponse]
"""Takes the request by its place, as Django gives it."""
RETRY_SECONDS = "3"
log = logging.getLogger(__name__)


def from_database(view: View[Words]) -> View[Words]:
    """What is a sentence in the API is a page with that sentence; without a database there is nothing to show."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, /, *words: Words.args, **named: Words.kwargs) -> HttpResponse:
        try:
            return view(request, *words, **named)
        except NotFound as unknown:
            raise Http404(str(unknown.detail)) from None
        except APIException as refused:
            return render(request, "400.html", {"sentence": refused.detail}, status=400)
        except DatabaseError as fault:
            log.warning("answered 503: %s", fault)
            answer = render(request, "matches/away.html", status=503)
            answer["Retry-After"] = RETRY_SECONDS
            return answer

    return wrapped
