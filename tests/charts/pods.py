"""Does what helm installs come up, rank streams and outlive the loss of pods? python -m tests.charts.pods

The API server only keeps objects; docker runs the pods that they ask for, under their security settings, their probes
and their NetworkPolicies. The images must be there: those of ``make image``, and Redis, PostgreSQL and nginx.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from urllib.request import urlopen

from bench.exchange.door import Door
from bench.exchange.viewers import Seen, Viewers
from tests.charts.cluster.node import PROXY_PORT, READY_WITHIN_SECONDS, SINGLE, Node

QUIET_SECONDS = 30.0
AWAY_SECONDS = (1.0, 2.0, 3.0, 10.0)
ARENA_PORT = 8090
ROLES = ("redis", "postgres", "beat", "control", "capture", "ocr", "web", "proxy")
"""The arena tells what is true, so it stays."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.charts.pods", description=__doc__)
    parser.add_argument(
        "--tag", default="", help="of both images; the chart's version when left out"
    )
    parser.add_argument("--viewers", type=int, default=10, help="who ask twice a second")
    parser.add_argument("--listeners", type=int, default=5, help="who hold a stream of events")
    parser.add_argument(
        "--roles", nargs="*", default=ROLES, choices=ROLES, help="whose pods are exchanged then"
    )
    parser.add_argument(
        "--away",
        type=float,
        nargs="+",
        default=AWAY_SECONDS,
        help="seconds until Redis is started again, once each; the database is away for the last of them",
    )
    parser.add_argument(
        "--library",
        type=Path,
        help="clips that the arena need not encode: ~/.cache/rotisserie/arena",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        values = {"arena.enabled": "true", "global.imageTag": options.tag}
        node = Node(Path(folder), values, options.library)
        try:
            return watch(node, options)
        finally:
            node.end()


def watch(node: Node, options: argparse.Namespace) -> int:
    began = time.monotonic()
    node.install()
    door = Door([(pod.address, PROXY_PORT) for pod in node.of("proxy")])
    while not ranked(door.port):
        node.lead()
        if time.monotonic() - began > READY_WITHIN_SECONDS:
            raise SystemExit("no stream was ranked in time")
        time.sleep(0.5)
    print(f"A stream is ranked {time.monotonic() - began:.0f} s after the install.")
    node.wait_until_ready()
    for pod in node.pods:
        print(
            f"  {pod.name:24} "
            + (f"ready after {pod.ready_seconds:.1f} s" if pod.ready_seconds else "to its end")
        )
    print(node.test())
    before = list(node.pods)
    node.upgrade(**{"ocr.replicas": "4"})
    print("ocr.replicas=4 starts", *(pod.name for pod in node.pods if pod not in before))
    arena = f"http://{node.of('arena')[0].address}:{ARENA_PORT}"
    viewers = Viewers(door.port, options.viewers, options.listeners, arena)
    time.sleep(QUIET_SECONDS)
    well = report("nothing", viewers.take())
    for role in options.roles:
        for away in options.away if role == "redis" else options.away[-1:]:
            well = exchange(node, door, viewers, role, away) and well
    viewers.end()
    faults = [f"{pod.name}: {fault}" for pod in node.pods for fault in pod.faults]
    print(*faults, sep="\n")
    for pod in list(node.pods):
        node.pods.remove(pod)
        print(f"  {pod.name:24} ended within {pod.end():.1f} s")
    return 0 if well and not faults else 1


def exchange(node: Node, door: Door, viewers: Viewers, role: str, away: float) -> bool:
    node.exchange(role, door, away)
    name = f"{role}, {away:g} s" if role in SINGLE else role
    ready_at = time.time()
    while not ranked(door.port, ready_at) and time.time() - ready_at < 2 * QUIET_SECONDS:
        time.sleep(0.2)
    print(f"{name}: a picture taken since is ranked {time.time() - ready_at:.1f} s after")
    time.sleep(QUIET_SECONDS)
    return report(name, viewers.take())


def ranked(port: int, since: float = 0.0) -> bool:
    """Whether a stream is ranked by a picture taken after ``since`` (epoch seconds)."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/v1/streams/?limit=100", timeout=5) as answer:
            rows = json.load(answer)["results"]
    except (OSError, ValueError):
        return False
    return any(
        row["rank"] and datetime.fromisoformat(row["captured_at"]).timestamp() > since
        for row in rows
    )


def report(role: str, seen: Seen) -> bool:
    line = (
        f"{role:14} {seen.requests:6} requests, {len(seen.failed)} failed, slowest {seen.slowest_seconds:.2f} s, "
        f"oldest number {seen.oldest_seconds:.1f} s, {seen.unranked} answers without a ranked stream, "
        f"{seen.streams_ended} streams of events ended"
    )
    print(line, *seen.failed[:5], sep="\n    ", flush=True)
    return not seen.failed and not seen.unranked and seen.requests > 0


if __name__ == "__main__":
    sys.exit(main())
