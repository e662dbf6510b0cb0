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
from pathlib import Path
from urllib.request import urlopen

from bench.exchange.door import Door
from bench.exchange.viewers import Seen, Viewers
from tests.charts.cluster.node import PROXY_PORT, READY_WITHIN_SECONDS, Node

QUIET_SECONDS = 30.0
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
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        node = Node(Path(folder), {"arena.enabled": "true", "global.imageTag": options.tag})
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
        node.exchange(role, door)
        time.sleep(QUIET_SECONDS)
        well = report(role, viewers.take()) and well
    viewers.end()
    faults = [f"{pod.name}: {fault}" for pod in node.pods for fault in pod.faults]
    print(*faults, sep="\n")
    for pod in list(node.pods):
        node.pods.remove(pod)
        print(f"  {pod.name:24} ended within {pod.end():.1f} s")
    return 0 if well and not faults else 1


def ranked(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/api/v1/streams/", timeout=5) as answer:
            return any(row["rank"] for row in json.load(answer)["results"])
    except (OSError, ValueError):
        return False


def report(role: str, seen: Seen) -> bool:
    line = (
        f"{role:10} {seen.requests:6} requests, {len(seen.failed)} failed, slowest {seen.slowest_seconds:.2f} s, "
        f"oldest number {seen.oldest_seconds:.1f} s, {seen.streams_ended} streams of events ended"
    )
    print(line, *seen.failed[:5], sep="\n    ", flush=True)
    return not seen.failed and seen.requests > 0


if __name__ == "__main__":
    sys.exit(main())
