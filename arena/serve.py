"""How does a test, or a program, have an arena of its own for a while?"""

import asyncio
import json
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from arena.opening import Programme, prepare
from arena.routes import Routes
from arena.server import bind, listen

OPEN_WITHIN_SECONDS = 5


@dataclass(frozen=True)
class Arena:
    """An open arena."""

    url: str

    def playlist_url(self, channel: str) -> str:
        return f"{self.url}/live/{channel}/index.m3u8"

    def truth(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"{self.url}/truth", timeout=5) as answer:  # noqa: S310
            told: dict[str, Any] = json.load(answer)
            return told


@contextmanager
def serve(
    programme: Programme,
    port: int = 0,
    clock: Callable[[], float] = time.time,
    encryption: ssl.SSLContext | None = None,
) -> Iterator[Arena]:
    """Opens on this machine, in a thread of this process; 0: any free port. With ``encryption``, over TLS alone."""
    socket = bind("127.0.0.1", port)
    try:
        scheme = "https" if encryption else "http"
        routes = Routes(prepare(programme, clock), clock, scheme)
    except BaseException:
        socket.close()
        raise
    loop = asyncio.new_event_loop()
    stop, opened = asyncio.Event(), threading.Event()

    async def broadcast() -> None:
        async with listen(socket, routes.respond, encryption):
            opened.set()
            await stop.wait()

    thread = threading.Thread(target=_run, args=(loop, broadcast), name="arena", daemon=True)
    thread.start()
    try:
        if not opened.wait(OPEN_WITHIN_SECONDS):
            raise TimeoutError("the arena did not open")
        yield Arena(f"{scheme}://127.0.0.1:{socket.getsockname()[1]}")
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(OPEN_WITHIN_SECONDS)


def _run(loop: asyncio.AbstractEventLoop, broadcast: Callable[[], Any]) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(broadcast())
