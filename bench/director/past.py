"""Which director was there before? Read from the history of this checkout, with the rules of his time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from scoreboard.models import Board, OnAir

COMMIT = "b37707d"
"""The last one whose director did not plan."""
CHECKOUT = Path(__file__).parents[2]


def past_director(commit: str = COMMIT) -> Callable[[Board, OnAir | None, float], OnAir] | None:
    """None where the history does not reach back so far, as in a shallow clone."""
    source = _at(commit, "scoreboard/director.py")
    if not source:
        return None
    known = sys.modules["scoreboard.rules"]
    if rules := _at(commit, "scoreboard/rules.py"):
        sys.modules["scoreboard.rules"] = _module("scoreboard.rules", rules)
    try:
        direct: Callable[[Board, OnAir | None, float], OnAir] = _module("past", source).direct
    finally:
        sys.modules["scoreboard.rules"] = known
    return direct


def _module(name: str, source: str) -> ModuleType:
    module = ModuleType(name)
    sys.modules.setdefault(name, module)  # its dataclasses look it up
    exec(compile(source, f"{COMMIT}:{name}", "exec"), module.__dict__)
    return module


def _at(commit: str, path: str) -> str:
    done = subprocess.run(
        ["git", "show", f"{commit}:{path}"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode == 0 else ""
