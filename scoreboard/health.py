"""How was the system doing at one moment, and between two?"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from scoreboard.models import Record

RIGHT = frozenset({"ok"})
ABSTAINED = frozenset({"no-counter", "unreadable"})
"""Looks that ended in any other state failed."""


LABELS = {"twitch": "Twitch", "kick": "Kick", "youtube": "YouTube"}
"""The platforms that are asked by an API of theirs, as people write them."""


@dataclass(frozen=True, slots=True)
class Sample(Record):
    at: float
    looks: dict[str, int] = field(default_factory=dict)
    """How many ended in each state since Redis was started."""
    waiting: dict[str, int] = field(default_factory=dict)
    """Tasks in each queue."""
    oldest_seconds: dict[str, float] = field(default_factory=dict)
    """How long the oldest task in each queue has waited; queues without one are left out."""
    memory_bytes: int = 0
    streams: int = 0
    in_play: int = 0
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Worker(Record):
    """A worker or beat process, as it reported last."""

    version: str
    at: float
    """When it reported, by Redis' clock."""
    role: str = ""
    """``beat``, or the queues it takes tasks from, with commas between them."""
    commit: str = ""
    clock_offset_seconds: float | None = None
    """How far its clock is ahead of Redis' (negative: behind); ``None`` until it was measured."""


@dataclass(frozen=True, slots=True)
class PlatformState(Record):
    """What the last discovery made of a platform."""

    label: str
    """As people write it."""
    at: float
    quota_left: int | None = None
    """``None``: it is not known."""
    quota_unit: str = "requests"
    found: int = 0
    """How many streams are watched there."""
    fault: str = ""
    """Empty when it answered well; else that of one of its games."""
    faults: dict[str, str] = field(default_factory=dict)
    """By game."""


@dataclass(frozen=True, slots=True)
class Between:
    """What happened between two samples, as rates."""

    at: float
    looks_per_minute: float
    right_share: float | None
    """``None`` when there was no look."""


def between(samples: list[Sample]) -> list[Between]:
    """The rates from each sample to the next; pairs between which Redis lost data are left out."""
    return [rate for before, after in pairwise(samples) if (rate := _rate(before, after))]


def _rate(before: Sample, after: Sample) -> Between | None:
    made = looks_between(before, after)
    minutes = (after.at - before.at) / 60
    if minutes <= 0 or any(count < 0 for count in made.values()):
        return None
    total, right = sum(made.values()), sum(count for state, count in made.items() if state in RIGHT)
    return Between(after.at, total / minutes, right / total if total else None)


def looks_between(before: Sample, after: Sample) -> dict[str, int]:
    """By the state they ended in."""
    return {
        state: after.looks.get(state, 0) - before.looks.get(state, 0)
        for state in sorted(before.looks.keys() | after.looks.keys())
    }
