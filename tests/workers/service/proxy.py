"""What lies between a worker and Redis? A TCP proxy of the test's that refuses, forwards, or falls silent."""

from __future__ import annotations

import contextlib
import select
import socket
import threading

from tests.conftest import free_port


class Proxy:
    """Forwards ``port`` to ``target``. Refusing, nothing listens; silent, connections stay open and carry nothing."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, free_port()
        self._is_silent = threading.Event()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listening: socket.socket | None = None

    def forward(self) -> None:
        self._is_silent.clear()
        listening = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self._listening = listening
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()

    def refuse(self) -> None:
        """Connections are cut and new ones refused."""
        if self._listening:
            self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None
        for pair in self._pairs:
            for one in pair:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()

    def fall_silent(self) -> None:
        """Half-open: what was connected stays so for ever, new connections are taken, nothing is forwarded."""
        self._is_silent.set()

    def speak_to_new_ones(self) -> None:
        """Those that are connected stay silent for ever; new ones are forwarded."""
        self._is_silent = threading.Event()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                near, _ = listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target), 5)
            except OSError:
                near.close()
                continue
            self._pairs.append((near, far))
            silent = self._is_silent
            threading.Thread(target=_carry, args=(near, far, silent), daemon=True).start()


def _carry(near: socket.socket, far: socket.socket, silent: threading.Event) -> None:
    try:
        while True:
            for one in select.select([near, far], [], [])[0]:
                if silent.is_set():
                    threading.Event().wait()
                data = one.recv(65536)
                if not data:
                    return
                (far if one is near else near).sendall(data)
    except (OSError, ValueError):
        return
    finally:
        near.close()
        far.close()
