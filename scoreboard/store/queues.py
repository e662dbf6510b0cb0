"""Which tasks wait in Celery's queues?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

from scoreboard.store.part import Part

SENT_AT = "sent_at"
"""The header of our tasks that says when they were sent, in epoch seconds."""


class Queues(Part):
    """Lists of messages, the newest at the left."""

    def push_tasks(self, queue: str, messages: Sequence[bytes]) -> None:
        if messages:
            self.broker.lpush(queue, *messages)

    def tasks_waiting(self, queue: str) -> int:
        return self.broker.llen(queue)

    def oldest_task_sent_at(self, queue: str) -> float | None:
        """When the task was sent that has waited the longest; ``None`` when none waits or it does not say."""
        message = cast("bytes | None", self.broker.lindex(queue, -1))
        return self.rows.one(queue, _sent_at, message)


def _sent_at(message: bytes) -> float | None:
    sent_at = json.loads(message)["headers"].get(SENT_AT)
    return float(sent_at) if sent_at is not None else None
