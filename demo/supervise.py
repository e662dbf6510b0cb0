"""How is a role kept running, and ended with all that it started?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from demo.roles import Role

_COLOURS = (36, 32, 33, 35, 34, 96, 92, 93)
_MAX_PAUSE_SECONDS = 5.0
IS_TERMINAL = sys.stdout.isatty()
_printing = threading.Lock()


def say(name: str, line: str, colour: int = 0) -> None:
    head = f"{name:8}|"
    with _printing:
        sys.stdout.write(
            f"\033[{colour}m{head}\033[0m {line}\n"
            if colour and IS_TERMINAL
            else f"{head} {line}\n"
        )
        sys.stdout.flush()


class Kept:
    """One role, started again whenever it dies, until it is told to stop."""

    def __init__(self, role: Role, environment: dict[str, str], folder: Path, number: int) -> None:
        self.role, self._environment, self._folder = role, environment, folder
        self._colour = _COLOURS[number % len(_COLOURS)]
        self._stopping = threading.Event()
        self._started = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._keep, name=role.name, daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._started.wait(10)

    def ask_to_stop(self) -> None:
        self._stopping.set()
        self._signal(signal.SIGTERM)

    def end(self, deadline: float) -> None:
        """Wait for it until ``deadline`` (monotonic seconds), then kill what is left."""
        self._thread.join(max(0.0, deadline - time.monotonic()))
        self._signal(signal.SIGKILL)
        self._thread.join(1)

    def _keep(self) -> None:
        pause = 0.2
        while not self._stopping.is_set():
            began = time.monotonic()
            code = self._run()
            if self._stopping.is_set():
                return
            pause = 0.2 if time.monotonic() - began > 10 else min(pause * 2, _MAX_PAUSE_SECONDS)
            say("demo", f"{self.role.name} ended ({_how(code)}), restarting")
            self._stopping.wait(pause)

    def _run(self) -> int:
        """From its start to its end; whatever it started ends with it."""
        process = subprocess.Popen(
            [sys.executable, "-m", "demo.child", *self.role.command],
            env=self._environment,
            cwd=self._folder,
            text=True,
            errors="replace",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._process = process
        self._started.set()
        if self._stopping.is_set():
            self._signal(signal.SIGTERM)
        printer = threading.Thread(target=self._print_lines, args=(process,), daemon=True)
        printer.start()
        code = process.wait()
        self._signal(signal.SIGKILL)
        printer.join(2)
        return code

    def _print_lines(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        with process.stdout as lines:
            for line in lines:
                say(self.role.name, line.rstrip(), self._colour)

    def _signal(self, number: signal.Signals) -> None:
        if self._process:
            try:
                os.killpg(self._process.pid, number)
            except ProcessLookupError:
                return


def _how(code: int) -> str:
    return f"by signal {-code}" if code < 0 else f"with code {code}"
