"""How is a connection to Redis cut, frozen or slowed for one role alone?"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from demo.port import free_port

_READ_BYTES = 65_536


@dataclass
class Relay:
    """Forwards a port of its own to ``target``; one for each role."""

    target: int
    port: int = field(default_factory=free_port)
    delay_seconds: float = 0.0
    """Of each answer."""
    _frozen: set[int] = field(default_factory=set)
    _open: dict[int, asyncio.StreamWriter] = field(default_factory=dict)
    _held: list[asyncio.Task[None]] = field(default_factory=list)
    """Of frozen connections; the loop alone would not keep them."""
    _number: int = 0

    async def serve(self) -> None:
        await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    def freeze(self) -> None:
        """Connections made so far stay half open: nothing arrives, and neither end is told. New ones work."""
        self._frozen |= set(self._open)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._number += 1
        number = self._number
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        self._open[number] = writer
        pumps = [
            self._pump(reader, far_writer, number),
            self._pump(far_reader, writer, number, is_answer=True),
        ]
        tasks = [asyncio.ensure_future(pump) for pump in pumps]
        _, left = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if number in self._frozen:
            self._held.extend(left)
        else:
            self._open.pop(number, None)
            writer.close()
            far_writer.close()

    async def _pump(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        number: int,
        is_answer: bool = False,
    ) -> None:
        try:
            while piece := await reader.read(_READ_BYTES):
                if is_answer and self.delay_seconds:
                    await asyncio.sleep(self.delay_seconds)
                if number in self._frozen:
                    await asyncio.Event().wait()
                writer.write(piece)
                await writer.drain()
        except OSError:
            return


class Relays:
    """All of them, in a thread of their own."""

    def __init__(self, target: int, names: Iterable[str]) -> None:
        self.by_role = {name: Relay(target) for name in names}
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        for relay in self.by_role.values():
            asyncio.run_coroutine_threadsafe(relay.serve(), self._loop).result(10)

    def lead_to(self, port: int) -> None:
        for relay in self.by_role.values():
            relay.target = port

    def freeze(self, *roles: str) -> None:
        for role in roles or tuple(self.by_role):
            self._loop.call_soon_threadsafe(self.by_role[role].freeze)

    def delay(self, seconds: float) -> None:
        for relay in self.by_role.values():
            relay.delay_seconds = seconds
