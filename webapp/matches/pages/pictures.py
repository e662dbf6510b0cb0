"""What did the last moments of a match look like?"""

from __future__ import annotations

from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import condition

from webapp.matches.pages.faults import from_database
from webapp.matches.visible import visible

KEPT_SECONDS = 600
"""It never changes, but a channel that opts out takes it along."""
KINDS = {"picture": "image/jpeg", "flipbook": "image/webp"}
Field = Literal["picture", "flipbook"]


def _etag(request: HttpRequest, pk: int, field: Field) -> str | None:
    return (
        f'"{field}-{pk}"'
        if visible().filter(pk=pk, **{f"{field}__isnull": False}).exists()
        else None
    )


@from_database
@condition(etag_func=_etag)
def picture(request: HttpRequest, pk: int, field: Field) -> HttpResponse:
    """``field`` of the match: a JPEG of the final frame, or an animated WebP of the last looks."""
    found = visible().filter(pk=pk).values_list(field, flat=True).first()
    if not found:
        raise Http404("No picture of this match is available.")
    return HttpResponse(
        bytes(found),
        content_type=KINDS[field],
        headers={"Cache-Control": f"public, max-age={KEPT_SECONDS}"},
    )
