"""How is Rotisserie doing, in Prometheus' words?"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from scoreboard.models import ALL_GAMES, Board
from scoreboard.process.durations import cumulated
from scoreboard.queues import QUEUES
from scoreboard.store import Store
from webapp.board.events.hub import hub
from webapp.catalog.games import database_answers
from webapp.server.worker_metrics import worker_counts
from webapp.store.link import store

MAX_CHANNELS = 5000
"""The stalest ones first."""
_OF_STEPS = frozenset({"step_seconds_bucket", "step_microseconds", "step_cpu_microseconds"})


def metrics_text() -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Now())
    return generate_latest(registry)


class _Now(Collector):
    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily(
            "rotisserie_live_clients",
            "Viewers connected to this process's live events",
            value=len(hub.listeners),
        )
        reached = GaugeMetricFamily("rotisserie_scoreboard_up", "1 when Redis answers this process")
        try:
            found = [*_counters(store()), *_boards(store()), *_queues(store())]
            found.append(worker_counts(store()))
            reached.add_metric([], 1)
        except RedisError:
            found = []
            reached.add_metric([], 0)
        yield reached
        yield GaugeMetricFamily(
            "rotisserie_database_up",
            "1 when the database answers this process",
            value=int(database_answers()),
        )
        yield from found


def _counters(board_store: Store) -> Iterator[Metric]:
    counters = board_store.counters()
    families: dict[str, CounterMetricFamily] = {}
    for (name, label), value in sorted(counters.items()):
        if name not in _OF_STEPS:
            metric = "rotisserie_" + re.sub(r"[^a-z0-9_]", "_", name.lower())
            family = families.setdefault(
                metric, CounterMetricFamily(metric, "Since Redis began", labels=["label"])
            )
            family.add_metric([label], value)
    yield from families.values()
    yield from _steps(counters)


def _steps(counters: Mapping[tuple[str, str], int]) -> Iterator[Metric]:
    """How long each step of a look took, and what it burned."""
    buckets: dict[str, dict[str, int]] = {}
    for (name, label), value in counters.items():
        if name == "step_seconds_bucket":
            step, _, bound = label.partition("|")
            buckets.setdefault(step, {})[bound] = value
    took = HistogramMetricFamily(
        "rotisserie_step_seconds", "How long a step of a look took", labels=["step"]
    )
    burned = CounterMetricFamily(
        "rotisserie_step_cpu_seconds", "CPU that a step of a look took", labels=["step"]
    )
    for step, counts in sorted(buckets.items()):
        took.add_metric(
            [step], cumulated(counts), counters.get(("step_microseconds", step), 0) / 1e6
        )
        if cpu := counters.get(("step_cpu_microseconds", step)):
            burned.add_metric([step], cpu / 1e6)
    yield took
    yield burned


def _boards(board_store: Store) -> Iterator[Metric]:
    age = GaugeMetricFamily(
        "rotisserie_board_age_seconds", "Since the board was computed", labels=["game"]
    )
    streams = GaugeMetricFamily(
        "rotisserie_streams", "Streams on the board", labels=["game", "phase"]
    )
    now = time.time()
    for game in [*board_store.games(), ALL_GAMES]:
        board = board_store.board(game)
        if board is None:
            continue
        age.add_metric([game], max(0.0, now - board.at))
        for phase in ("playing", "waiting", "over", "unknown"):
            streams.add_metric([game, phase], sum(row.phase == phase for row in board.streams))
        if game == ALL_GAMES:
            yield _ages(board, now)
    yield age
    yield streams


def _ages(board: Board, now: float) -> Metric:
    """Of each channel that was ever read, up to ``MAX_CHANNELS``: a monitor chokes on more series."""
    ages = GaugeMetricFamily(
        "rotisserie_good_look_age_seconds",
        "Since the channel's last good look was broadcast",
        labels=["game", "channel"],
    )
    read = [row for row in board.streams if row.captured_at]
    for row in sorted(read, key=lambda row: row.captured_at)[:MAX_CHANNELS]:
        ages.add_metric([row.game, row.channel], max(0.0, now - row.captured_at))
    return ages


def _queues(board_store: Store) -> Iterator[Metric]:
    lengths = GaugeMetricFamily("rotisserie_queue_length", "Tasks that wait", labels=["queue"])
    oldest = GaugeMetricFamily(
        "rotisserie_queue_oldest_seconds",
        "For how long the oldest task has waited",
        labels=["queue"],
    )
    now = time.time()
    for queue in QUEUES:
        lengths.add_metric([queue], board_store.tasks_waiting(queue))
        sent_at = board_store.oldest_task_sent_at(queue)
        oldest.add_metric([queue], max(0.0, now - sent_at) if sent_at else 0.0)
    yield lengths
    yield oldest
    faults = GaugeMetricFamily("rotisserie_faults", "Faults that stand", labels=["step"])
    by_step: dict[str, int] = {}
    for step, _ in board_store.faults():
        by_step[step] = by_step.get(step, 0) + 1
    for step, count in by_step.items():
        faults.add_metric([step], count)
    yield faults
