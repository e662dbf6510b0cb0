"""How is this process doing, and what is in Redis, as Prometheus metrics?

Names and units follow https://prometheus.io/docs/practices/naming/. What is said of Redis is the same in every web
process: queries take the maximum of it, never the sum.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from scoreboard.store import Store
from scoreboard.version import VERSION
from webapp.board.events.hub import hub
from webapp.catalog.games import database_answers
from webapp.hooks.queue.waiting import waiting
from webapp.server.loops import Loop, loops
from webapp.server.scoreboard_metrics import (
    boards,
    counters,
    faults,
    platforms,
    queues,
    workers,
)
from webapp.server.worker_metrics import worker_counts
from webapp.store.clock import now as site_now
from webapp.store.last_known import does_answer
from webapp.store.link import store

PARTS: tuple[Callable[[Store], Iterable[Metric]], ...] = (
    counters,
    boards,
    queues,
    faults,
    platforms,
    workers,
    lambda board_store: [worker_counts(board_store)],
)


def metrics_text() -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Now())
    return generate_latest(registry)


class _Now(Collector):
    def collect(self) -> Iterator[Metric]:
        yield from _process()
        yield from _loops(loops.values())
        yield _one("rotisserie_scoreboard_up", "1 if Redis responds to this process", answers())
        yield _redis_up()
        yield _one(
            "rotisserie_database_up",
            "1 if the database responds to this process",
            database_answers(),
        )
        yield _one("rotisserie_webhook_waiting", "Deliveries to webhooks that wait", waiting.count)
        yield _one(
            "rotisserie_webhook_oldest_seconds",
            "How long the oldest delivery to a webhook has waited",
            waiting.oldest_seconds(site_now()),
        )
        for part in PARTS:
            yield from _known(part)


def answers() -> bool:
    return store().answers()


def _redis_up() -> Metric:
    """One Redis for all three, or one of each."""
    up = GaugeMetricFamily(
        "rotisserie_redis_up",
        "1 if the Redis that holds this responds to this process",
        labels=["holds"],
    )
    for holds, client in (("queues", store().broker), ("looks", store().bulk)):
        up.add_metric([holds], float(does_answer(client)))
    return up


def _known(part: Callable[[Store], Iterable[Metric]]) -> list[Metric]:
    """While Redis is away, the parts whose last answer is remembered: boards, with their true ages."""
    try:
        return list(part(store()))
    except RedisError:
        return []


def _process() -> Iterator[Metric]:
    info = GaugeMetricFamily(
        "rotisserie_build_info",
        "1; the version and commit of this web process",
        labels=["version", "commit"],
    )
    info.add_metric([VERSION, settings.COMMIT], 1)
    yield info
    yield _one(
        "rotisserie_live_clients",
        "Viewers connected to this process's live events",
        len(hub.listeners),
    )
    unreadable = CounterMetricFamily(
        "rotisserie_unreadable_events", "Events and boards that this process skipped"
    )
    unreadable.add_metric([], hub.unreadable)
    yield unreadable


def _loops(known: Iterable[Loop]) -> Iterator[Metric]:
    turns = CounterMetricFamily(
        "rotisserie_loop_turns", "Completed turns of a background loop", labels=["loop"]
    )
    failures = CounterMetricFamily(
        "rotisserie_loop_failures", "Turns of a background loop that failed", labels=["loop"]
    )
    age = GaugeMetricFamily(
        "rotisserie_loop_age_seconds", "Since a background loop completed a turn", labels=["loop"]
    )
    now = time.monotonic()
    for loop in known:
        turns.add_metric([loop.name], loop.turns)
        failures.add_metric([loop.name], loop.failures)
        age.add_metric([loop.name], now - loop.turned_at)
    yield from (turns, failures, age)


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=float(value))
