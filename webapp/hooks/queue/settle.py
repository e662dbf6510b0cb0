"""What becomes of a delivery after an attempt, after its hour, or when the process that sent it has died?"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from webapp.hooks.models import TEST, Delivery, Webhook
from webapp.hooks.queue.claim import GIVE_UP_SECONDS
from webapp.hooks.queue.tally import tally
from webapp.hooks.send.outcome import Outcome
from webapp.store.clock import instant

TRIES_KEPT = 20
CONCLUDED_AT_ONCE = 100
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 5.0, 300.0
OFF = "The webhook is off."
TOO_LATE = "Not delivered within an hour."
INTERRUPTED = "The site stopped during the attempt; whether the receiver has it is not known."
State = Delivery.State
log = logging.getLogger(__name__)


def pause_after(failures: int) -> float:
    """Seconds: 5, 10, 20 and so on, to five minutes."""
    return float(min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(failures - 1, 10)))


def settle(webhook: Webhook, delivery: Delivery, outcome: Outcome, now: float) -> None:
    """Note what came of the attempt, unless another process has concluded that this one died."""
    fields = _noted(delivery, outcome, now)
    if outcome.verdict == "retry" and delivery.kind != TEST:
        fields |= _again(webhook, delivery, outcome, now)
    else:
        state = State(outcome.verdict) if outcome.verdict in State.values else State.FAILED
        fields |= {"state": state, "finished_at": instant(now)}
    ours = Delivery.objects.filter(pk=delivery.pk, state=State.SENDING, attempts=delivery.attempts)
    if ours.update(**fields):
        _count(outcome, str(fields["state"]))
    if delivery.kind != TEST or outcome.verdict == "delivered":
        _remember(webhook, outcome, now)


def _again(webhook: Webhook, delivery: Delivery, outcome: Outcome, now: float) -> dict[str, Any]:
    next_at = instant(now + max(pause_after(delivery.attempts), outcome.retry_after))
    if next_at >= delivery.created_at + timedelta(seconds=GIVE_UP_SECONDS):
        return {"state": State.FAILED, "finished_at": instant(now), "next_at": None}
    return {"state": State.WAITING, "next_at": next_at}


def _remember(webhook: Webhook, outcome: Outcome, now: float) -> None:
    """A webhook that fails rests, with all that waits for it; when it works again, that is sent at once."""
    same = Webhook.objects.filter(pk=webhook.pk)
    if outcome.verdict == "delivered":
        if webhook.failures:
            same.update(failures=0, rests_until=None)
            later = Delivery.objects.filter(
                webhook_id=webhook.pk, state=State.WAITING, next_at__gt=instant(now)
            )
            later.update(next_at=instant(now))
    elif outcome.verdict == "gone":
        log.warning("webhook %s was turned off: %s", webhook.pk, outcome.sentence)
        same.update(enabled=False, off_because=outcome.sentence[:200])
    else:
        failures = webhook.failures + 1
        rest = outcome.retry_after or pause_after(failures)
        same.update(failures=failures, rests_until=instant(now + rest))


def conclude(now: float) -> None:
    """What no process will settle any more."""
    at = instant(now)
    for lost in Delivery.objects.filter(state=State.SENDING, claimed_until__lt=at).select_related(
        "webhook"
    ):
        _interrupted(lost, now)
    too_old = at - timedelta(seconds=GIVE_UP_SECONDS)
    waiting = Delivery.objects.filter(state=State.WAITING)
    for delivery in waiting.filter(webhook__enabled=False)[:CONCLUDED_AT_ONCE]:
        _give_up(delivery, delivery.answer or OFF, at)
    for delivery in waiting.filter(created_at__lte=too_old)[:CONCLUDED_AT_ONCE]:
        _give_up(delivery, delivery.answer or TOO_LATE, at)


def _give_up(delivery: Delivery, sentence: str, at: datetime) -> None:
    same = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING)
    if same.update(state=State.FAILED, answer=sentence, finished_at=at, next_at=None):
        _count(None, State.FAILED)


def _interrupted(delivery: Delivery, now: float) -> None:
    """By its ID a receiver of signed JSON knows a request that it has; Discord would post the message twice."""
    again = delivery.webhook.form == Webhook.Form.JSON and delivery.kind != TEST
    outcome = Outcome("retry" if again else "unknown", INTERRUPTED)
    fields = _noted(delivery, outcome, now)
    fields |= (
        {"state": State.WAITING, "next_at": instant(now)}
        if again
        else {"state": State.UNKNOWN, "finished_at": instant(now)}
    )
    same = Delivery.objects.filter(
        pk=delivery.pk, state=State.SENDING, claimed_until=delivery.claimed_until
    )
    if same.update(**fields):
        _count(outcome, str(fields["state"]))


def _noted(delivery: Delivery, outcome: Outcome, now: float) -> dict[str, Any]:
    """The fields that say what came of the latest attempt."""
    said = [instant(now).isoformat(timespec="seconds"), outcome.status, outcome.sentence]
    return {
        "status": outcome.status,
        "answer": outcome.sentence[:300],
        "took_ms": outcome.took_ms,
        "tries": [*delivery.tries, said][-TRIES_KEPT:],
        "claimed_until": None,
    }


def _count(outcome: Outcome | None, state: str) -> None:
    if outcome:
        tally.count("webhook_attempts", outcome.verdict)
    if state != State.WAITING:
        tally.count("webhook_deliveries", state)
