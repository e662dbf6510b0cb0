"""How does the admin site send a request to the workers?"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from uuid import uuid4

from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from redis.exceptions import RedisError

from scoreboard.models import Correction, Game
from scoreboard.requests import Ask, AskKind, Lesson
from webapp.store.clock import now as site_now
from webapp.store.link import store

log = logging.getLogger(__name__)
AWAY = "Redis is unreachable: the workers cannot be reached right now."
NOT_SAVED = "The database could not save this, so nothing was changed. Is its disk full?"
MAX_SUBJECT_LENGTH = 140


def new_id() -> str:
    return uuid4().hex


def ask(
    kind: AskKind,
    subject: str,
    game: Game | None = None,
    correction: Correction | None = None,
    platform: str = "twitch",
    lesson: Lesson | None = None,
) -> JsonResponse:
    """The question's id, under which ``answer`` tells what became of it."""
    subject = subject[:MAX_SUBJECT_LENGTH]
    asked = Ask(new_id(), kind, subject, site_now(), game, correction, platform, lesson)
    try:
        store().ask(asked)
    except RedisError:
        return fault(AWAY, 503)
    return JsonResponse({"ask": asked.id})


def fault(sentence: str, status: int = 400) -> JsonResponse:
    return JsonResponse({"fault": sentence}, status=status)


def saving(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One sentence, in place of a page about an error."""

    @wraps(view)
    def answered(*arguments: object, **named: object) -> HttpResponse:
        try:
            return view(*arguments, **named)
        except DatabaseError as reason:
            log.error("not saved: %s", reason)
            return fault(NOT_SAVED, 503)

    return answered
