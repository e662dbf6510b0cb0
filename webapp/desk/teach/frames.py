"""How are frames gathered and labeled?"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from scoreboard.requests import MAX_LESSON_FRAMES
from scoreboard.taught.profile import MIN_LINES
from webapp.catalog.models import Game
from webapp.desk.accounts.access import needs
from webapp.desk.asking.ask import AWAY, fault, saving
from webapp.desk.asking.upload import MAX_BYTES, PictureRefused, frame_from
from webapp.desk.models import TeachingFrame
from webapp.desk.regions.drawn import json_body
from webapp.desk.teach.labels import label_from
from webapp.desk.teach.lesson import LABELS, digest_of, frames_of, labeled, row_of
from webapp.store.link import store

FULL = f"{MAX_LESSON_FRAMES} frames teach a HUD at most: remove one first."


@needs("catalog.change_game")
@require_POST
@saving
def add_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """An upload, or a frame that a worker has just taken."""
    game = get_object_or_404(Game, pk=pk)
    if _is_full(game):
        return fault(FULL)
    try:
        picture, width, height = frame_from(_packed(request))
        if height < MIN_LINES:
            raise PictureRefused(f"A frame of {width} x {height} pixels is too small.")
    except PictureRefused as refused:
        return fault(str(refused))
    except RedisError:
        return fault(AWAY, 503)
    source = "".join(filter(str.isprintable, request.POST.get("source", "")))[:100]
    with transaction.atomic():
        get_object_or_404(Game.objects.select_for_update(), pk=pk)  # one upload at a time counts
        if _is_full(game):
            return fault(FULL)
        frame = TeachingFrame.objects.create(
            game=game,
            picture=picture,
            width=width,
            height=height,
            source=source,
            added_by=request.user.get_username(),
        )
    return _told(game, frame)


@needs("catalog.view_game")
@require_GET
def picture(request: HttpRequest, pk: int, frame: int) -> HttpResponse:
    found = get_object_or_404(TeachingFrame, game=pk, pk=frame)
    return HttpResponse(
        bytes(found.picture),
        content_type="image/jpeg",
        headers={"Cache-Control": "private, max-age=86400"},
    )


@needs("catalog.change_game")
@require_POST
@saving
def label(request: HttpRequest, pk: int, frame: int) -> HttpResponse:
    """What it shows; ``remove``: it is deleted."""
    found = get_object_or_404(TeachingFrame.objects.select_related("game"), game=pk, pk=frame)
    try:
        body = json_body(request)
        if body.get("remove"):
            found.delete()
            return _told(found.game, None)
        said = label_from(body, found.game.most_players)
    except ValidationError as refused:
        return fault(refused.messages[0])
    for name in LABELS:
        setattr(found, name, getattr(said, name))
    found.said = None
    found.save(update_fields=[*LABELS, "said"])
    return _told(found.game, found)


def _is_full(game: Game) -> bool:
    return frames_of(game).count() >= MAX_LESSON_FRAMES


def _told(game: Game, frame: TeachingFrame | None) -> JsonResponse:
    row = row_of(frame) if frame else None
    return JsonResponse({"frame": row, "lesson": digest_of(labeled(game))})


def _packed(request: HttpRequest) -> bytes:
    """Raises ``PictureRefused`` and ``RedisError``."""
    if grabbed := request.POST.get("frame", ""):
        found = store().frame(grabbed[:64])
        if found is None:
            raise PictureRefused("This frame has expired. Grab a new one.")
        return found
    uploaded = request.FILES.get("picture")
    if uploaded is None:
        raise PictureRefused("Choose an image.")
    packed: bytes = uploaded.read(MAX_BYTES + 1)
    return packed
