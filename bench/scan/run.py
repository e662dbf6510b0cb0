"""What does a command take on one core?"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Taken:
    seconds: float
    cpu_seconds: float
    memory: tuple[int, ...]
    """Bytes in its own pages, sample after sample."""

    @property
    def peak_bytes(self) -> int:
        return max(self.memory, default=0)

    @property
    def growth_bytes(self) -> int:
        """From the second quarter to the last one, at the most of each."""
        quarter = len(self.memory) // 4
        if not quarter:
            return 0
        return max(self.memory[-quarter:]) - max(self.memory[quarter : 2 * quarter])


def run(command: Sequence[str], core: int) -> Taken:
    """Raises ``subprocess.CalledProcessError`` when it fails."""
    began, memory = time.monotonic(), list[int]()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    os.sched_setaffinity(process.pid, {core})
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        memory.append(_memory(process.pid))
        time.sleep(SAMPLE_SECONDS)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    cpu = usage.ru_utime + usage.ru_stime
    return Taken(time.monotonic() - began, cpu, tuple(memory))


def _memory(pid: int) -> int:
    """Anonymous pages: those of the file that it reads are the system's."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    return 0
