"""How do admins choose which taught profile reads a game, and exchange them with other sites?"""

from __future__ import annotations

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from scoreboard.taught.profile import MAX_BYTES, BadProfile, TaughtProfile
from webapp.catalog.models import Game, TaughtVersion
from webapp.catalog.taught import save_taught, stop_taught, use_taught
from webapp.desk.accounts.access import needs, note, page
from webapp.desk.accounts.parameters import row_id
from webapp.desk.asking.ask import NOT_SAVED
from webapp.desk.asking.channels import look_at_all


@needs("catalog.view_game")
@require_GET
def taught(request: HttpRequest, pk: int) -> HttpResponseBase:
    game = get_object_or_404(Game, pk=pk)
    versions = game.taught_versions.defer("profile")
    return page(
        request,
        "desk/taught.html",
        f"Taught profiles of {game.name}",
        game=game,
        versions=versions,
        in_use=next((version for version in versions if version.in_use), None),
        may_change=request.user.has_perm("catalog.change_game"),
    )


@needs("catalog.change_game")
@require_POST
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """A version, or none."""
    game = get_object_or_404(Game, pk=pk)
    try:
        said = _used(game, request.POST.get("version", ""))
    except DatabaseError:
        messages.error(request, NOT_SAVED)
        return redirect("desk:taught", pk=game.pk)
    look_at_all(game.slug)
    note(request, game, said)
    messages.success(request, said)
    return redirect("desk:taught", pk=game.pk)


def _used(game: Game, asked: str) -> str:
    """Which version is in use from now on, as a sentence."""
    if not asked:
        stop_taught(game)
        return "No taught profile is in use."
    version = get_object_or_404(game.taught_versions, pk=row_id(asked, "version"))
    use_taught(version)
    return f"The taught profile from {version.saved_at:%d %b %H:%M:%S} is in use."


@needs("catalog.change_game")
@require_POST
def take_file(request: HttpRequest, pk: int) -> HttpResponse:
    """From another site, or from ``workers.teach``. It is not used before an admin says so."""
    game = get_object_or_404(Game, pk=pk)
    uploaded = request.FILES.get("profile")
    try:
        if uploaded is None:
            raise BadProfile("Choose a file.")
        profile = TaughtProfile.parse(uploaded.read(MAX_BYTES + 1))
    except BadProfile as refused:
        messages.error(request, str(refused))
        return redirect("desk:taught", pk=game.pk)
    source = "".join(filter(str.isprintable, uploaded.name or ""))[:100]
    me = request.user.get_username()
    try:
        version, is_new = save_taught(game, profile, f"imported from {source}", me)
    except DatabaseError:
        messages.error(request, NOT_SAVED)
        return redirect("desk:taught", pk=game.pk)
    if is_new:
        note(request, game, f"Imported a taught profile from {source}.")
        messages.success(request, "Imported. It is not in use yet.")
    else:
        at = f"{version.saved_at:%d %b %H:%M:%S}"
        messages.warning(request, f"This profile is saved already, as the version from {at}.")
    return redirect("desk:taught", pk=game.pk)


@needs("catalog.view_game")
@require_GET
def give_file(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    found = get_object_or_404(TaughtVersion, game=pk, pk=version)
    name = f"{found.game.slug}-{found.saved_at:%Y-%m-%d}-{found.digest[:6]}.json"
    return HttpResponse(
        found.profile + "\n",
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
