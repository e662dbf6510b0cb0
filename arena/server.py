"""How does an answer get to whoever asked over HTTP?"""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

MAX_HEAD_BYTES = 16_384
IDLE_SECONDS = 75
REASONS = {200: "OK", 206: "Partial Content", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
           416: "Range Not Satisfiable", 500: "Internal Server Error"}  # fmt: skip


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    body: bytes | bytearray
    headers: dict[str, str] = field(default_factory=dict)


Respond = Callable[[Request], Answer]


def bind(host: str, port: int) -> socket.socket:
    """Takes the port, 0 any free one; nobody is answered yet. Raises OSError."""
    family, kind, _, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    taken = socket.socket(family, kind)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
    except OSError:
        taken.close()
        raise
    return taken


@asynccontextmanager
async def listen(
    bound: socket.socket, respond: Respond, encryption: ssl.SSLContext | None = None
) -> AsyncIterator[None]:
    """Answers HTTP/1.1 over kept connections, until the end; then cuts whatever is still open."""
    talks: set[asyncio.Task[None]] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.current_task()
        assert talk
        talks.add(talk)
        try:
            with suppress(
                ConnectionError,
                asyncio.IncompleteReadError,
                asyncio.LimitOverrunError,
                TimeoutError,
            ):
                await _converse(reader, writer, respond)
        finally:
            talks.discard(talk)
            writer.close()

    server = await asyncio.start_server(
        meet, sock=bound, limit=MAX_HEAD_BYTES, backlog=1024, ssl=encryption
    )
    try:
        yield
    finally:
        server.close()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


async def _converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, respond: Respond
) -> None:
    while True:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), IDLE_SECONDS)
        request = _parse(head)
        if request is None:
            writer.write(_encode(Answer(400, "text/plain", b"not HTTP\n"), keep=False, body=True))
            return
        keep = (
            request.headers.get("connection", "").lower() != "close"
            and "content-length" not in request.headers
        )
        answer = _answer(request, respond)
        writer.write(_encode(answer, keep=keep, body=request.method != "HEAD"))
        await writer.drain()
        if not keep:
            return


def _parse(head: bytes) -> Request | None:
    first, *rest = head.decode("latin-1").split("\r\n")
    match first.split(" "):
        case [method, target, version] if version.startswith("HTTP/1.") and target.startswith("/"):
            path, _, query = target.partition("?")
            fields = (line.partition(":") for line in rest if line)
            return Request(
                method,
                path,
                query,
                {name.strip().lower(): value.strip() for name, _, value in fields},
            )
    return None


def _answer(request: Request, respond: Respond) -> Answer:
    if request.method == "OPTIONS":
        return Answer(200, "text/plain", b"")
    if request.method not in ("GET", "HEAD"):
        return Answer(405, "text/plain", b"only GET and HEAD\n")
    answer = respond(request)
    return (
        _part(answer, request.headers["range"])
        if answer.status == 200 and "range" in request.headers
        else answer
    )


def _part(answer: Answer, wanted: str) -> Answer:
    """The bytes that were asked for; a range that is not understood is ignored, as HTTP says."""
    match, size = re.fullmatch(r"bytes=(\d*)-(\d*)", wanted), len(answer.body)
    if match is None or match.groups() == ("", ""):
        return answer
    first, last = match.groups()
    begin = int(first) if first else max(0, size - int(last))
    end = min(size - 1, int(last)) if first and last else size - 1
    if begin > end:
        return Answer(416, "text/plain", b"", {"Content-Range": f"bytes */{size}"})
    headers = {**answer.headers, "Content-Range": f"bytes {begin}-{end}/{size}"}
    return Answer(206, answer.kind, answer.body[begin : end + 1], headers)


def _encode(answer: Answer, *, keep: bool, body: bool) -> bytes:
    headers = {
        "Content-Type": answer.kind,
        "Content-Length": str(len(answer.body)),
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Headers": "Range",
        "Access-Control-Expose-Headers": "Content-Length, Content-Range",
        "Accept-Ranges": "bytes",
        "Connection": "keep-alive" if keep else "close",
        **answer.headers,
    }
    status = f"HTTP/1.1 {answer.status} {REASONS[answer.status]}"
    lines = [status, *(f"{name}: {text}" for name, text in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + (bytes(answer.body) if body else b"")
