"""Which process sends what now?

Several web processes share the work. Each step is one conditional update, which the database gives to one of them: a
webhook is served by one process at a time, and a delivery is marked as being sent, and that committed, before a byte
of it leaves.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Min, Q

from webapp.hooks.models import Delivery, Webhook
from webapp.store.clock import instant

GIVE_UP_SECONDS = 3600.0
"""A delivery is tried for so long."""
LEASE_SECONDS = 20.0
"""More than a job and its last attempt take: see ``deliver.JOB_SECONDS`` and ``attempt.SEND_SECONDS``."""


def ready(now: float, most: int) -> list[int]:
    """The webhooks that have something to send, at most ``most``; those that fail come last."""
    at = instant(now)
    due = Q(delivery__state=Delivery.State.WAITING, delivery__next_at__lte=at)
    found = (
        Webhook.objects.filter(_free(at), due, enabled=True)
        .annotate(oldest=Min("delivery__happened_at"))
        .order_by("failures", "oldest")
    )
    return list(found.values_list("pk", flat=True)[:most])


def take(webhook_id: int, now: float) -> datetime | None:
    """Until when the webhook is this process'; ``None`` when another has it, or it rests."""
    until = instant(now + LEASE_SECONDS)
    free = Webhook.objects.filter(_free(instant(now)), pk=webhook_id, enabled=True)
    return until if free.update(busy_until=until) else None


def release(webhook_id: int, until: datetime) -> None:
    """Unless another process has taken it meanwhile."""
    Webhook.objects.filter(pk=webhook_id, busy_until=until).update(busy_until=None)


def next_delivery(webhook: Webhook, now: float) -> Delivery | None:
    """The oldest one that is due, marked as being sent.

    While the webhook fails it is the one least tried: an event that the receiver cannot take must not stay in front.
    """
    at, order = instant(now), ("attempts",) if webhook.failures else ()
    waiting = Delivery.objects.filter(webhook=webhook, state=Delivery.State.WAITING)
    while (
        found := waiting.filter(next_at__lte=at).order_by(*order, "happened_at", "pk").first()
    ) is not None:
        claimed = waiting.filter(pk=found.pk).update(
            state=Delivery.State.SENDING,
            attempts=F("attempts") + 1,
            claimed_until=at + timedelta(seconds=LEASE_SECONDS),
        )
        if claimed:
            found.attempts += 1
            return found
    return None


def _free(at: datetime) -> Q:
    return (Q(busy_until=None) | Q(busy_until__lt=at)) & (
        Q(rests_until=None) | Q(rests_until__lte=at)
    )
