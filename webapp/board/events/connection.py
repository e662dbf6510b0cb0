"""When is a viewer who no longer reads disconnected?

ASGI has no word for it: a server waits until what was written has been taken, which from a vanished client is never.
uvicorn's ``send`` is a method of an object that holds the transport; under another server nothing is done here.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any

SILENCE_SECONDS = 30
"""How long written bytes may stay unacknowledged."""


def give_up_on_silence(send: Any) -> None:
    """Let the kernel close the connection when the peer is gone or reads nothing (tcp(7), TCP_USER_TIMEOUT).

    The default is about 15 minutes for a peer that vanished, and no limit for one that keeps its window closed.
    """
    transport = _transport(send)
    peer = transport.get_extra_info("socket") if transport else None
    option = getattr(socket, "TCP_USER_TIMEOUT", None)  # Linux
    if option is not None and peer is not None and peer.family in (socket.AF_INET, socket.AF_INET6):
        peer.setsockopt(socket.IPPROTO_TCP, option, SILENCE_SECONDS * 1000)


def abort(send: Any) -> None:
    """Close without waiting for what was written to be taken."""
    if transport := _transport(send):
        transport.abort()


def _transport(send: Any) -> asyncio.Transport | None:
    return getattr(getattr(send, "__self__", None), "transport", None)
