"""How is all that is due for one webhook sent, and a test at once?"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from secrets import token_hex

from webapp.hooks.message.discord import discord_test
from webapp.hooks.message.payload import json_test
from webapp.hooks.models import TEST, Delivery, Webhook
from webapp.hooks.queue.claim import LEASE_SECONDS, next_delivery, release
from webapp.hooks.queue.settle import settle
from webapp.hooks.send.attempt import attempt
from webapp.hooks.send.outcome import Outcome
from webapp.store.clock import instant

JOB_SECONDS = 5.0
"""No attempt begins later than this after the webhook was taken."""


def deliver_due(
    webhook_id: int, until: datetime, clock: Callable[[], float], goes_on: Callable[[], bool]
) -> None:
    """One after the other, the oldest first, until one fails. ``clock``: epoch seconds."""
    ends_at = time.monotonic() + JOB_SECONDS
    try:
        while goes_on() and time.monotonic() < ends_at and _one(webhook_id, clock):
            pass
    finally:
        release(webhook_id, until)


def _one(webhook_id: int, clock: Callable[[], float]) -> bool:
    """Whether there may be more to send."""
    now, began = clock(), time.monotonic()
    webhook = Webhook.objects.filter(pk=webhook_id, enabled=True).first()
    if webhook is None or (webhook.rests_until and webhook.rests_until > instant(now)):
        return False
    delivery = next_delivery(webhook, now)
    if delivery is None:
        return False
    settle(webhook, delivery, attempt(webhook, delivery, now, began), clock())
    return True


def send_test(webhook: Webhook, clock: Callable[[], float]) -> tuple[Delivery, Outcome]:
    """At once and only once, also to a webhook that is off."""
    now, began = clock(), time.monotonic()
    make = discord_test if webhook.form == Webhook.Form.DISCORD else json_test
    delivery = Delivery.objects.create(
        webhook=webhook,
        event=f"test_{token_hex(16)}",
        kind=TEST,
        happened_at=instant(now),
        created_at=instant(now),
        body=make(webhook.name, now),
        state=Delivery.State.SENDING,
        attempts=1,
        claimed_until=instant(now + LEASE_SECONDS),
    )
    outcome = attempt(webhook, delivery, now, began)
    settle(webhook, delivery, outcome, clock())
    return delivery, outcome
