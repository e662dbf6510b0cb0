"""The whole demo, started once for all acceptance tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.conftest import free_port, need

CHECKOUT = Path(__file__).parent.parent.parent
READY_SECONDS = 600.0
"""On a machine that has never run it, the arena first encodes its library."""


class RunningDemo:
    """A demo, what it printed, and its processes."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.site = port, f"http://127.0.0.1:{port}"
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
            "ALLOWED_HOSTS": "*",
            "TMPDIR": str(folder),
        }
        self.lines: list[str] = []
        self._ready = threading.Event()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "demo", "--port", str(port), "--matches", "9"],
            cwd=CHECKOUT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as printed:
            for line in printed:
                self.lines.append(line)
                if "ready: http" in line:
                    self._ready.set()
        self._ready.set()

    def wait_until_ready(self) -> None:
        assert self._ready.wait(READY_SECONDS), "".join(self.lines)
        assert self.process.poll() is None, "".join(self.lines)

    def processes(self, words: str = "") -> list[psutil.Process]:
        """Those of its roles whose command holds ``words``."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        return [child for child in children if words in " ".join(child.cmdline())]

    def stop(self) -> float:
        """How many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        took = time.monotonic() - began
        self._listener.join(5)
        return took


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    need("redis-server")
    need("tesseract")
    running = RunningDemo(free_port(), tmp_path_factory.mktemp("demo"))
    try:
        running.wait_until_ready()
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()
