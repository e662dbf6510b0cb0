"""What does an answer mean for the delivery, and for the webhook?"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal

from webapp.hooks.models import Webhook
from webapp.hooks.send.post import Answer

MAX_RETRY_AFTER = 24 * 3600.0
Verdict = Literal["delivered", "retry", "gone", "unknown"]
_GONE = {Webhook.Form.JSON: {410}, Webhook.Form.DISCORD: {401, 404, 410}}
"""The receiver wants no more. Discord restricts an address that goes on using a webhook that it answered 404 of."""
_WAITS = (429, 503)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one attempt."""

    verdict: Verdict
    """``unknown``: the receiver may have it, and could not tell a second one from it."""
    sentence: str
    status: int | None = None
    retry_after: float = 0.0
    """Seconds that the receiver asks for; 0 when it asks for none."""
    took_ms: int = 0


def judged(form: str, answer: Answer, now: float) -> Outcome:
    """``now``: epoch seconds."""
    status = answer.status
    if 200 <= status < 300:
        return Outcome("delivered", "Accepted.", status)
    if status in _GONE[Webhook.Form(form)]:
        return Outcome("gone", f"The receiver is gone: status {status}.", status)
    if 300 <= status < 400:
        sentence = f"The receiver redirects (status {status}). Redirects are not followed; enter the final URL."
        return Outcome("retry", sentence, status)
    wait = _retry_after(answer, now) if status in _WAITS else 0.0
    said = f" and asked to wait {wait:.0f} s" if wait else ""
    return Outcome("retry", f"The receiver returned status {status}{said}.", status, wait)


def _retry_after(answer: Answer, now: float) -> float:
    """By the header (RFC 9110, 10.2.3), or Discord's body. At least a second, when there is any."""
    header = answer.headers.get("retry-after", "").strip()
    found = _seconds(header) or _until(header, now) or _of_body(answer.body)
    return min(max(1.0, found), MAX_RETRY_AFTER) if found else 0.0


def _seconds(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if math.isfinite(found) and found > 0 else 0.0


def _until(text: str, now: float) -> float:
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _of_body(body: bytes) -> float:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return 0.0
    return _seconds(str(said.get("retry_after"))) if isinstance(said, Mapping) else 0.0
