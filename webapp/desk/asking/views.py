"""Which requests can an admin page send to the workers, and how does it get the answer?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from scoreboard.health import LABELS
from webapp.desk.accounts.access import needs
from webapp.desk.asking.ask import AWAY, ask, fault, new_id
from webapp.desk.asking.upload import MAX_BYTES, PictureRefused, frame_from
from webapp.store.clock import now as site_now
from webapp.store.link import store


@needs("catalog.view_channel")
@require_GET
def answer(request: HttpRequest, ask_id: str) -> HttpResponse:
    """202 while nobody has answered. With the age of a frame as of now: the admin's clock may be wrong."""
    try:
        found: dict[str, Any] | None = store().answer(ask_id)
    except RedisError:
        return fault(AWAY, 503)
    if found is None:
        return JsonResponse({"waiting": True}, status=202)
    if "captured_at" in found:
        found["age_seconds"] = max(0.0, site_now() - found["captured_at"])
    return JsonResponse(found)


@needs("catalog.change_channel")
@require_POST
def ask_frame(request: HttpRequest) -> HttpResponse:
    """A picture of this channel, now."""
    channel = request.POST.get("channel", "").strip()
    return ask("frame", channel) if channel else fault("Choose a channel.")


@needs("catalog.change_game")
@require_POST
def ask_category(request: HttpRequest) -> HttpResponse:
    words, platform = request.POST.get("words", "").strip(), request.POST.get("platform", "twitch")
    if platform not in LABELS:
        return fault("Unknown platform.")
    if not words:
        return fault("Enter part of the game's name.")
    return ask("category", words, platform=platform)


@needs("catalog.change_channel")
@require_POST
def upload_frame(request: HttpRequest) -> HttpResponse:
    """A screenshot of an admin's own."""
    uploaded = request.FILES.get("picture")
    if uploaded is None:
        return fault("Choose an image.")
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
        return HttpResponse("This frame has expired.", status=404, content_type="text/plain")
    return HttpResponse(
        picture, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=900"}
    )
