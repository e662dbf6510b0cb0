"""How many workers of each role are running, as Prometheus metrics?"""

from __future__ import annotations

from collections import Counter

from prometheus_client.core import GaugeMetricFamily

from scoreboard.store import Store
from webapp.store.clock import now as site_now

ROLES = ("beat", "control", "capture", "ocr")
"""A role without a worker is reported as 0, which is what an alert looks for."""


def worker_counts(board_store: Store) -> GaugeMetricFamily:
    """``rotisserie_workers{role}``; a worker that takes several queues counts for each of them."""
    running = Counter(
        role
        for name, row in board_store.workers(site_now()).items()
        for role in str(row.get("role") or role_of(name)).split(",")
    )
    counts = GaugeMetricFamily(
        "rotisserie_workers", "Workers that reported in the last 30 seconds", labels=["role"]
    )
    for role in ROLES:
        counts.add_metric([role], running[role])
    return counts


def role_of(worker: str) -> str:
    """Of a worker that does not report it: it is named ``role@host`` or ``role-number@host``."""
    return worker.partition("@")[0].partition("-")[0]
