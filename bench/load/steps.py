"""What did each step of a look take between two highlights of a pipeline?"""

from __future__ import annotations

from bench.load.watching import Highlight
from bench.report.figures import table

STEPS = (
    "dispatch",
    "wait for capture",
    "resolve",
    "playlist",
    "fetch",
    "decode",
    "frozen",
    "preview",
    "keep",
    "cut",
    "hand on",
    "wait for read",
    "read",
    "keep for people",
    "settle",
    "direct",
)


def by_step(before: Highlight, after: Highlight, looks: int) -> str:
    rows = []
    for step in STEPS:
        took = counted(before, after, "step_microseconds", step) / looks / 1000
        burned = counted(before, after, "step_cpu_microseconds", step) / looks / 1000
        rows.append([step, f"{took:.2f}", f"{burned:.2f}"])
    return table(["step, in ms a look", "time", "CPU"], rows)


def counted(before: Highlight, after: Highlight, name: str, label: str = "") -> int:
    return after.counters.get((name, label), 0) - before.counters.get((name, label), 0)


def cpu_seconds(before: Highlight, after: Highlight, role: str) -> float:
    return after.uses[role].cpu_seconds - before.uses[role].cpu_seconds


def redis_commands(before: Highlight, after: Highlight) -> int:
    """Those inside of scripts are counted, too."""
    return redis_counted(before, after, "total_commands_processed")


def redis_counted(before: Highlight, after: Highlight, name: str) -> int:
    return int(after.redis[name] - before.redis[name])
