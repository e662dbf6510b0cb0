"""What did the finish of a match look like?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from webapp.desk.accounts.access import needs
from webapp.desk.models import Match


@needs("desk.view_match")
@require_GET
def finish_picture(request: HttpRequest, pk: int) -> HttpResponse:
    match = get_object_or_404(Match.objects.exclude(picture=None), pk=pk)
    return HttpResponse(
        bytes(match.picture or b""),
        content_type="image/jpeg",
        headers={"Cache-Control": "private, max-age=86400"},
    )
