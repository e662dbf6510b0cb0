"""A PostgreSQL of a test's own: on a free port, run by nobody, forgotten afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import free_port, need, wait_until_answers

DEBIAN = Path("/usr/lib/postgresql")
NOBODY = 65534


class Postgres:
    """A server that can be stopped and started again on the same port, with the same data."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._folder = tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True)
        self._port = free_port()
        self._run_by: dict[str, Any] = {}
        self._server: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0:  # it refuses to be run by root
            os.chown(self._folder.name, NOBODY, NOBODY)
            self._run_by = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        words = ["-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(
            [self._programs / "initdb", "-D", f"{self._folder.name}/data", "-U", "tests", *words],
            check=True,
            capture_output=True,
            cwd=self._folder.name,
            **self._run_by,
        )

    def __enter__(self) -> Postgres:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.cleanup()

    @property
    def url(self) -> str:
        return f"postgres://tests@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        folder = self._folder.name
        where = ["-D", f"{folder}/data", "-p", str(self._port), "-h", "127.0.0.1", "-k", folder]
        self._server = subprocess.Popen(
            [str(self._programs / "postgres"), *where, "-F"],
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._run_by,
        )
        wait_until_answers(self._port, 30)

    def stop(self) -> None:
        """Clients are disconnected, as when its pod is deleted."""
        if self._server:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(20)
            self._server = None


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database."""
    with Postgres() as server:
        yield server.url


def _programs() -> Path:
    """Debian keeps them off the path."""
    found = sorted(DEBIAN.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else Path(need("postgres")).resolve().parent
