"""Why did a request fail?"""

from __future__ import annotations

from typing import Literal

Kind = Literal["gone", "denied", "unreachable", "timeout", "refused", "error"]
"""``gone``: there is no such resource; ``denied``: there may be, but not for us;
``unreachable``: no such host, or nothing listens there;
``refused``: not allowed here, or too large; ``error``: anything else, perhaps for a moment."""


class FetchFailed(Exception):
    """A request without a usable response: the ``kind``, and a ``sentence`` for people."""

    def __init__(self, kind: Kind, sentence: str, status: int | None = None) -> None:
        super().__init__(f"{kind}: {sentence}")
        self.kind: Kind = kind
        self.sentence = sentence
        self.status = status
        """The HTTP status, when the server gave one."""
