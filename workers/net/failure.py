"""Why did a request give no answer?"""

from __future__ import annotations

from typing import Literal

Kind = Literal["gone", "unreachable", "timeout", "refused", "error"]
"""``gone``: the server denies the resource; ``unreachable``: no such host, or nobody listens;
``refused``: we do not ask it, or do not take so much; ``error``: anything else, perhaps for a moment."""


class FetchFailed(Exception):
    """A request that ended without its answer: the ``kind``, and a ``sentence`` for people."""

    def __init__(self, kind: Kind, sentence: str, status: int | None = None) -> None:
        super().__init__(f"{kind}: {sentence}")
        self.kind: Kind = kind
        self.sentence = sentence
        self.status = status
        """The HTTP status, when the server gave one."""
