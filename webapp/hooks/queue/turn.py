"""What does a web process do for webhooks, once a second?"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.db import close_old_connections
from redis.exceptions import RedisError

from webapp.hooks.models import Delivery
from webapp.hooks.queue.claim import ready, take
from webapp.hooks.queue.deliver import deliver_due
from webapp.hooks.queue.senders import Senders
from webapp.hooks.queue.settle import State, conclude
from webapp.hooks.queue.take_in import take_in
from webapp.hooks.queue.tally import tally
from webapp.hooks.queue.waiting import waiting
from webapp.store.clock import instant
from webapp.store.clock import now as site_now
from webapp.store.link import store

TURN_SECONDS = 1.0
PRUNE_SECONDS = 60.0
KEPT_DAYS, KEPT = 14, 10_000
"""Of the delivery log: for so long, and no more than so many."""
PRUNED_AT_ONCE = 500
senders = Senders()
_pruned_at = [0.0]


def turn() -> None:
    """While Redis is away, what waits is sent all the same; its error is raised at the end."""
    close_old_connections()
    away: RedisError | None = None
    try:
        now = site_now()
        try:
            tally.hand_over(store().count_all)
            take_in(store(), now)
        except RedisError as fault:
            away = fault
        conclude(now)
        hand_out(now, senders.free, site_now, senders.goes_on, senders.start)
        waiting.measure()
        _prune_now_and_then(now)
    finally:
        close_old_connections()
    if away:
        raise away


def hand_out(
    now: float,
    most: int,
    clock: Callable[[], float],
    goes_on: Callable[[], bool],
    start: Callable[[Callable[[], object]], object],
) -> None:
    """Each webhook that has something to send becomes a job, unless another process was first."""
    for webhook_id in ready(now, most):
        if until := take(webhook_id, now):
            start(partial(deliver_due, webhook_id, until, clock, goes_on))


def prune(now: float) -> int:
    """How many entries of the log were removed: the old ones, and the oldest of too many. What waits stays."""
    over = Delivery.objects.exclude(state__in=(State.WAITING, State.SENDING))
    old = over.filter(created_at__lt=instant(now) - timedelta(days=KEPT_DAYS)).order_by(
        "created_at"
    )
    many = over.order_by("-created_at", "-pk").values_list("pk", flat=True)
    ids = [
        *old.values_list("pk", flat=True)[:PRUNED_AT_ONCE],
        *many[KEPT : KEPT + PRUNED_AT_ONCE],
    ]
    return Delivery.objects.filter(pk__in=ids).delete()[0] if ids else 0


def _prune_now_and_then(now: float) -> None:
    if time.monotonic() - _pruned_at[0] > PRUNE_SECONDS:
        _pruned_at[0] = time.monotonic()
        prune(now)
