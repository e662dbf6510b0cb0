"""What did one check find?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    name: str
    status: Status
    sentence: str
    """What is so and, unless it is ok, what to do. It holds no secret."""


def ok(name: str, sentence: str) -> Finding:
    return Finding(name, "ok", sentence)


def warning(name: str, sentence: str) -> Finding:
    return Finding(name, "warning", sentence)


def wrong(name: str, sentence: str) -> Finding:
    return Finding(name, "wrong", sentence)
