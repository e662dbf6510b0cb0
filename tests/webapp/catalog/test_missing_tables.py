"""Does a site whose database lost everything recover automatically?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.db import OperationalError

from tests.conftest import free_port
from tests.postgres import postgres

CHECKOUT = Path(__file__).parents[3]


def ready(port: int) -> dict[str, object]:
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return dict(json.load(answer))
    except (URLError, OSError):
        return {}


def test_an_empty_database_gets_its_tables_though_two_find_it_empty(redis_url: str) -> None:
    """A pod of PostgreSQL without a volume comes back empty, and nobody is there to run the migrations."""
    with postgres() as url:
        told = {
            **os.environ,
            "DATABASE_URL": url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": "k",
            "ALLOWED_HOSTS": "*",
        }
        ports = [free_port(), free_port()]
        sites = [
            subprocess.Popen(
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
                cwd=CHECKOUT,
                env=told,
            )
            for port in ports
        ]
        try:
            ends_at = time.monotonic() + 150  # two sites start at once, and both migrate
            while not all(ready(port).get("ready") for port in ports):
                assert time.monotonic() < ends_at
                time.sleep(0.5)
        finally:
            for site in sites:
                site.terminate()
            for site in sites:
                site.wait(20)


def test_an_old_database_is_left_to_whoever_upgrades_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.catalog import missing_tables as tables

    monkeypatch.setattr(
        tables, "call_command", lambda *_, **__: pytest.fail("migrated automatically")
    )
    found = tables.Tables()
    assert not any(found.make_if_lost(now) for now in (0.0, 30.0, 60.0))


def test_an_installation_has_time_to_make_the_tables_itself(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.catalog import missing_tables as tables

    made: list[str] = []
    monkeypatch.setattr(tables, "call_command", lambda name, **_: made.append(name))
    monkeypatch.setattr(tables, "is_empty", lambda: True)
    found = tables.Tables()
    assert [found.make_if_lost(now) for now in (0.0, 19.0, 20.0)] == [False, False, True]
    assert made == ["migrate"]


def test_a_migration_that_ended_half_way_goes_on(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webapp.catalog import missing_tables as tables

    turns: list[str] = []

    def migrate(name: str, **_: object) -> None:
        turns.append(name)
        monkeypatch.setattr(tables, "is_empty", lambda: False)
        if len(turns) == 1:
            raise OperationalError("deadlock detected")

    monkeypatch.setattr(tables, "call_command", migrate)
    monkeypatch.setattr(tables, "is_empty", lambda: True)
    found = tables.Tables()
    assert not found.make_if_lost(0.0)
    with pytest.raises(OperationalError):
        found.make_if_lost(20.0)
    assert [found.make_if_lost(now) for now in (25.0, 30.0)] == [True, False]
    assert turns == ["migrate", "migrate"]
