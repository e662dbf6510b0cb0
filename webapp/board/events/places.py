"""How many event streams does one address hold?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from webapp.caller.address import is_this_machine

STREAMS_PER_ADDRESS = 20
"""In each process. A household or a small office with several tabs each stays below."""
MAX_STREAMS = 20_000
"""In each process: about 300 MB."""


class Places:
    """The streams held now."""

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()
        self._total = 0

    def refusal(self, address: str) -> str:
        """Why ``address`` gets no further stream; empty when it does. This machine itself is not limited."""
        if self._total >= MAX_STREAMS:
            return "This server has reached its limit of event streams."
        if not is_this_machine(address) and self._held[address] >= STREAMS_PER_ADDRESS:
            return f"One address may have {STREAMS_PER_ADDRESS} event streams at a time."
        return ""

    @contextmanager
    def held(self, address: str) -> Iterator[None]:
        self._held[address] += 1
        self._total += 1
        try:
            yield
        finally:
            self._total -= 1
            self._held[address] -= 1
            if not self._held[address]:
                del self._held[address]
