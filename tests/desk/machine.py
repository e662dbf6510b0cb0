"""The whole pipeline on a scenario, with an admin's account: what the desk is tried on."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from redis import Redis

from demo.roles import CHECKOUT, Ports, Role, choose_ports, environment, pipeline
from scoreboard.store import Store
from tests.conftest import free_port, need, wait_until_answers
from tests.migrated import migrated

PASSWORD = "seven brown owls"
LIBRARY_SECONDS = 240.0


def wait_for(question: Callable[[], Any], seconds: float, what: str) -> Any:
    """Its answer, as soon as there is a good one."""
    ends_at = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < ends_at, f"not within {seconds:g} s: {what}"
        time.sleep(0.2)
    return answer


class Machine:
    """Redis, the arena, and every role, each a process of its own."""

    def __init__(self, folder: Path, scenario: dict[str, Any]) -> None:
        self.ports: Ports = choose_ports(free_port())
        self.site = f"http://localhost:{self.ports.web}"
        self.environment = {
            **environment(self.ports),
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "ALLOWED_HOSTS": "*",
            "TMPDIR": str(folder),
        }
        self.log = (folder / "log").open("w")
        self.processes: list[subprocess.Popen[bytes]] = []
        self.store = Store(Redis.from_url(self.environment["REDIS_URL"]))
        try:
            self._start(folder, scenario)
        except BaseException:
            self.end()
            raise

    def _start(self, folder: Path, scenario: dict[str, Any]) -> None:
        told = folder / "scenario.json"
        told.write_text(json.dumps(scenario))
        self.run(
            [
                need("redis-server"),
                "--port",
                str(self.ports.redis),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                str(folder),
            ]
        )
        self.run(
            [
                sys.executable,
                "-m",
                "arena",
                "--port",
                str(self.ports.arena),
                "--scenario",
                str(told),
            ]
        )
        migrated(folder / "site.sqlite3")
        self.manage(
            "shell",
            "-c",
            (
                "from django.contrib.auth.models import User; User.objects.create_superuser('ada', password='"
                f"{PASSWORD}')"
            ),
        )
        wait_until_answers(self.ports.arena, LIBRARY_SECONDS)
        for role in pipeline(self.ports):
            self.run(self._command(role))
        wait_until_answers(self.ports.web, 60)

    def _command(self, role: Role) -> list[str]:
        return role.command

    def run(self, command: list[str]) -> None:
        self.processes.append(
            subprocess.Popen(
                command,
                cwd=CHECKOUT,
                env=self.environment,
                stdout=self.log,
                stderr=subprocess.STDOUT,
            )
        )

    def manage(self, *words: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            check=False,
            cwd=CHECKOUT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def watch(self, channel: str, game: str) -> None:
        self.manage("channel", "add", self.url(channel), "--game", game, "--name", channel)

    def url(self, channel: str) -> str:
        return f"http://127.0.0.1:{self.ports.arena}/live/{channel}/index.m3u8"

    def api(self, path: str) -> Any:
        with urlopen(f"{self.site}/api/v1/{path}", timeout=10) as answer:
            return json.load(answer)

    def ranked(self, game: str) -> dict[str, int]:
        """The channels of a game that are in play, with the players alive."""
        rows = self.api(f"streams/?game={game}")["results"]
        return {row["channel"]: row["alive"] for row in rows if row["rank"] is not None}

    def end(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.store.redis.close()
        self.log.close()


def login(page: Any, site: str) -> None:
    page.goto(f"{site}/admin/")
    page.fill("#id_username", "ada")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_selector(".desk-nav")
