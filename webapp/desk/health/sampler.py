"""How is the system doing right now? One web process records it once a minute."""

from __future__ import annotations

from scoreboard.health import Sample
from scoreboard.models import ALL_GAMES
from scoreboard.queues import QUEUES
from scoreboard.store import Store

EVERY_SECONDS = 60.0


def sample(store: Store, now: float) -> Sample:
    counters, board = store.counters(), store.board(ALL_GAMES)
    sent = {queue: store.oldest_task_sent_at(queue) for queue in QUEUES}
    rows = board.streams if board else ()
    return Sample(
        at=now,
        looks={label: count for (name, label), count in counters.items() if name == "looks"},
        waiting={queue: store.tasks_waiting(queue) for queue in QUEUES},
        oldest_seconds={queue: max(0.0, now - at) for queue, at in sent.items() if at is not None},
        memory_bytes=store.memory_bytes(),
        streams=len(rows),
        in_play=sum(row.rank is not None for row in rows),
        workers=len(store.workers(now)),
    )


def write_sample(store: Store, now: float) -> bool:
    """One turn of the web process's background loop."""
    if not store.start_sampling(EVERY_SECONDS - 0.5):
        return False
    store.put_sample(sample(store, now))
    return True
