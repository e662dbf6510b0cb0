"""A site as it is run: uvicorn, a Redis of its own, a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import free_port, need, wait_until_answers

CHECKOUT = Path(__file__).parents[3]


@contextmanager
def redis_server(folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [need("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = subprocess.Popen([*command, "--dir", str(folder)], stdout=subprocess.DEVNULL)
    try:
        wait_until_answers(port)
        yield port, server
    finally:
        server.kill()
        server.wait(10)


@contextmanager
def site(environment: dict[str, str]) -> Iterator[str]:
    """Its address, once it is ready to serve."""
    port = free_port()
    variables = {**os.environ, "ALLOWED_HOSTS": "*", "SECRET_KEY": "for tests", **environment}
    manage = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(manage, cwd=CHECKOUT, env=variables, check=True)
    command = [sys.executable, "-m", "uvicorn", "webapp.asgi:application", "--port", str(port)]
    server = subprocess.Popen([*command, "--log-level", "warning"], cwd=CHECKOUT, env=variables)
    try:
        wait_until_answers(port, 30)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def ask(url: str, seconds: float = 10.0, **headers: str) -> tuple[int, bytes, float]:
    """Status, body and how long it took."""
    began = time.monotonic()
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            return answer.status, answer.read(), time.monotonic() - began
    except urllib.error.HTTPError as fault:
        with fault:
            return fault.code, fault.read(), time.monotonic() - began


def events(url: str, until: str, seconds: float = 10.0) -> list[tuple[str, dict[str, Any]]]:
    """What an event stream tells, up to the first event of the kind ``until``."""
    found: list[tuple[str, dict[str, Any]]] = []
    kind = ""
    with urllib.request.urlopen(url, timeout=seconds) as stream:
        while not found or found[-1][0] != until:
            line = stream.readline().decode().strip()
            if line.startswith("event: "):
                kind = line.removeprefix("event: ")
            elif line.startswith("data: "):
                found.append((kind, json.loads(line.removeprefix("data: "))))
    return found
