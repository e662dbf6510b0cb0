"""How does an admin teach a HUD: what is asked of the workers, and what becomes of their answers?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from redis.exceptions import RedisError

from scoreboard.requests import MAX_ELSEWHERE, MAX_LESSON_FRAMES, AskKind
from scoreboard.taught.profile import BadProfile, TaughtProfile
from webapp.catalog.models import Game, TaughtVersion
from webapp.catalog.publish.snapshot import taught_version
from webapp.catalog.taught import save_taught, use_taught
from webapp.desk.accounts.access import needs, note, page
from webapp.desk.accounts.parameters import row_id
from webapp.desk.asking.ask import AWAY, ask, fault, saving
from webapp.desk.asking.channels import live_channels, live_elsewhere, look_at_all
from webapp.desk.models import TeachingFrame
from webapp.desk.teach.lesson import (
    MIN_CHECKED,
    digest_of,
    frame_id,
    frames_of,
    labeled,
    lesson_of,
    row_of,
)
from webapp.store.link import store

SAID = ("verdict", "alive", "kills", "phase", "reason")
CHANGED = "The labels have changed in the meantime. Check the frames again."
LOST = "The worker's answer has expired, or Redis is unreachable. Try again."


@needs("catalog.view_game")
@require_GET
def teach(request: HttpRequest, pk: int) -> HttpResponseBase:
    game = get_object_or_404(Game, pk=pk)
    frames = [*frames_of(game)]
    first = {
        "frames": [row_of(frame) for frame in frames],
        "lesson": digest_of(frames),
        "most": MAX_LESSON_FRAMES,
        "least": MIN_CHECKED,
        "elsewhere": live_elsewhere(game.slug, MAX_ELSEWHERE),
        "may_change": request.user.has_perm("catalog.change_game"),
    }
    return page(
        request,
        "desk/teach.html",
        f"Teach the HUD of {game.name}",
        game=game,
        first=first,
        channels=live_channels(game.slug),
        in_use=taught_version(game),
        may_change=first["may_change"],
    )


@needs("catalog.change_game")
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what a frame shows that is not labeled; ``answer`` says it."""
    game = get_object_or_404(Game, pk=pk)
    frame = _frame(request, game)
    others = [each for each in labeled(game) if each.pk != frame.pk]
    return _asked("proposal", game, [*others, frame], frame)


@needs("catalog.change_game")
@require_POST
def check_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is read of a labeled frame by what the others teach; ``checked`` keeps the answer."""
    game = get_object_or_404(Game, pk=pk)
    return _asked("lesson", game, labeled(game), _frame(request, game), _elsewhere(request))


@needs("catalog.change_game")
@require_POST
@saving
def checked(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to ``check_frame`` is kept with its frame."""
    game = get_object_or_404(Game, pk=pk)
    frame = _frame(request, game)
    answer = _answer(request)
    lesson = digest_of(labeled(game))
    if answer.get("of") != lesson or answer.get("about") != frame_id(frame):
        return fault(CHANGED if answer else LOST, 409)
    frame.said = {"lesson": lesson, **{name: answer.get(name) for name in SAID}}
    frame.save(update_fields=["said"])
    return JsonResponse({"frame": row_of(frame), "lesson": lesson})


@needs("catalog.change_game")
@require_POST
def learn(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what all labeled frames teach; ``enable`` uses the answer."""
    game = get_object_or_404(Game, pk=pk)
    return _asked("lesson", game, labeled(game), elsewhere=_elsewhere(request))


@needs("catalog.change_game")
@require_POST
@saving
def enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Not while a frame is read wrong, unless the admin wants it ``all_the_same``."""
    game = get_object_or_404(Game, pk=pk)
    frames = labeled(game)
    answer = _answer(request)
    if answer.get("of") != digest_of(frames):
        return fault(CHANGED if answer else LOST, 409)
    verdicts = [(frame.said or {}).get("verdict") for frame in frames if _is_fresh(frame, answer)]
    refusal = _refusal(len(frames), verdicts)
    if refusal and request.POST.get("all_the_same") != "1":
        return fault(refusal, 409)
    try:
        version = _saved(request, game, answer, verdicts)
    except BadProfile as refused:
        return fault(str(refused))
    use_taught(version)
    look_at_all(game.slug)
    note(request, game, f"Enabled the profile {version.note}.")
    messages.success(request, "Enabled. The workers read with it from the next check.")
    return JsonResponse({"at": reverse("desk:taught", args=[game.pk])})


@needs("catalog.change_game")
@require_POST
@saving
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Saved, and not in use: to be tried on a recording first."""
    game = get_object_or_404(Game, pk=pk)
    frames = labeled(game)
    answer = _answer(request)
    if answer.get("of") != digest_of(frames):
        return fault(CHANGED if answer else LOST, 409)
    verdicts = [(frame.said or {}).get("verdict") for frame in frames if _is_fresh(frame, answer)]
    try:
        version = _saved(request, game, answer, verdicts)
    except BadProfile as refused:
        return fault(str(refused))
    note(request, game, f"Saved the profile {version.note}.")
    messages.success(request, "Saved. It is not in use: try it on a recording first.")
    return JsonResponse({"at": f"{reverse('desk:scans', args=[game.pk])}?version={version.pk}"})


def _saved(
    request: HttpRequest, game: Game, answer: dict[str, Any], verdicts: list[str | None]
) -> TaughtVersion:
    """What the labeled frames teach. Raises ``BadProfile``."""
    profile = TaughtProfile.parse(str(answer.get("profile", "")).encode())
    told = ", ".join(f"{verdicts.count(each)} {each}" for each in ("right", "silent", "wrong"))
    source = f"taught from {len(labeled(game))} frames: {told}"
    version, _ = save_taught(game, profile, source, request.user.get_username())
    for sentence in answer.get("notes") or []:
        messages.warning(request, f"Left out: {sentence}")
    return version


def _is_fresh(frame: TeachingFrame, answer: dict[str, Any]) -> bool:
    said = frame.said or {}
    return bool(said.get("lesson") == answer["of"])


def _refusal(count: int, verdicts: list[str | None]) -> str:
    """Why the profile is not enabled; empty: it is."""
    if count < MIN_CHECKED:
        return f"At least {MIN_CHECKED} frames must be labeled, and all of them checked."
    if unchecked := count - len(verdicts):
        return f"{unchecked} of {count} labeled frames are not checked: reload the page."
    if wrong := verdicts.count("wrong"):
        return f"{wrong} of {count} frames would be read wrong."
    return "" if verdicts.count("right") else "No frame would be read right."


def _asked(
    kind: AskKind,
    game: Game,
    frames: list[TeachingFrame],
    about: TeachingFrame | None = None,
    elsewhere: Sequence[str] = (),
) -> HttpResponse:
    try:
        lesson = lesson_of(game, frames, frame_id(about) if about else "", elsewhere)
    except RedisError:
        return fault(AWAY, 503)
    return ask(kind, "", lesson=lesson)


def _frame(request: HttpRequest, game: Game) -> TeachingFrame:
    key = row_id(request.POST.get("frame"), "frame")
    return get_object_or_404(frames_of(game), pk=key)


def _elsewhere(request: HttpRequest) -> list[str]:
    """Frames of other games, which the page has had taken."""
    return [each[:64] for each in request.POST.getlist("elsewhere")[:MAX_ELSEWHERE]]


def _answer(request: HttpRequest) -> dict[str, Any]:
    """Empty when nobody has answered, or Redis is away."""
    try:
        return store().answer(request.POST.get("ask", "")[:64]) or {}
    except RedisError:
        return {}
