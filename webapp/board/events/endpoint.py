"""How is one viewer's event stream served? Plain ASGI: a thousand of them cost little more than their sockets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError
from rest_framework.exceptions import APIException

from webapp.board.asked_game import known_game
from webapp.board.errors import BadRequest, Unavailable
from webapp.board.events.connection import abort, give_up_on_silence
from webapp.board.events.frames import Place, SseEvent, place_of
from webapp.board.events.hub import Hub, Listener
from webapp.board.events.packing import HEAD, packed
from webapp.board.events.places import Places
from webapp.caller.address import caller

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

MAX_QUERY_LENGTH = 500
places = Places()

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class TooManyStreams(APIException):
    status_code = 429


class MethodRefused(APIException):
    status_code = 405
    default_detail = "Live events are read with GET."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one viewer asks for."""

    game: str
    channel: str
    takes_changes: bool
    tag: str
    """Of the board that the viewer has; empty: none."""
    seen: Place | None
    packs: bool


async def serve_events(hub: Hub, scope: Scope, receive: Receive, send: Send) -> None:
    """Sends events until the viewer leaves, lags behind, or the server ends."""
    forwarded = _header(scope, b"x-forwarded-for")
    address = caller((scope.get("client") or ("",))[0], forwarded, settings.TRUSTED_PROXY_HOPS)
    try:
        if sentence := places.refusal(address):
            raise TooManyStreams(sentence)
        wanted = await _wanted(scope)
    except APIException as refused:
        await _refuse(refused, send)
        return
    with places.held(address):
        await _serve(hub, wanted, receive, send)


async def _serve(hub: Hub, wanted: Wanted, receive: Receive, send: Send) -> None:
    give_up_on_silence(send)
    if wanted.channel:
        await hub.find(wanted.channel)
    listener = hub.listen(
        wanted.game, wanted.seen, wanted.takes_changes, wanted.channel, wanted.tag
    )
    listener.close = partial(abort, send)
    try:
        headers = [*HEADERS, PACKED] if wanted.packs else HEADERS
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        hello = hub.hello(listener.game)
        await _send_until_gone(listener, hello, wanted.packs, receive, send)
    except OSError:
        pass  # the viewer left between two events
    finally:
        hub.listeners.discard(listener)


async def _wanted(scope: Scope) -> Wanted:
    """Raises ``APIException`` with one sentence."""
    if len(scope["query_string"]) > MAX_QUERY_LENGTH:
        raise BadRequest("The query is too long.")
    query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=20)
    return Wanted(
        game=await asked_game((query.get("game") or [""])[0], scope["method"]),
        channel=(query.get("channel") or [""])[0],
        takes_changes=query.get("changes") == ["1"],
        tag=(query.get("tag") or [""])[0],
        seen=place_of(_header(scope, b"last-event-id")),
        packs="gzip" in _header(scope, b"accept-encoding"),
    )


async def asked_game(slug: str, method: str) -> str:
    if method != "GET":
        raise MethodRefused()
    try:
        return await sync_to_async(known_game)(slug)
    except DatabaseError:
        raise Unavailable() from None


async def _send_until_gone(
    listener: Listener, hello: SseEvent, packs: bool, receive: Receive, send: Send
) -> None:
    gone = asyncio.ensure_future(_left(receive))
    sending = asyncio.ensure_future(_send_frames(listener, hello, packs, send))
    try:
        await asyncio.wait({gone, sending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (gone, sending):
            task.cancel()
        await asyncio.gather(gone, sending, return_exceptions=True)


async def _send_frames(listener: Listener, hello: SseEvent, packs: bool, send: Send) -> None:
    greeting = GREETING + hello.wire
    first = HEAD + packed(greeting) if packs else greeting
    await send({"type": "http.response.body", "body": first, "more_body": True})
    last = b""
    while (frame := await listener.frames.get()) is not None:
        body = frame.packed_for(last) if packs else frame.wire
        last = frame.wire
        await send({"type": "http.response.body", "body": body, "more_body": True})
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
        (b"cache-control", b"no-store"),
    ]
    if refused.status_code in (429, 503):
        headers.append((b"retry-after", b"5"))
    await send({"type": "http.response.start", "status": refused.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
