"""How is one viewer's event stream answered? Plain ASGI: a thousand of them cost little more than their sockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.db import DatabaseError
from rest_framework.exceptions import APIException

from webapp.board.asked_game import known_game
from webapp.board.errors import Unavailable
from webapp.board.events.hub import Hub, Listener, place_of
from webapp.board.events.packing import HEAD, packed

PATH = "/api/v1/events/"
GREETING = b"retry: 2000\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"access-control-allow-origin", b"*"),
    (b"vary", b"Accept-Encoding"),
]
PACKED = (b"content-encoding", b"gzip")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def serve_events(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Sends events until the viewer leaves, lags, or the server ends."""
    query = parse_qs(scope["query_string"].decode("latin-1"))
    try:
        game = await asked_game((query.get("game") or [""])[0], scope["method"])
    except APIException as refused:
        await _refuse(refused, send)
        return
    listener = hub.listen(
        game, place_of(_header(scope, b"last-event-id")), query.get("changes") == ["1"]
    )
    try:
        packs = "gzip" in _header(scope, b"accept-encoding")
        headers = [*HEADERS, PACKED] if packs else HEADERS
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _send_until_gone(listener, packs, receive, send)
    except OSError:
        pass  # the viewer left between two events
    finally:
        hub.listeners.discard(listener)


async def asked_game(slug: str, method: str) -> str:
    if method != "GET":
        refused = APIException("Live events are asked for with GET.")
        refused.status_code = 405
        raise refused
    try:
        return await sync_to_async(known_game)(slug)
    except DatabaseError:
        raise Unavailable() from None


async def _send_until_gone(listener: Listener, packs: bool, receive: Receive, send: Send) -> None:
    gone = asyncio.ensure_future(_left(receive))
    sending = asyncio.ensure_future(_send_frames(listener, packs, send))
    try:
        await asyncio.wait({gone, sending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (gone, sending):
            task.cancel()
        await asyncio.gather(gone, sending, return_exceptions=True)


async def _send_frames(listener: Listener, packs: bool, send: Send) -> None:
    greeting = HEAD + packed(GREETING) if packs else GREETING
    await send({"type": "http.response.body", "body": greeting, "more_body": True})
    while (frame := await listener.frames.get()) is not None:
        await send(
            {
                "type": "http.response.body",
                "body": frame.packed if packs else frame.wire,
                "more_body": True,
            }
        )
    await send({"type": "http.response.body", "body": b""})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(refused: APIException, send: Send) -> None:
    body = json.dumps({"detail": str(refused.detail)}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"access-control-allow-origin", b"*"),
    ]
    await send({"type": "http.response.start", "status": refused.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
