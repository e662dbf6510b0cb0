"""Why did a look give no picture?"""

from __future__ import annotations

from scoreboard.models import LookState


class CaptureFailed(Exception):
    """A look that ended without a picture: its ``state``, and a ``sentence`` for people."""

    def __init__(self, state: LookState, sentence: str) -> None:
        super().__init__(f"{state}: {sentence}")
        self.state: LookState = state
        self.sentence = sentence
