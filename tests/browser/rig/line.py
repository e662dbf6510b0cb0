"""How does the way between a page and the site die without a word?"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

READ_BYTES = 65_536


class Line:
    """Forwards a port of its own to ``port`` on localhost."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.is_dead = False
        """What connects now is accepted and never answered."""
        self._open: list[socket.socket] = []
        self._lost: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._listening.getsockname()[1]}/"
        self._start(self._accept)

    def die(self) -> None:
        """From now on nothing arrives on any connection, and neither end is told."""
        self.is_dead = True
        self._lost.update(self._open)

    def close(self) -> None:
        for each in (self._listening, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for it
            each.close()

    def _accept(self) -> None:
        try:
            while True:
                near, _ = self._listening.accept()
                pair = near, socket.create_connection(("127.0.0.1", self.port))
                self._open += pair
                if self.is_dead:
                    self._lost.update(pair)
                self._start(self._forward, *pair)
                self._start(self._forward, *reversed(pair))
        except OSError:
            return

    def _forward(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while piece := source.recv(READ_BYTES):
                if source not in self._lost:
                    target.sendall(piece)
            if source not in self._lost:
                target.shutdown(socket.SHUT_WR)
        except OSError:
            return

    @staticmethod
    def _start(target: Callable[..., None], *given: socket.socket) -> None:
        threading.Thread(target=target, args=given, daemon=True).start()
