"""How is Rotisserie doing, in Prometheus' words?"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from scoreboard.models import ALL_GAMES
from scoreboard.store import Store
from webapp.board.live import hub
from webapp.scoreboard_link import store

QUEUES = ("capture", "ocr", "control")


def metrics_text() -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Now())
    return generate_latest(registry)


class _Now(Collector):
    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("rotisserie_live_clients", "Viewers connected to this process's live events",
                                value=len(hub.listeners))
        reached = GaugeMetricFamily("rotisserie_scoreboard_up", "1 when Redis answers this process")
        try:
            found = [*_counters(store()), *_boards(store()), *_queues(store())]
            reached.add_metric([], 1)
        except RedisError:
            found = []
            reached.add_metric([], 0)
        yield reached
        yield from found


def _counters(board_store: Store) -> Iterator[Metric]:
    families: dict[str, CounterMetricFamily] = {}
    for (name, label), value in sorted(board_store.counters().items()):
        metric = "rotisserie_" + re.sub(r"[^a-z0-9_]", "_", name.lower())
        family = families.setdefault(metric, CounterMetricFamily(metric, "Since Redis began", labels=["label"]))
        family.add_metric([label], value)
    yield from families.values()


def _boards(board_store: Store) -> Iterator[Metric]:
    age = GaugeMetricFamily("rotisserie_board_age_seconds", "Since the board was computed", labels=["game"])
    streams = GaugeMetricFamily("rotisserie_streams", "Streams on the board", labels=["game", "phase"])
    now = time.time()
    for game in [*board_store.games(), ALL_GAMES]:
        board = board_store.board(game)
        if board is None:
            continue
        age.add_metric([game], max(0.0, now - board.at))
        for phase in ("playing", "waiting", "over", "unknown"):
            streams.add_metric([game, phase], sum(row.phase == phase for row in board.streams))
    yield age
    yield streams


def _queues(board_store: Store) -> Iterator[Metric]:
    lengths = GaugeMetricFamily("rotisserie_queue_length", "Tasks that wait", labels=["queue"])
    for queue in QUEUES:
        lengths.add_metric([queue], board_store.tasks_waiting(queue))
    yield lengths
    faults = GaugeMetricFamily("rotisserie_faults", "Faults that stand", labels=["step"])
    by_step: dict[str, int] = {}
    for step, _ in board_store.faults():
        by_step[step] = by_step.get(step, 0) + 1
    for step, count in by_step.items():
        faults.add_metric([step], count)
    yield faults
