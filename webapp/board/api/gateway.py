"""What happens to an API request before Django sees it? Plain ASGI, since most clients ask the same question."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

from webapp.board.api.cache import Answer, FreshAnswers, Header, etag_of
from webapp.board.api.throttle import BURST, REQUESTS_A_SECOND, Throttle
from webapp.caller.address import caller, is_this_machine

API_PATHS = ("/api/v1/", "/all/", "/current/")
OPEN = (b"access-control-allow-origin", b"*")
"""Everything here is public and knows no cookies: scripts of any site may read it."""
PREFLIGHT = (
    OPEN,
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"If-None-Match, Last-Event-ID"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
)
CACHE = (b"cache-control", b"public, max-age=1")
MAX_QUERY_LENGTH = 1200
PARAMETERS = (
    *("channel", "cursor", "day", "format", "game"),
    *("kills", "limit", "offset", "order", "q", "result"),
)
"""What the API reads of a query; anything else would only make the same answer again."""
KEPT_HEADERS = (b"host", b"x-forwarded-proto")
"""The addresses of further pages are built from these."""
PRIVATE_HEADERS = frozenset({b"set-cookie", b"vary"})
"""Never part of an answer that is shared. What the answer varies on has been left out of the question."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


class ApiDoor:
    def __init__(self, inner: Application) -> None:
        self.inner = inner
        self.throttle = Throttle()
        self.answers = FreshAnswers()

    async def serve(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in headers:
            await _reply(send, 204, PREFLIGHT, b"")
            return
        wait = self._seconds_to_wait(scope, headers)
        if wait:
            await _refuse(send, wait)
            return
        answer = await self._answer(scope, headers, receive)
        wanted = [each.strip() for each in headers.get(b"if-none-match", b"").split(b",")]
        if answer.status == 200 and (answer.etag in wanted or wanted == [b"*"]):
            await _reply(send, 304, (OPEN, CACHE, (b"etag", answer.etag)), b"")
        else:
            await _reply(
                send,
                answer.status,
                answer.headers,
                b"" if scope["method"] == "HEAD" else answer.body,
            )

    def _seconds_to_wait(self, scope: Message, headers: dict[bytes, bytes]) -> float:
        peer = str((scope.get("client") or ("",))[0])
        forwarded = headers.get(b"x-forwarded-for", b"").decode("latin-1")
        address = caller(peer, forwarded, settings.TRUSTED_PROXY_HOPS)
        if is_this_machine(address):
            return 0.0
        return self.throttle.seconds_to_wait(address, time.monotonic())

    async def _answer(
        self, scope: Message, headers: dict[bytes, bytes], receive: Receive
    ) -> Answer:
        if scope["method"] not in ("GET", "HEAD") or len(scope["query_string"]) > MAX_QUERY_LENGTH:
            return await collect(self.inner, scope, receive)
        asked = canonical(scope, headers)
        question = (asked["path"], asked["query_string"], asked["scheme"], *asked["headers"])
        return await self.answers.get(
            question, time.monotonic(), lambda: collect(self.inner, asked, _empty_request())
        )


def canonical(scope: Message, headers: dict[bytes, bytes]) -> Message:
    """The question without what must not shape a shared answer: cookies, Accept, unknown parameters."""
    given = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    query = urlencode([(name, given[name]) for name in PARAMETERS if name in given])
    kept = [(name, headers[name]) for name in KEPT_HEADERS if name in headers]
    return {**scope, "method": "GET", "query_string": query.encode(), "headers": kept}


async def collect(inner: Application, scope: Message, receive: Receive) -> Answer:
    """The whole answer of ``inner``, with the headers that belong to each answer of the API."""
    start: Message = {}
    body = bytearray()

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.extend(message.get("body", b""))

    await inner(scope, receive, keep)
    good = start["status"] == 200
    etag = etag_of(bytes(body)) if good else b""
    extra: tuple[Header, ...] = (
        (OPEN, CACHE, (b"etag", etag)) if good else (OPEN, (b"cache-control", b"no-store"))
    )
    kept = (each for each in start["headers"] if each[0].lower() not in PRIVATE_HEADERS)
    return Answer(start["status"], (*kept, *extra), bytes(body), etag)


async def _refuse(send: Send, wait: float) -> None:
    detail = (
        f"Too many requests: {REQUESTS_A_SECOND:g} a second, {BURST:g} at once. "
        "Use /api/v1/events/ to be pushed changes instead."
    )
    body = json.dumps({"detail": detail}).encode()
    await _reply(
        send,
        429,
        (
            OPEN,
            (b"content-type", b"application/json"),
            (b"cache-control", b"no-store"),
            (b"content-length", str(len(body)).encode()),
            (b"retry-after", str(math.ceil(wait)).encode()),
        ),
        body,
    )


async def _reply(send: Send, status: int, headers: tuple[Header, ...], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


def _empty_request() -> Receive:
    """A request without a body that nobody breaks off: its callers come and go."""
    messages: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not messages:
            await asyncio.Event().wait()
        return messages.pop()

    return receive
