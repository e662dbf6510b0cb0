"""How does the whole pipeline run under a browser test, on streams whose every second the test has written?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from demo.roles import CHECKOUT, Role, choose_ports, environment, ground, pipeline
from demo.supervise import Kept
from tests.conftest import free_port, wait_until_answers
from tests.migrated import migrated

START_SECONDS = 120.0
"""On a machine that has never run it, the arena first draws and encodes the scenario."""


class Pipeline:
    """Redis, the arena with a scenario, the site and every worker; ``url`` is the site's."""

    def __init__(self, folder: Path, scenario: dict[str, Any]) -> None:
        self.ports = choose_ports(free_port())
        self.url = f"http://localhost:{self.ports.web}/"
        self._database = folder / "site.sqlite3"
        self.environment = {
            **environment(self.ports),
            "TMPDIR": str(folder),
            "DATABASE_URL": f"sqlite:///{self._database}",
            "ALLOWED_HOSTS": "*",
        }
        written = folder / "scenario.json"
        written.write_text(json.dumps(scenario))
        self._redis, arena = ground(self.ports, 1, folder)
        self._arena = Role(arena.name, [*arena.command, "--scenario", str(written)])
        self._kept: list[Kept] = []

    def start(self) -> None:
        self._keep(self._redis)
        wait_until_answers(self.ports.redis)
        migrated(self._database)
        for role in pipeline(self.ports):
            self._keep(role)
        wait_until_answers(self.ports.web, START_SECONDS)
        self._keep(self._arena)
        wait_until_answers(self.ports.arena, START_SECONDS)
        rows = [
            {name: channel[name] for name in ("url", "game", "name", "channel")}
            for channel in self.truth()
        ]
        self._manage(
            "channel", "add", "--from", "-", given="\n".join(json.dumps(row) for row in rows)
        )

    def truth(self) -> list[dict[str, Any]]:
        with urlopen(f"http://127.0.0.1:{self.ports.arena}/truth", timeout=5) as answer:
            channels: list[dict[str, Any]] = json.load(answer)["channels"]
            return channels

    def wait_for_rank(self, channel: str, seconds: float) -> None:
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            with urlopen(f"{self.url}api/v1/streams/", timeout=5) as answer:
                if any(
                    row["channel"] == channel and row["rank"]
                    for row in json.load(answer)["results"]
                ):
                    return
            time.sleep(0.3)
        raise TimeoutError(f"{channel} was not ranked within {seconds:.0f} s")

    def end(self) -> None:
        for kept in self._kept:
            kept.ask_to_stop()
        deadline = time.monotonic() + 8
        for kept in self._kept:
            kept.end(deadline)

    def _keep(self, role: Role) -> None:
        kept = Kept(role, self.environment, CHECKOUT, len(self._kept))
        self._kept.append(kept)
        kept.start()

    def _manage(self, *words: str, given: str = "") -> None:
        subprocess.run(
            [sys.executable, "manage.py", *words],
            env={**os.environ, **self.environment},
            cwd=CHECKOUT,
            input=given,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
        )
