"""What is in Redis, as metrics? It is the same in every web process."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from redis.exceptions import RedisError

from scoreboard.models import ALL_GAMES, Board, LookState, Phase
from scoreboard.process.durations import cumulated
from scoreboard.queues import QUEUES
from scoreboard.store import Store
from webapp.catalog.games import enabled_games
from webapp.server.worker_metrics import role_of
from webapp.store.clock import now as site_now

MAX_CHANNELS = 5000
"""Channels with a series of their own, the stalest first: more would overload a monitoring system."""
COUNTERS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "looks": ("state", get_args(LookState), "Looks by the state they ended in"),
    "looks_finished": ("", ("",), "Looks that ended in a standing"),
    "looks_lost": ("", ("",), "Looks whose worker never reported back"),
    "captures": ("", ("",), "Captures, however they ended"),
    "capture_bytes": ("", ("",), "Bytes of video that captures fetched"),
    "faults": ("step", ("discover",), "Faults by the step that had them"),
    "tasks_expired": ("queue", QUEUES, "Tasks that expired before a worker took them"),
    "webhook_attempts": (
        "result",
        ("delivered", "retry", "gone", "unknown"),
        "Requests to webhooks by what came of them",
    ),
    "webhook_deliveries": (
        "state",
        ("delivered", "failed", "unknown"),
        "Deliveries to webhooks by the state they ended in",
    ),
    "bad_rows": ("key", (), "Rows in Redis that could not be read and were skipped"),
}
"""By name: the label of its parts, the parts reported as 0 before their first event, what it counts."""
_OF_STEPS = frozenset({"step_seconds_bucket", "step_microseconds", "step_cpu_microseconds"})


def counters(board_store: Store) -> Iterator[Metric]:
    """Since Redis was started."""
    counted = board_store.counters()
    names = {name for name, _ in counted} - _OF_STEPS | set(COUNTERS)
    for name in sorted(names):
        yield _counter(name, {part: n for (each, part), n in counted.items() if each == name})
    yield from _steps(counted)


def _counter(name: str, parts: Mapping[str, int]) -> Metric:
    label, known, words = COUNTERS.get(name, ("part", (), "Counted by the workers"))
    metric = "rotisserie_" + re.sub(r"[^a-z0-9_]", "_", name.lower())
    family = CounterMetricFamily(
        metric, f"{words}, since Redis was started", labels=[label] if label else []
    )
    for part in sorted({*known, *parts}):
        if label or not part:
            family.add_metric([part] if label else [], parts.get(part, 0))
    return family


def _steps(counted: Mapping[tuple[str, str], int]) -> Iterator[Metric]:
    """How long each step of a look took, and its CPU time."""
    buckets: dict[str, dict[str, int]] = {}
    for (name, label), value in counted.items():
        if name == "step_seconds_bucket":
            step, _, bound = label.partition("|")
            buckets.setdefault(step, {})[bound] = value
    took = HistogramMetricFamily(
        "rotisserie_step_seconds", "Duration of a step of a look", labels=["step"]
    )
    burned = CounterMetricFamily(
        "rotisserie_step_cpu_seconds", "CPU time of a step of a look", labels=["step"]
    )
    for step, counts in sorted(buckets.items()):
        seconds = counted.get(("step_microseconds", step), 0) / 1e6
        took.add_metric([step], cumulated(counts), seconds)
        burned.add_metric([step], counted.get(("step_cpu_microseconds", step), 0) / 1e6)
    yield took
    yield burned


def boards(board_store: Store) -> Iterator[Metric]:
    age = GaugeMetricFamily(
        "rotisserie_board_age_seconds", "Since the board was computed", labels=["game"]
    )
    streams = GaugeMetricFamily(
        "rotisserie_streams", "Streams on the board", labels=["game", "phase"]
    )
    unread = GaugeMetricFamily(
        "rotisserie_unread_streams",
        "Streams with moving video and no counter read for five minutes",
        labels=["game"],
    )
    share = GaugeMetricFamily(
        "rotisserie_unread_ratio",
        "Share of the streams with moving video that had no counter read for five minutes",
        labels=["game"],
    )
    now = site_now()
    for game in [*(game.slug for game in enabled_games()), ALL_GAMES]:
        board = _board(board_store, game)
        if board is None:
            continue
        age.add_metric([game], max(0.0, now - board.at))
        for phase in get_args(Phase):
            streams.add_metric([game, phase], sum(row.phase == phase for row in board.streams))
        unread.add_metric([game], board.unread)
        share.add_metric([game], board.unread / max(1, board.moving))
        if game == ALL_GAMES:
            yield _ages(board, now)
    yield from (age, streams, unread, share)


def _board(board_store: Store, game: str) -> Board | None:
    """While Redis is away the last known one, of some games and not of others."""
    try:
        return board_store.board(game)
    except RedisError:
        return None


def _ages(board: Board, now: float) -> Metric:
    ages = GaugeMetricFamily(
        "rotisserie_good_look_age_seconds",
        "Since the channel's last good look was broadcast",
        labels=["game", "channel"],
    )
    read = [row for row in board.streams if row.captured_at]
    for row in sorted(read, key=lambda row: row.captured_at)[:MAX_CHANNELS]:
        ages.add_metric([row.game, row.channel], max(0.0, now - row.captured_at))
    return ages


def queues(board_store: Store) -> Iterator[Metric]:
    lengths = GaugeMetricFamily("rotisserie_queue_length", "Tasks waiting", labels=["queue"])
    oldest = GaugeMetricFamily(
        "rotisserie_queue_oldest_seconds", "How long the oldest task has waited", labels=["queue"]
    )
    now = site_now()
    for queue in QUEUES:
        lengths.add_metric([queue], board_store.tasks_waiting(queue))
        sent_at = board_store.oldest_task_sent_at(queue)
        oldest.add_metric([queue], max(0.0, now - sent_at) if sent_at else 0.0)
    yield lengths
    yield oldest


def faults(board_store: Store) -> Iterator[Metric]:
    family = GaugeMetricFamily("rotisserie_faults", "Current faults", labels=["step"])
    by_step = dict.fromkeys(COUNTERS["faults"][1], 0)
    for step, _ in board_store.faults():
        by_step[step] = by_step.get(step, 0) + 1
    for step, count in sorted(by_step.items()):
        family.add_metric([step], count)
    yield family


def platforms(board_store: Store) -> Iterator[Metric]:
    """Of those with credentials."""
    up = GaugeMetricFamily(
        "rotisserie_platform_up",
        "1 if the platform answered the last discovery without a fault",
        labels=["platform"],
    )
    left = GaugeMetricFamily(
        "rotisserie_platform_quota_left",
        "Requests or units that the platform still allows",
        labels=["platform", "unit"],
    )
    found = GaugeMetricFamily(
        "rotisserie_platform_streams", "Streams found on the platform", labels=["platform"]
    )
    for name, state in board_store.platforms().items():
        up.add_metric([name], 0.0 if state.fault else 1.0)
        found.add_metric([name], state.found)
        if state.quota_left is not None:
            left.add_metric([name, state.quota_unit], state.quota_left)
    yield up
    yield left
    yield found


def workers(board_store: Store) -> Iterator[Metric]:
    info = GaugeMetricFamily(
        "rotisserie_worker_info",
        "1 for each worker that reported in the last 30 seconds",
        labels=["worker", "role", "version", "commit"],
    )
    offset = GaugeMetricFamily(
        "rotisserie_clock_offset_seconds",
        "How far the worker's clock is ahead of Redis'",
        labels=["worker", "role"],
    )
    for name, row in board_store.workers(site_now()).items():
        role = str(row.get("role") or role_of(name))
        info.add_metric([name, role, str(row.get("version")), str(row.get("commit") or "")], 1)
        if isinstance(seconds := row.get("clock_offset_seconds"), int | float):
            offset.add_metric([name, role], float(seconds))
    yield info
    yield offset
