"""Does the bench of faults say what was late, keep its rows, and end what it started?"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from bench.chaos import wrong_clock
from bench.chaos.faults import faults
from bench.chaos.judge import is_settled
from bench.chaos.looks import Looks
from bench.chaos.row import Row, keep, kept, markdown
from bench.chaos.stage import ROLES
from bench.truth import Shown
from demo.roles import CHECKOUT

ROW = Row("now", "abc", "beat killed", 9.2, 0, (5, 3), (20, 0), (5, 5), (28, 29))


def test_each_fault_of_each_role_is_tried() -> None:
    names = [fault.name for fault in faults()]
    assert len(names) == len(set(names))
    for role in ROLES:
        assert sum(name.startswith(role) for name in names) == 7
    assert sum(name.startswith("Redis") for name in names) == 6


def test_a_look_counts_as_late_from_the_moment_it_was_overdue() -> None:
    looks = Looks(interval_seconds=10)
    assert looks.late_seconds == pytest.approx(13)
    for at, seen in ((1, 100), (2, 110), (3, 140)):
        looks.follow({"good": at, "hostile-1": at}, seen)
    assert looks.count(100, 123) == (1, 0)
    assert looks.count(123, 141) == (0, 1)
    assert looks.follow({"good": 3}, 166) == []
    assert looks.follow({"good": 3}, 167) == ["good"]
    assert looks.count(141, 167) == (0, 1), "overdue at the end"


def test_a_match_is_settled_once_it_was_in_sight_for_long_enough() -> None:
    """Between two moments of the same match there may be a banner."""
    playing, banner = Shown(0, "live", "playing", 50, 1), Shown(30, "live", "over", None, None)
    shown = [playing, replace(playing, at=10, alive=40), banner, replace(playing, at=42)]
    assert [is_settled(shown, at) for at in (-1, 19, 20, 31, 43, 61, 62)] == [
        *[False, False, True],
        *[False, False, False, True],
    ]


def test_rows_are_kept_and_the_last_of_each_counts(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    assert kept(file) == []
    keep(file, ROW)
    keep(file, replace(ROW, seconds=None))
    keep(file, replace(ROW, build="before", wrong=2))
    file.write_text(file.read_text() + '{"build": "now", "cut')
    rows = kept(file)
    assert [(row.build, row.seconds, row.wrong) for row in rows] == [
        ("now", None, 0),
        ("before", 9.2, 2),
    ]
    table = markdown(rows, ["capture killed", "beat killed"])
    assert table.splitlines()[2:] == [
        "| beat killed | not within 60 s | 9 s | 0 | 2 | 62%, 100% | 62%, 100% | 5 → 5, 28 → 29 | 5 → 5, 28 → 29 |"
    ]


def test_a_clock_is_set_while_a_program_runs(tmp_path: Path) -> None:
    clock, program = tmp_path / "clock", tmp_path / "says_the_time.py"
    clock.write_text("3600")
    program.write_text(
        "import time\nfrom datetime import UTC, datetime\n"
        "while input() is not None:\n"
        "    print(time.time(), datetime.now(UTC).timestamp(), time.time_ns() / 1e9, flush=True)\n"
    )
    command = [sys.executable, wrong_clock.__file__, str(clock), "says_the_time"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdin
        assert running.stdout
        for ahead in (3600, -7, 0):
            clock.write_text(str(ahead))
            time.sleep(2 * wrong_clock.READ_EVERY_SECONDS)
            running.stdin.write("\n")
            running.stdin.flush()
            said = map(float, running.stdout.readline().split())
            assert list(said) == pytest.approx([time.time() + ahead] * 3, abs=1)
        running.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_what_was_started(number: signal.Signals) -> None:
    program = """
import time
from bench.load.fleet import Fleet
from demo.roles import Role
with Fleet({}) as fleet:
    fleet.start(Role("sleeper", ["/bin/sleep", "60"]))
    print(fleet.processes["sleeper"].pid, flush=True)
    time.sleep(60)
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        sleeper = psutil.Process(int(running.stdout.readline()))
        running.send_signal(number)
        assert running.wait(10) == 128 + number
    assert not sleeper.is_running()
