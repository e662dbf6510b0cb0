"""Which channels match what an admin has typed so far?"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET
from redis.exceptions import RedisError

from webapp.catalog.models import Channel, Game
from webapp.store.link import store

OFFERED = 25
MAX_WORDS_LENGTH = 80


@require_GET
def channel_names(request: HttpRequest) -> JsonResponse:
    """Live channels first, the most watched before the others; then those of the catalog."""
    if not request.user.has_perm("catalog.view_channel"):
        raise PermissionDenied
    words = request.GET.get("q", "").strip().lstrip("@").casefold()[:MAX_WORDS_LENGTH]
    return JsonResponse({"channels": [*_live(words), *_known(words)][:OFFERED]})


def _live(words: str) -> list[dict[str, str]]:
    try:
        live = store().streams()
    except RedisError:
        return []
    games = dict(Game.objects.values_list("slug", "name"))
    found = [
        stream for stream in live.values() if words in f"{stream.name}\n{stream.channel}".casefold()
    ]
    found.sort(key=lambda stream: (-(stream.viewers or 0), stream.name.casefold()))
    return [
        {
            "value": stream.channel,
            "label": f"{stream.name}, live: {games.get(stream.game, stream.game)}",
        }
        for stream in found[:OFFERED]
    ]


def _known(words: str) -> list[dict[str, str]]:
    rows = Channel.objects.filter(Q(channel__icontains=words) | Q(name__icontains=words))
    return [
        {"value": row.channel, "label": f"{row.name or row.channel}, in the catalog: {row.rule}"}
        for row in rows[:OFFERED]
    ]
