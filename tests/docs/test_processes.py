"""Does a stranger who types the README's commands get a site whose doctor finds every role?"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import free_port, need, wait_until_answers
from tests.docs.commands import CHECKOUT, README, commands, section

pytestmark = pytest.mark.slow
READY_SECONDS = 120.0
"""On a busy machine; five processes take about five seconds to start."""


class Shell:
    """What a stranger's terminals have set, and what runs in them."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.port = free_port()
        self.folder = folder
        self.running: list[subprocess.Popen[bytes]] = []
        self.variables = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "REDIS_URL": redis_url,
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "SECRET_KEY": "for tests",
            "ALLOWED_HOSTS": "*",
            # A test may have no name server; such a host is not looked up.
            "ALLOWED_STREAM_HOSTS": "example.com",
        }

    def typed(self, line: str) -> list[str]:
        line = line.replace(".venv/bin/python", sys.executable)
        line = line.replace("localhost:8000", f"localhost:{self.port}")
        return shlex.split(line.replace("uvicorn ", f"uvicorn --port {self.port} "))

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.typed(line),
            cwd=CHECKOUT,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=READY_SECONDS,
            check=False,
        )

    def start(self, line: str) -> None:
        with (self.folder / "log").open("ab") as log:
            self.running.append(
                subprocess.Popen(
                    self.typed(line), cwd=CHECKOUT, env=self.variables, stdout=log, stderr=log
                )
            )

    def end(self) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


@pytest.fixture
def shell(tmp_path: Path, redis_url: str, redis: object) -> Iterator[Shell]:
    shell = Shell(tmp_path, redis_url)
    yield shell
    shell.end()


def test_each_role_is_started_and_a_channel_is_watched(shell: Shell) -> None:
    migrate, *roles, doctor = commands(section(README, "Run each role yourself"))
    assert [roles[0].split()[0], len(roles)] == ["uvicorn", 5]
    assert shell.run(migrate).returncode == 0
    for role in roles:
        shell.start(role)
    add, listing, remove = (
        line
        for line in commands(section(README, "Watch any stream"))
        if "manage.py channel" in line
    )
    assert shell.run(add).returncode == 0
    assert "somebody" in shell.run(listing).stdout
    until_well(shell, doctor)
    assert shell.run(remove).returncode == 0
    wait_until_answers(shell.port, READY_SECONDS)
    need("curl")
    (curl,) = commands(section(README, "API"))
    assert json.loads(shell.run(curl).stdout).keys() >= {"count", "results", "now", "board_at"}
    assert [process.poll() for process in shell.running] == [None] * len(roles)


def until_well(shell: Shell, doctor: str) -> None:
    ends_at = time.monotonic() + READY_SECONDS
    while (said := shell.run(doctor)).returncode:
        assert time.monotonic() < ends_at, said.stdout + (shell.folder / "log").read_text()
    for role in ("beat", "control", "capture", "ocr"):
        assert f"1 {role}" in said.stdout
