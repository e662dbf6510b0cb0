"""How does a receiver know that a request is ours?

By the headers of the Standard Webhooks specification, 1.0.0: HMAC-SHA256 over ID, time and body, so that its libraries
for a dozen languages verify them. See docs/webhooks.md.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
_KEY_BYTES = 32


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def signed_headers(keys: Iterable[str], event: str, timestamp: int, body: bytes) -> dict[str, str]:
    """``timestamp``: of the attempt, epoch seconds. A signature by each of ``keys``: a receiver may know only one."""
    return {
        "webhook-id": event,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(key, event, timestamp, body) for key in keys),
    }


def signature(secret: str, event: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.digest(key, f"{event}.{timestamp}.".encode() + body, hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode()
