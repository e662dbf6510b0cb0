"""Do several web processes on one PostgreSQL send each event once, and one that is killed lose none?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from scoreboard.store import Store
from tests.postgres import postgres
from tests.webapp.hooks.conftest import milestone
from tests.webapp.hooks.receiver import Receiver, Says
from tests.webapp.server.served import redis_server

pytestmark = pytest.mark.timed
CHECKOUT = Path(__file__).parents[3]
EVENTS, PROCESSES = 12, 2
TURNS = """
import time, django; django.setup()
from webapp.hooks.queue import claim, deliver
from webapp.hooks.queue.turn import turn
claim.LEASE_SECONDS, deliver.JOB_SECONDS = 1.0, 0.3  # a test does not wait for long
print("ready", flush=True)
while True:
    turn()
    time.sleep(0.02)
"""


@pytest.fixture
def rig(tmp_path):
    """The environment of a site, its store and a receiver that both webhooks send to."""
    with redis_server(tmp_path) as (port, _), postgres() as database, Receiver() as receiver:
        redis = f"redis://127.0.0.1:{port}/0"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "webapp.settings",
            "SECRET_KEY": "for tests",
            "ALLOWED_HOSTS": "*",
            "REDIS_URL": redis,
            "DATABASE_URL": database,
            "ALLOWED_STREAM_HOSTS": f"127.0.0.1:{receiver.port}",
        }
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=CHECKOUT, env=environment, check=True)
        yield environment, Store(Redis.from_url(redis)), receiver, database


def started(environment: dict[str, str]) -> list[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", TURNS]
    processes = [
        subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE)
        for _ in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
    return processes


def add_hooks(database: psycopg.Connection, receiver: Receiver) -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    for name in ("a", "b"):
        database.execute(
            "INSERT INTO hooks_webhook (name, form, url, final_ten, final_three, won, on_air, enabled, pause_seconds,"
            " secret, previous_secret, failures, off_because, created_at)"
            " VALUES (%s, 'json', %s, true, false, false, false, true, 0, %s, '', 0, '', now())",
            [name, f"{receiver.url}/{name}", secret],
        )


def test_processes_send_each_event_once_and_one_is_killed(rig):
    environment, store, receiver, database = rig
    receiver.says = [Says(hang_seconds=0.03)]
    with psycopg.connect(database, autocommit=True) as asking:
        add_hooks(asking, receiver)
        processes = started(environment)

        def count(where: str) -> int:
            found = asking.execute(f"SELECT count(*) FROM hooks_delivery WHERE {where}").fetchone()
            return int(found[0]) if found else 0

        try:
            for n in range(EVENTS):
                store.put_milestones([milestone(channel=f"c{n}", at=time.time())])
                time.sleep(0.02)
                if n == EVENTS // 2:
                    processes[0].kill()
            ends_at = time.monotonic() + 20
            while count("state = 'delivered'") < 2 * EVENTS:
                assert time.monotonic() < ends_at
                time.sleep(0.05)
            again = count("attempts > 1")
        finally:
            for process in processes:
                process.kill()
                process.communicate(timeout=10)
    got = Counter((each.path, each.headers["webhook-id"]) for each in receiver.got)
    assert len(got) == 2 * EVENTS
    twice = [event for event, times in got.items() if times > 1]
    assert len(twice) <= again <= 2, "what the killed one was sending, under the same ID"
