"""Is a request's body too large?"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

UPLOADS = "/admin/"
"""Screenshots and tables of channels come here. No other path takes a body."""
MAX_UPLOAD_BYTES = 16_000_000
MAX_BYTES = 64_000
MAX_DISCARDED_BYTES = 24_000_000
DISCARD_SECONDS = 20.0
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def limit_of(path: str) -> int:
    return MAX_UPLOAD_BYTES if path.startswith(UPLOADS) else MAX_BYTES


async def within_limit(inner: Application, scope: Message, receive: Receive, send: Send) -> None:
    """Django spools whole bodies to the disk, so a body that is too large must not reach it."""
    limit, headers = limit_of(scope["path"]), dict(scope["headers"])
    announced = headers.get(b"content-length", b"0")
    if not announced.isdigit() or int(announced) > limit:
        await _discard(receive, limit)
        await _refuse(send, limit)
    elif announced.strip(b"0") or b"transfer-encoding" in headers:
        await _Counted(limit, receive, send).serve(inner, scope)
    else:
        await inner(scope, receive, send)


class _Counted:
    """One request with a body."""

    def __init__(self, limit: int, receive: Receive, send: Send) -> None:
        self._limit, self._receive, self._send = limit, receive, send
        self._received = 0
        self._whole = self._answered = False

    async def serve(self, inner: Application, scope: Message) -> None:
        await inner(scope, self.receive, self.send)
        if self._received > self._limit and not self._answered:
            await _refuse(self._send, self._limit)

    async def receive(self) -> Message:
        """Ends a body that grows too large as if the client had left."""
        if self._received > self._limit:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._received += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        return message if self._received <= self._limit else {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """After an answer to a body that nobody read, the server would read on to its end: close instead."""
        if message["type"] == "http.response.start":
            self._answered = True
            if not self._whole:
                message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        await self._send(message)


async def _discard(receive: Receive, limit: int) -> None:
    """Many clients read the answer only when they have sent everything, so a person's upload is read a little on."""
    room = MAX_DISCARDED_BYTES if limit == MAX_UPLOAD_BYTES else limit
    try:
        async with asyncio.timeout(DISCARD_SECONDS):
            more = True
            while more and room > 0:
                message = await receive()
                room -= len(message.get("body", b""))
                more = message["type"] == "http.request" and message.get("more_body", False)
    except TimeoutError:
        pass


async def _refuse(send: Send, limit: int) -> None:
    size = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit // 1000} KB"
    sentence = f"The request is larger than {size}. Nothing was stored."
    body = json.dumps({"fault": sentence, "detail": sentence}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
