"""Is this request meant for this site? Checked for every path, including those that Django never sees."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

Message = MutableMapping[str, Any]
PROBES = ("/healthz", "/readyz", "/metrics")
"""These are sent to an address."""
SENTENCE = "This host name is not in ALLOWED_HOSTS."


def is_ours(scope: Message) -> bool:
    """By ``ALLOWED_HOSTS``. Without a Host header, which HTTP/1.1 requires, Django decides."""
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if scope["path"] in PROBES or not hosts:
        return True
    domain, _ = split_domain_port(hosts[0].decode("latin-1"))
    return len(hosts) == 1 and bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


async def refuse_host(send: Callable[[Message], Awaitable[None]]) -> None:
    body = json.dumps({"detail": SENTENCE}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": body})
