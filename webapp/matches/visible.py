"""Which matches may be shown to viewers?"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from webapp.catalog.models import Channel, Game
from webapp.desk.models import Match

FINISHED = ("", "won", "placed", "eliminated")
"""Results of matches whose end was seen; older rows have an empty one. The others were lost sight of before."""
_PICTURES = ("picture", "flipbook")


def visible(with_curves: bool = False) -> QuerySet[Match]:
    """All but those of blocked channels and of games that are off; pictures are left in the database.

    Asked of the database each time: a channel that was blocked a moment ago has opted out of everything.
    """
    blocked = Channel.objects.filter(rule=Channel.Rule.BLOCK).values("channel")
    off = Game.objects.filter(enabled=False).values("slug")
    shown = Match.objects.exclude(channel__in=blocked).exclude(game__in=off)
    deferred = _PICTURES if with_curves else (*_PICTURES, "curve")
    return shown.defer(*deferred).annotate(**{f"has_{name}": _is_there(name) for name in _PICTURES})


def of_channel(channel: str) -> QuerySet[Match]:
    """None for a name that PostgreSQL refuses to compare."""
    return visible().none() if "\0" in channel else visible().filter(channel=channel)


def is_hidden(channel: str, game: str) -> bool:
    """Whether a channel has no page although it is live."""
    blocked = Channel.objects.filter(channel=channel, rule=Channel.Rule.BLOCK)
    return blocked.exists() or Game.objects.filter(slug=game, enabled=False).exists()


def _is_there(field: str) -> Any:
    return ExpressionWrapper(Q(**{f"{field}__isnull": False}), output_field=BooleanField())
