"""How does a viewer's end of the live events look, five thousand times over?"""

from __future__ import annotations

import asyncio
import time

REQUEST = b"GET /api/v1/events/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"
CONNECTING_AT_ONCE = 100
CONNECT_SECONDS = 120.0


class Viewer(asyncio.Protocol):
    """One open event stream; knows when it saw the change that is waited for."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd, self.tail, self.saw = crowd, b"", 0
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(REQUEST)  # type: ignore[attr-defined]

    def data_received(self, part: bytes) -> None:
        mark = self.crowd.mark
        text = self.tail + part
        if self.saw != self.crowd.change and mark in text:
            self.saw = self.crowd.change
            self.crowd.seen_at.append(time.perf_counter())
        self.tail = text[-len(mark):]

    def connection_lost(self, fault: Exception | None) -> None:
        self.crowd.lost += not self.crowd.leaving


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

        async def connect() -> None:
            async with gate:
                _, viewer = await asyncio.get_running_loop().create_connection(
                    lambda: Viewer(self), "127.0.0.1", self.port)
                self.viewers.append(viewer)

        await asyncio.gather(*(connect() for _ in range(count)))
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
