"""How does a viewer's end of the live events look, five thousand times over?

Events come packed, as browsers ask for them. Unpacking all of them here would cost more than sending them: one viewer
in fifty unpacks and looks for the change; the others take a board for it, and no other board is sent.
"""

from __future__ import annotations

import asyncio
import time
import zlib

REQUEST = (
    b"GET /api/v1/events/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
    b"Accept-Encoding: gzip\r\n\r\n"
)
BLOCK_END = b"\x00\x00\xff\xff\r\n"
MIN_BOARD_BYTES = 500
"""A heartbeat is shorter, a board longer."""
UNPACKS_EACH = 50
CONNECTING_AT_ONCE = 100
CONNECT_SECONDS = 120.0


class Viewer(asyncio.Protocol):
    """One open event stream; knows when it saw the change that is waited for."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd, self.saw, self.size = crowd, 0, 0
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(REQUEST)  # type: ignore[attr-defined]

    def data_received(self, part: bytes) -> None:
        self.size += len(part)
        if part.endswith(BLOCK_END):
            if self.size >= MIN_BOARD_BYTES:
                self.see()
            self.size = 0

    def see(self) -> None:
        if self.saw != self.crowd.change:
            self.saw = self.crowd.change
            self.crowd.seen_at.append(time.perf_counter())

    def connection_lost(self, fault: Exception | None) -> None:
        self.crowd.lost += not self.crowd.leaving


class Reader(Viewer):
    """One that unpacks what it gets, and looks for the very change."""

    def __init__(self, crowd: Crowd) -> None:
        super().__init__(crowd)
        self.unpack, self.wire, self.text, self.began = (
            zlib.decompressobj(wbits=31),
            b"",
            b"",
            False,
        )

    def data_received(self, part: bytes) -> None:
        self.wire += part
        if not self.began:
            head, mark, rest = self.wire.partition(b"\r\n\r\n")
            self.began, self.wire = bool(mark), rest if mark else head
        while self.began and (chunk := self._chunk()):
            self.text = (self.text + self.unpack.decompress(chunk))[-200_000:]
        if self.crowd.mark in self.text:
            self.see()

    def _chunk(self) -> bytes:
        """The next whole chunk of the answer; empty when it has not all come."""
        length, mark, rest = self.wire.partition(b"\r\n")
        if not mark or len(rest) < int(length, 16) + 2:
            return b""
        self.wire = rest[int(length, 16) + 2 :]
        return rest[: int(length, 16)]


class Crowd:
    """All viewers of one process."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.viewers: list[Viewer] = []
        self.change, self.mark, self.lost, self.leaving = 0, b"\0", 0, False
        self.seen_at: list[float] = []

    async def gather(self, count: int) -> float:
        """Connect; how many seconds it took until each got its first board."""
        self.expect("first")
        began = time.perf_counter()
        gate = asyncio.Semaphore(CONNECTING_AT_ONCE)

        async def connect(number: int) -> None:
            kind = Viewer if number % UNPACKS_EACH else Reader
            async with gate:
                _, viewer = await asyncio.get_running_loop().create_connection(
                    lambda: kind(self), "127.0.0.1", self.port
                )
                self.viewers.append(viewer)

        await asyncio.gather(*(connect(number) for number in range(count)))
        await self.all_saw(CONNECT_SECONDS)
        return max(self.seen_at, default=began) - began

    def expect(self, title: str) -> None:
        self.change += 1
        self.mark = f'"title":"{title}"'.encode()
        self.seen_at = []

    async def all_saw(self, seconds: float) -> None:
        ends_at = time.perf_counter() + seconds
        while len(self.seen_at) < len(self.viewers) and time.perf_counter() < ends_at:
            await asyncio.sleep(0.02)

    def leave(self) -> None:
        self.leaving = True
        for viewer in self.viewers:
            if viewer.transport:
                viewer.transport.abort()  # type: ignore[attr-defined]
