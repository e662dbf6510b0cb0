"""Does the API answer as its description says, whatever it is asked? Asked by schemathesis, over the wire."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoreboard.games import known_games
from scoreboard.history import Highlight
from scoreboard.models import Stream
from scoreboard.store import Store
from tests.conftest import free_port, wait_until_answers
from tests.migrated import migrated
from tests.webapp.boards import row, show

SEED = "20261124"
EXAMPLES = 12
SECONDS = 15
ENDLESS = "/api/v1/events/"


@pytest.fixture
def address(store: Store, redis_url: str, tmp_path: Path) -> Iterator[str]:
    """A web process of its own with something to tell."""
    port = free_port()
    environment = {
        **os.environ,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "for tests",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
    }
    migrated(tmp_path / "site.sqlite3")
    keep_match(tmp_path / "site.sqlite3")
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "uvicorn",
            "webapp.asgi:application",
            "--port",
            str(port),
            "--log-level",
            "error",
        ],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until_answers(port, 30)
        fill(store)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def keep_match(database: Path) -> None:
    """The one that the description's examples are about, and another one of the same streamer."""
    match = "INSERT INTO desk_match (id, channel, name, game, began_at, ended_at, alive, kills, won, curve, page_url)"
    values = "(?, 'quietfalcon12', 'Q', 'pubg', '2026-11-23 11:38:12', ?, 1, 7, true, '[[0, 96], [600, 1]]', '')"
    with sqlite3.connect(database) as connection:
        for key, at in ((4711, "2026-11-23 12:00:31"), (4712, "2026-11-23 12:30:00")):
            connection.execute(f"{match} VALUES {values}", (key, at))
    connection.close()


def fill(store: Store) -> None:
    """Under the names that the description's examples ask for, too."""
    store.publish_catalog(known_games().values(), [], "")
    show(
        store,
        row("quietfalcon12", alive=7, phase_since=1.0),
        row("two", alive=None, kills=None, phase="unknown"),
        on_air="quietfalcon12",
    )
    store.put_streams(
        [Stream("quietfalcon12", "pubg", "Q", "https://example.org/")], {"quietfalcon12": 4e9}
    )
    store.put_preview("quietfalcon12", b"\xff\xd8\xff", 600)
    store.put_moments(
        [Highlight("finish", "pubg", 4e9, "two", "Two", None, None, "ended", "", True)]
    )


@pytest.mark.slow
def test_no_answer_is_a_server_fault_or_outside_of_the_description(
    address: str, tmp_path: Path
) -> None:
    asked = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"),
            "run",
            f"{address}/api/schema/",
            "--checks",
            "all",
            "--exclude-path",
            ENDLESS,
            "--max-examples",
            str(EXAMPLES),
            "--max-time",
            str(SECONDS),
            "--seed",
            SEED,
            "--generation-database",
            "none",
            "--no-color",
            "--continue-on-failure",
        ],
        cwd=tmp_path,
        text=True,
        capture_output=True,
        timeout=90,
        check=False,
    )
    print(asked.stdout[-6000:])
    assert asked.returncode == 0, asked.stdout[-6000:] + asked.stderr[-2000:]
