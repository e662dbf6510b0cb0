"""A PostgreSQL of a test's own: on a free port, run by nobody, forgotten afterwards."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import free_port, need, wait_until_answers

DEBIAN = Path("/usr/lib/postgresql")
NOBODY = 65534


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database."""
    programs = _programs()
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        run_by: dict[str, Any] = {}
        if os.geteuid() == 0:  # it refuses to be run by root
            os.chown(folder, NOBODY, NOBODY)
            run_by = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        subprocess.run(
            [
                programs / "initdb",
                "-D",
                f"{folder}/data",
                "-U",
                "tests",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ],
            check=True,
            capture_output=True,
            cwd=folder,
            **run_by,
        )
        port = free_port()
        command = [
            str(programs / "postgres"),
            "-D",
            f"{folder}/data",
            "-p",
            str(port),
            "-h",
            "127.0.0.1",
            "-k",
            folder,
            "-F",
        ]
        server = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **run_by
        )
        try:
            wait_until_answers(port, 30)
            yield f"postgres://tests@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(20)


def _programs() -> Path:
    """Debian keeps them off the path."""
    found = sorted(DEBIAN.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else Path(need("postgres")).resolve().parent
