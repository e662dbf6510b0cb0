"""How does the desk ask the workers something, and hear the answer?"""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from scoreboard.models import Correction, Game
from scoreboard.requests import Ask, AskKind
from webapp.desk.access import needs
from webapp.desk.regions.upload import MAX_BYTES, PictureRefused, frame_from
from webapp.store.link import store

AWAY = "Redis does not answer: nothing can be asked of the workers now."
MAX_SUBJECT_LENGTH = 140


def new_id() -> str:
    return uuid4().hex


def ask(
    kind: AskKind, subject: str, game: Game | None = None, correction: Correction | None = None
) -> JsonResponse:
    """The question's id, under which ``answer`` tells what became of it."""
    asked = Ask(new_id(), kind, subject[:MAX_SUBJECT_LENGTH], time.time(), game, correction)
    try:
        store().ask(asked)
    except RedisError:
        return fault(AWAY, 503)
    return JsonResponse({"ask": asked.id})


def fault(sentence: str, status: int = 400) -> JsonResponse:
    return JsonResponse({"fault": sentence}, status=status)


@needs("catalog.view_channel")
@require_GET
def answer(request: HttpRequest, ask_id: str) -> HttpResponse:
    """202 while nobody has answered."""
    try:
        found: dict[str, Any] | None = store().answer(ask_id)
    except RedisError:
        return fault(AWAY, 503)
    return JsonResponse(found) if found is not None else JsonResponse({"waiting": True}, status=202)


@needs("catalog.change_channel")
@require_POST
def ask_frame(request: HttpRequest) -> HttpResponse:
    """A picture of this channel, now."""
    channel = request.POST.get("channel", "").strip()
    return ask("frame", channel) if channel else fault("Say which channel.")


@needs("catalog.change_game")
@require_POST
def ask_category(request: HttpRequest) -> HttpResponse:
    words = request.POST.get("words", "").strip()
    return ask("category", words) if words else fault("Write a part of the game's name.")


@needs("catalog.change_channel")
@require_POST
def upload_frame(request: HttpRequest) -> HttpResponse:
    """A screenshot of an admin's own."""
    uploaded = request.FILES.get("picture")
    if uploaded is None:
        return fault("Choose a picture.")
    try:
        picture, width, height = frame_from(uploaded.read(MAX_BYTES + 1))
        frame = new_id()
        store().put_frame(frame, picture)
    except PictureRefused as refused:
        return fault(str(refused))
    except RedisError:
        return fault(AWAY, 503)
    return JsonResponse({"frame": frame, "width": width, "height": height})


@needs("catalog.view_channel")
@require_GET
def frame_picture(request: HttpRequest, frame: str) -> HttpResponse:
    try:
        picture = store().frame(frame)
    except RedisError:
        picture = None
    if picture is None:
        return HttpResponse("This frame is no longer there.", status=404, content_type="text/plain")
    return HttpResponse(
        picture, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=900"}
    )
