"""Which events become deliveries?"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DataError, IntegrityError, transaction

from scoreboard.models import ALL_GAMES
from scoreboard.requests import Milestone
from scoreboard.store import Store
from webapp.catalog.games import blocked_channels
from webapp.catalog.models import Game
from webapp.hooks.message.discord import discord_body
from webapp.hooks.message.payload import event_id, json_body
from webapp.hooks.models import TEST, Delivery, Webhook
from webapp.hooks.queue.claim import GIVE_UP_SECONDS
from webapp.store.clock import instant

REPEAT_SECONDS = 120.0
"""No stream comes into the final ten twice in so short a time: a number in between was misread."""
log = logging.getLogger(__name__)


def take_in(store: Store, now: float) -> int:
    """How many deliveries were added.

    Rows are removed once they are stored, under a unique key: several processes, or one that died, do no harm.
    """
    rows = store.milestones()
    if not rows:
        return 0
    milestones = [Milestone.from_json(row) for row in rows]
    webhooks = list(Webhook.objects.filter(enabled=True).select_related("game"))
    added = sum(_add(webhooks, each, now) for each in milestones) if webhooks else 0
    store.forget_milestones(rows)
    return added


def _add(webhooks: list[Webhook], milestone: Milestone, now: float) -> int:
    is_late = now - milestone.at > GIVE_UP_SECONDS
    wanting = [each for each in webhooks if wants(each, milestone)]
    if is_late or not wanting or milestone.stream.channel in blocked_channels():
        return 0
    game = Game.objects.filter(slug=milestone.stream.game).first()
    return sum(_add_one(each, milestone, game.name if game else "", now) for each in wanting)


def wants(webhook: Webhook, milestone: Milestone) -> bool:
    if milestone.kind not in webhook.kinds:
        return False
    if milestone.kind == "on-air":
        return milestone.board == (webhook.game.slug if webhook.game else ALL_GAMES)
    return webhook.game is None or webhook.game.slug == milestone.board


def _add_one(webhook: Webhook, milestone: Milestone, game_name: str, now: float) -> bool:
    try:
        with transaction.atomic():
            return _stored(webhook, milestone, game_name, now)
    except (ValueError, DataError, IntegrityError) as fault:
        log.warning("dropped an event that the database refuses (%s): %.200r", fault, milestone)
        return False


def _stored(webhook: Webhook, milestone: Milestone, game_name: str, now: float) -> bool:
    if _is_known(webhook, milestone) or _is_too_soon(webhook, milestone):
        return False
    make = discord_body if webhook.form == Webhook.Form.DISCORD else json_body
    stream, event = milestone.stream, event_id(milestone)
    delivery = Delivery(
        webhook=webhook,
        event=event,
        kind=milestone.kind,
        game=stream.game[:40],
        channel=stream.channel[:64],
        name=stream.name[:80],
        happened_at=instant(milestone.at),
        created_at=instant(now),
        body=make(milestone, game_name),
        next_at=instant(now),
    )
    Delivery.objects.bulk_create([delivery], ignore_conflicts=True)
    return True


def _is_known(webhook: Webhook, milestone: Milestone) -> bool:
    """A switch is told of by its own time: a stream may soon be on air again."""
    known = Delivery.objects.filter(webhook=webhook)
    if milestone.kind == "on-air":
        return known.filter(event=event_id(milestone)).exists()
    same = known.filter(kind=milestone.kind, channel=milestone.stream.channel)
    return same.filter(happened_at__range=_around(milestone, REPEAT_SECONDS)).exists()


def _is_too_soon(webhook: Webhook, milestone: Milestone) -> bool:
    """By when the events happened: what waits for a receiver that is away is not skipped when it is back."""
    if not webhook.pause_seconds:
        return False
    others = Delivery.objects.filter(webhook=webhook, game=milestone.stream.game)
    first, last = _around(milestone, webhook.pause_seconds)
    near = others.filter(happened_at__gt=first, happened_at__lt=last)
    return near.exclude(kind=TEST).exists()


def _around(milestone: Milestone, seconds: float) -> tuple[object, object]:
    at, span = instant(milestone.at), timedelta(seconds=seconds)
    return at - span, at + span
