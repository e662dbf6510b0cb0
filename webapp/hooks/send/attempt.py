"""What does one attempt send, and what comes of it?"""

from __future__ import annotations

import time

from django.db import close_old_connections

from scoreboard.version import VERSION
from webapp.hooks.message.sign import signed_headers
from webapp.hooks.models import Delivery, Webhook
from webapp.hooks.send.outcome import Outcome, judged
from webapp.hooks.send.post import NoAnswer, NotSent, post
from webapp.hooks.send.receiver_url import execute_url, guard

SEND_SECONDS = 10.0
"""From the look-up of the name to the last byte of the answer."""


def attempt(webhook: Webhook, delivery: Delivery, now: float, began: float) -> Outcome:
    """``now``: epoch seconds; ``began``: on the monotonic clock, before the delivery was claimed.

    The time runs from then: a process that stood still sends nothing that another has taken over. No database
    connection is held while the receiver thinks.
    """
    close_old_connections()
    body, left = delivery.body.encode(), began + SEND_SECONDS - time.monotonic()
    is_discord = webhook.form == Webhook.Form.DISCORD
    url = execute_url(webhook.url) if is_discord else webhook.url
    try:
        answer = post(url, headers(webhook, delivery, body, now), body, guard(), left)
    except NotSent as failure:
        found = Outcome("retry", str(failure))
    except NoAnswer as failure:
        # By its ID a receiver of signed JSON knows a request that it has; Discord would post the message twice.
        found = Outcome("unknown" if is_discord else "retry", str(failure))
    else:
        found = judged(webhook.form, answer, now)
    took_ms = round(1000 * (time.monotonic() - began))
    return Outcome(found.verdict, found.sentence, found.status, found.retry_after, took_ms)


def headers(webhook: Webhook, delivery: Delivery, body: bytes, now: float) -> dict[str, str]:
    common = {"Content-Type": "application/json"}
    if webhook.form == Webhook.Form.DISCORD:
        return {**common, "User-Agent": f"DiscordBot (Rotisserie, {VERSION})"}
    keys = [webhook.secret]
    if webhook.previous_until and webhook.previous_until.timestamp() > now:
        keys.append(webhook.previous_secret)
    return {
        **common,
        "User-Agent": f"Rotisserie/{VERSION}",
        **signed_headers(keys, delivery.event, int(now), body),
    }
