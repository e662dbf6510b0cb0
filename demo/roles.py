"""Which processes make up the demo, and what do they get?"""

from __future__ import annotations

import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from demo.port import free_port

CHECKOUT = Path(__file__).resolve().parent.parent
FROM_OUTSIDE = (
    "TWITCH_CLIENT_ID",
    "TWITCH_CLIENT_SECRET",
    "TWITCH_API_URL",
    "TWITCH_AUTH_URL",
    "KICK_CLIENT_ID",
    "KICK_CLIENT_SECRET",
    "KICK_API_URL",
    "KICK_AUTH_URL",
    "YOUTUBE_API_KEY",
    "YOUTUBE_API_URL",
    "DATABASE_URL",
    "ALLOWED_HOSTS",
    "ENV_FILE",
)
EVERYWHERE = "0.0.0.0"  # noqa: S104 - the demo may be watched from another machine
_CELERY = [sys.executable, "-m", "celery", "--quiet", "-A"]
_WORKER = ["worker", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    command: list[str]


@dataclass(frozen=True, slots=True)
class Ports:
    web: int
    arena: int
    redis: int


def choose_ports(web: int) -> Ports:
    return Ports(web, free_port(), free_port())


def environment(ports: Ports) -> dict[str, str]:
    """What every role is told; secrets last as long as the demo."""
    passed_on = {name: os.environ[name] for name in FROM_OUTSIDE if os.environ.get(name)}
    usual = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "USER", "TMPDIR")
    }
    return {
        **usual,
        **passed_on,
        "REDIS_URL": f"redis://127.0.0.1:{ports.redis}/0",
        "BROKER_URL": "",  # whatever .env says
        "LOOKS_URL": "",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_STREAM_HOSTS": "127.0.0.1,localhost",
        "OMP_THREAD_LIMIT": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    }


def ground(ports: Ports, matches: int, folder: Path) -> list[Role]:
    """What the others need from the start."""
    return [redis(ports, folder), arena(ports, matches)]


def redis(ports: Ports, folder: Path) -> Role:
    command = [
        "redis-server",
        "--port",
        str(ports.redis),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
        "--loglevel",
        "warning",
    ]
    return Role("redis", command)


def arena(ports: Ports, matches: int) -> Role:
    command = [sys.executable, "-m", "arena", "--port", str(ports.arena), "--matches", str(matches)]
    return Role("arena", command)


def site(ports: Ports) -> Role:
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "webapp.asgi:application",
        "--host",
        EVERYWHERE,
        "--port",
        str(ports.web),
        "--log-level",
        "warning",
        "--timeout-graceful-shutdown",
        "3",
        "--no-server-header",
    ]
    return Role("web", command)


def pipeline(ports: Ports) -> list[Role]:
    return [
        site(ports),
        Role("beat", [*_CELERY, "workers.app", "beat", "--loglevel", "INFO"]),
        Role("control", [*_worker("control", "threads"), "--concurrency", "2"]),
        Role("capture", [*_worker("capture", "threads"), "--concurrency", "16"]),
        Role("ocr-1", _worker("ocr", "solo", "ocr-1")),
        Role("ocr-2", _worker("ocr", "solo", "ocr-2")),
        Role("scan", [*_worker("scan", "threads"), "--concurrency", "3"]),
    ]


def _worker(queue: str, pool: str, name: str = "") -> list[str]:
    return [
        *_CELERY,
        "workers.tasks",
        *_WORKER,
        "--queues",
        queue,
        "--pool",
        pool,
        "--hostname",
        f"{name or queue}@%h",
    ]
