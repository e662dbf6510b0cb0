"""Every role of a running `docker compose` exchanged under viewers' eyes: python -m bench.exchange"""

from __future__ import annotations

import argparse
import sys
import time

from bench.exchange.door import Door
from bench.exchange.roles import ARENA_PORT, PROXY_PORT, address, containers, exchange
from bench.exchange.viewers import Seen, Viewers

ROLES = ("beat", "control", "capture", "ocr", "web", "proxy")
QUIET_SECONDS = 20.0
"""Before the first exchange, to compare with, and after each one, to see what comes of it."""
MAX_AGE_SECONDS = 30.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.exchange", description=__doc__)
    parser.add_argument("--viewers", type=int, default=20, help="who ask twice a second")
    parser.add_argument("--listeners", type=int, default=10, help="who hold a stream of events")
    parser.add_argument(
        "--roles",
        nargs="+",
        default=ROLES,
        help="in this order; redis and postgres may be among them",
    )
    options = parser.parse_args()
    proxies = [address(one, PROXY_PORT) for one in containers("proxy")]
    if not proxies:
        raise SystemExit(
            "No proxy is running here: docker compose up --detach, and wait for a ranked stream."
        )
    door = Door(proxies)
    arena = "http://{}:{}".format(*address(containers("arena")[0], ARENA_PORT))
    viewers = Viewers(door.port, options.viewers, options.listeners, arena)
    time.sleep(QUIET_SECONDS)
    print("exchanged      s  requests  failed  slowest s  oldest s  streams ended")
    well = report("nothing", QUIET_SECONDS, viewers.take())
    for role in options.roles:
        began = time.monotonic()
        exchange(role, door)
        seconds = time.monotonic() - began
        time.sleep(QUIET_SECONDS)
        well = report(role, seconds, viewers.take()) and well
    viewers.end()
    return 0 if well else 1


def report(role: str, seconds: float, seen: Seen) -> bool:
    """Whether nobody met a fault, and no number was too old."""
    print(
        f"{role:10} {seconds:5.0f} {seen.requests:9} {len(seen.failed):7} {seen.slowest_seconds:10.2f} "
        f"{seen.oldest_seconds:9.1f} {seen.streams_ended:14}",
        flush=True,
    )
    for line in seen.failed[:5]:
        print("   ", line)
    return not seen.failed and seen.requests > 0 and seen.oldest_seconds <= MAX_AGE_SECONDS


if __name__ == "__main__":
    sys.exit(main())
