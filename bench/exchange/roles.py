"""How is a role of a running `docker compose` exchanged: a new container first, then the old one goes?"""

from __future__ import annotations

import json
import subprocess
import time
from typing import Any

from bench.exchange.door import Address, Door

HEALTHY_WITHIN_SECONDS = 180.0
LEAVES_SECONDS = 5.0
"""Nobody new comes to a container that long before it is told to end, as `preStop` has it in the chart."""
PROXY_PORT, ARENA_PORT = 8080, 8090
SINGLE = ("redis", "postgres")
"""Exchanged in their place: there is one of each, and it has the data."""


def exchange(role: str, door: Door) -> None:
    if role == "proxy":
        _exchange_proxy(door)
    elif role in SINGLE:
        _compose("up", "--detach", "--no-deps", "--force-recreate", role)
        _wait_until_healthy(containers(role))
    else:
        for old in containers(role):
            _exchange_one(role, old)


def containers(role: str) -> list[str]:
    return _compose("ps", "--quiet", role).split()


def address(container: str, port: int) -> Address:
    networks = _inspect(container)["NetworkSettings"]["Networks"].values()
    return str(next(iter(networks))["IPAddress"]), port


def _exchange_one(role: str, old: str) -> None:
    wanted = len(containers(role)) + 1
    _compose("up", "--detach", "--no-deps", "--no-recreate", "--scale", f"{role}={wanted}", role)
    _wait_until_healthy(containers(role))
    if role == "web":
        _reload_proxy()
    _retire(old)
    if role == "web":
        _reload_proxy()


def _exchange_proxy(door: Door) -> None:
    """Twice: one container owns the port on this machine, so a second one without it serves while that is recreated."""
    between = _compose("run", "--detach", "--no-deps", "proxy").split()[-1]
    for new in (lambda: between, _recreated_proxy):
        container = new()
        _wait_until_healthy([container])
        door.proxies = [address(container, PROXY_PORT)]
        time.sleep(LEAVES_SECONDS)
        if container == between:
            _docker("stop", *containers("proxy"))
    _retire(between)


def _recreated_proxy() -> str:
    _compose("up", "--detach", "--no-deps", "--force-recreate", "proxy")
    return containers("proxy")[0]


def _reload_proxy() -> None:
    """It looks the site's addresses up when it starts or is told to read its configuration again."""
    _compose(
        "exec",
        "--no-TTY",
        "proxy",
        "nginx",
        "-e",
        "stderr",
        "-c",
        "/etc/rotisserie/nginx.conf",
        "-s",
        "reload",
    )
    time.sleep(1)


def _retire(container: str) -> None:
    _docker("stop", container)
    _docker("rm", container)


def _wait_until_healthy(those: list[str]) -> None:
    ends_at = time.monotonic() + HEALTHY_WITHIN_SECONDS
    while any(_inspect(one)["State"]["Health"]["Status"] != "healthy" for one in those):
        if time.monotonic() > ends_at:
            raise SystemExit(f"not healthy within {HEALTHY_WITHIN_SECONDS:.0f} s: {those}")
        time.sleep(0.5)


def _inspect(container: str) -> Any:
    return json.loads(_docker("inspect", container))[0]


def _compose(*words: str) -> str:
    return _docker("compose", *words)


def _docker(*words: str) -> str:
    done = subprocess.run(["docker", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"docker {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout
