"""How is a preview served? Plain ASGI: a page requests a dozen of them at once."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

from redis.exceptions import RedisError

from scoreboard.store import Store
from webapp.board.pictures.row_picture import WIDTHS, row_webp

PATHS = "/preview/"
ADDRESS = re.compile(
    r"/preview/(?P<channel>[^/]{1,200}?)"
    rf"(?:\.jpg|/(?P<milliseconds>\d{{1,15}})\.jpg|/(?P<width>{'|'.join(map(str, WIDTHS))})\.webp)"
)
FRESH = b"public, max-age=10"
FOR_GOOD = b"public, max-age=1200"
"""A finish's picture never changes."""
HEADERS = ((b"access-control-allow-origin", b"*"), (b"x-content-type-options", b"nosniff"))
"""No policy: what may not be taken for anything else than a picture runs nothing."""

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]


def address_of(channel: str, at: float | None = None) -> str:
    """Of the stream's newest picture, or of that of a finish."""
    name = quote(channel, safe="")
    return f"/preview/{name}.jpg" if at is None else f"/preview/{name}/{at * 1000:.0f}.jpg"


async def serve_preview(find_store: Callable[[], Store], scope: Scope, send: Send) -> None:
    asked = ADDRESS.fullmatch(scope["path"])
    if scope["method"] not in ("GET", "HEAD"):
        await _reply(send, 405, ((b"allow", b"GET, HEAD"),), b"Use GET.\n")
        return
    try:
        picture = await asyncio.to_thread(_picture, find_store(), asked) if asked else None
    except RedisError:
        await _reply(send, 503, ((b"retry-after", b"3"),), b"The scoreboard is not responding.\n")
        return
    if asked is None or picture is None:
        await _reply(send, 404, (), b"No picture of this stream is available.\n")
        return
    etag = b'"' + hashlib.blake2b(picture, digest_size=12).hexdigest().encode() + b'"'
    kept = ((b"cache-control", FOR_GOOD if asked["milliseconds"] else FRESH), (b"etag", etag))
    wanted = [
        each.strip() for each in dict(scope["headers"]).get(b"if-none-match", b"").split(b",")
    ]
    if etag in wanted:
        await _start(send, 304, kept, b"")
        return
    kind = b"image/webp" if asked["width"] else b"image/jpeg"
    headers = (*kept, (b"content-type", kind), (b"content-length", str(len(picture)).encode()))
    await _start(send, 200, headers, b"" if scope["method"] == "HEAD" else picture)


def _picture(board_store: Store, asked: re.Match[str]) -> bytes | None:
    """A picture that a look under way brought after its stream was blocked is not shown."""
    channel, milliseconds, width = asked["channel"], asked["milliseconds"], asked["width"]
    if milliseconds:
        return board_store.moment_preview(channel, int(milliseconds) / 1000)
    jpeg = board_store.preview(channel) if board_store.stream(channel) else None
    return row_webp(jpeg, int(width)) if jpeg and width else jpeg


async def _reply(send: Send, status: int, headers: tuple[Header, ...], sentence: bytes) -> None:
    plain = (b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")
    await _start(
        send, status, (*headers, *plain, (b"content-length", str(len(sentence)).encode())), sentence
    )


async def _start(send: Send, status: int, headers: tuple[Header, ...], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *HEADERS]})
    await send({"type": "http.response.body", "body": body})
