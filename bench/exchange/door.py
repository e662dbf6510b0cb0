"""Which proxy takes a viewer's connection? The part that a Service has in a cluster."""

from __future__ import annotations

import asyncio
import itertools
import threading
from contextlib import suppress

Address = tuple[str, int]


class Door:
    """Each connection goes to one of ``proxies`` in turn; one that is taken out keeps those it has."""

    def __init__(self, proxies: list[Address]) -> None:
        self.proxies = proxies
        self.port = 0
        self._turn = itertools.count()
        self._open = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._listen()), daemon=True).start()
        self._open.wait(5)

    async def _listen(self) -> None:
        server = await asyncio.start_server(self._forward, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._open.set()
        await server.serve_forever()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port = self.proxies[next(self._turn) % len(self.proxies)]
        try:
            behind, before = await asyncio.open_connection(host, port)
        except OSError:
            writer.close()
            return
        asked = asyncio.create_task(_copy(reader, before))
        await _copy(behind, writer)
        asked.cancel()
        before.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()
    writer.close()
