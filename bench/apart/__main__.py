"""What does a Redis have to do for a look when it has everything, and when queues and looks are elsewhere?

Each look goes its way as beat, capture and reader send it through the store, in this process, one after the other:
taken, pushed, wanted, handed on, read, finished; one in seven brings a preview. Celery's own acknowledgements and the
boards are left out. Sizes are those of looks at the arena: 12 KB, and 38 for a banner, which one look in ten opens.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from bench.report.figures import table
from demo.port import free_port
from scoreboard.models import Game, Standing, Stream
from scoreboard.queues import CAPTURE, OCR
from scoreboard.store import Store
from workers.message import look_message

LOOK, BANNER, PREVIEW = os.urandom(12_000), os.urandom(38_000), os.urandom(4_000)
REMEMBERED = {"thumbnail": "m" * 1_000, "known": "k" * 300}
"""What a look changes of what capture remembers of a stream."""
HOLDS = ("scoreboard", "queues", "looks")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--looks", type=int, default=4000)
    parser.add_argument("--banner", action="store_true", help="looks near the end of a match")
    told = parser.parse_args()
    banner = BANNER if told.banner else b""
    with tempfile.TemporaryDirectory() as folder, redis_servers(Path(folder)) as servers:
        one = measure(servers[:1], told.looks, banner)
        three = measure(servers, told.looks, banner)
    columns = ["holds", "CPU a look, us", "commands", "KB in", "KB out", "ms a look"]
    rows = [[name, *row] for name, row in zip(("all of it", *HOLDS), one + three, strict=True)]
    print(table(columns, rows))
    return 0


def measure(servers: list[Redis], looks: int, banner: bytes) -> list[list[str]]:
    """A row for each server."""
    for server in servers:
        server.flushall()
    store = Store(*servers)
    store.publish_catalog([Game("pubg", "PUBG")], [], "v1")
    names = [f"twitch-{number}" for number in range(20)]
    streams = [Stream(name, "pubg", name, f"https://example.org/{name}") for name in names]
    now = store.now()
    store.put_streams(streams, dict.fromkeys(names, now))
    before, began = [server.info() for server in servers], time.perf_counter()
    for number in range(0, looks, len(names)):
        a_round(store, now + number, banner)
    milliseconds = 1000 * (time.perf_counter() - began) / looks
    after = [server.info() for server in servers]
    return [row_of(old, new, looks, milliseconds) for old, new in zip(before, after, strict=True)]


def a_round(store: Store, now: float, banner: bytes) -> None:
    token = f"{now}"
    taken = [channel for channel, _ in store.take_due(now, 20, 30, token)]
    message = [look_message("capture", CAPTURE, each, token, now, now, now + 5) for each in taken]
    store.push_tasks(CAPTURE, message)
    for place, channel in enumerate(taken):
        store.broker.brpop([CAPTURE], 1)
        store.wanted(channel, token, lease_seconds=30)
        if place % 7 == 0:
            store.put_preview(channel, PREVIEW, 60)
        store.put_remembered(channel, token, REMEMBERED, 1200, renew=False)
        task = look_message("read", OCR, channel, token, now, now, now + 8)
        store.put_look(channel, token, LOOK, OCR, task, 8, 30, banner)
        store.broker.brpop([OCR], 1)
        found = store.wanted(channel, token, take_look=True, lease_seconds=30)
        assert found
        assert found.look == LOOK
        if banner and place % 10 == 0:
            store.take_banner(channel)
        store.finish_look(Standing(channel, "pubg", alive=50), "", token, now + 1)


def row_of(old: dict[str, Any], new: dict[str, Any], looks: int, milliseconds: float) -> list[str]:
    def each(name: str) -> float:
        return float(new[name] - old[name]) / looks

    seconds = each("used_cpu_user") + each("used_cpu_sys")
    return [
        f"{1e6 * seconds:.0f}",
        f"{each('total_commands_processed'):.1f}",
        f"{each('total_net_input_bytes') / 1e3:.1f}",
        f"{each('total_net_output_bytes') / 1e3:.1f}",
        f"{milliseconds:.2f}",
    ]


@contextmanager
def redis_servers(folder: Path) -> Iterator[list[Redis]]:
    ports = [free_port() for _ in HOLDS]
    options = ["--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    servers = [
        subprocess.Popen(["redis-server", "--port", str(port), *options], stdout=subprocess.DEVNULL)
        for port in ports
    ]
    try:
        patient = Retry(ConstantBackoff(0.1), 100)
        clients = [Redis(port=port, retry=patient) for port in ports]
        for client in clients:
            client.ping()
        yield clients
    finally:
        for server in servers:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    sys.exit(main())
