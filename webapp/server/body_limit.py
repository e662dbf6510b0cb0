"""Is a request too large to be taken in?"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

MAX_BYTES = 16_000_000
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
SENTENCE = f"More than {MAX_BYTES // 1_000_000} MB was sent at once. Nothing was stored."


async def within_limit(inner: Application, scope: Message, receive: Receive, send: Send) -> None:
    """Django spools whole bodies to the disk, so what is too large must not reach it."""
    said = dict(scope["headers"]).get(b"content-length", b"0")
    if said.isdigit() and int(said) > MAX_BYTES:
        await _pass_over(receive)
        await _refuse(send)
        return
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        return message if received <= MAX_BYTES else {"type": "http.disconnect"}

    await inner(scope, counted, send)


async def _pass_over(receive: Receive) -> None:
    """Most clients listen only when they have sent everything."""
    more = True
    while more:
        message = await receive()
        more = message["type"] == "http.request" and message.get("more_body", False)


async def _refuse(send: Send) -> None:
    body = json.dumps({"fault": SENTENCE}).encode()
    await send(
        {
            "type": "http.response.start",
            "status": 413,
            "headers": [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(body)).encode()),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
