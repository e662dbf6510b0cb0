"""Has the same question been answered within the last second?"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

REUSED_SECONDS = 1.0
ANSWERS_KEPT = 256
_AGE = re.compile(
    rb'"age_seconds":\s*[0-9.]+|"(?:now|board_at)":\s*"[^"]*"|"words":\s*"[0-9]+ \w+ ago"'
)
Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: tuple[Header, ...]
    body: bytes
    etag: bytes
    """The same as long as nothing but ages has changed."""


def etag_of(body: bytes) -> bytes:
    return b'W/"' + hashlib.blake2b(_AGE.sub(b"", body), digest_size=12).hexdigest().encode() + b'"'


class FreshAnswers:
    """Each question is answered once a second; other callers get the same answer, or wait for the one under way."""

    def __init__(self) -> None:
        self._answers: dict[object, tuple[float, Answer]] = {}
        self._under_way: dict[object, asyncio.Task[Answer]] = {}

    async def get(
        self, question: object, now: float, ask: Callable[[], Awaitable[Answer]]
    ) -> Answer:
        """``now`` in seconds of any clock that never goes back; only good answers are kept."""
        kept = self._answers.get(question)
        if kept and now - kept[0] < REUSED_SECONDS:
            return kept[1]
        task = self._under_way.get(question)
        if task is None:
            task = self._under_way[question] = asyncio.ensure_future(self._ask(question, now, ask))
        # Whoever asked first may leave; the others still wait.
        return await asyncio.shield(task)

    async def _ask(
        self, question: object, now: float, ask: Callable[[], Awaitable[Answer]]
    ) -> Answer:
        try:
            answer = await ask()
        finally:
            del self._under_way[question]
        if answer.status == 200:
            if len(self._answers) >= ANSWERS_KEPT:
                self._answers.clear()
            self._answers[question] = (now, answer)
        return answer
