"""Is the port free? Asked before anything is set up."""

from __future__ import annotations

import socket
import sys


def why_not(port: str) -> str:
    """One sentence; empty when the port is free."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        return f"PORT={port} is not a port: give a number from 1 to 65535."
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("", int(port)))
        except OSError as error:
            return f"Port {port} is not available ({error.strerror}). Choose another: make demo PORT=8001"
    return ""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


if __name__ == "__main__":
    sys.exit(why_not(sys.argv[1]) or None)
