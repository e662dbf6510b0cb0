"""How is a whole pipeline set to watch an arena, each role a process that is measured?"""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from redis import Redis

from bench.load.authority import authority, trusted_by
from bench.load.fleet import Fleet, Use
from demo.port import free_port
from demo.roles import (
    CHECKOUT,
    Ports,
    Role,
    arena,
    choose_ports,
    environment,
    pipeline,
    redis,
)
from scoreboard.models import ALL_GAMES
from scoreboard.store import Store

WORKERS = ("beat", "control", "capture", "ocr-1", "ocr-2")
PUBLISH = Path(__file__).with_name("publish.py")
ARENA_SECONDS = 3600.0
"""The first start draws and encodes every picture: a minute or two, half an hour of what broadcasters send."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """All that is counted, at one time."""

    at: float
    uses: dict[str, Use]
    counters: dict[tuple[str, str], int]
    redis: dict[str, Any]


@dataclass
class Watching:
    """A pipeline that runs."""

    fleet: Fleet
    ports: Ports
    store: Store
    arena: str
    channels: list[dict[str, Any]]
    """As the arena's truth tells them."""
    trust: ssl.SSLContext | None
    """Of the arena, where that is broadcast over TLS."""

    def moment(self) -> Highlight:
        info: dict[str, Any] = self.store.redis.info()
        return Highlight(time.time(), self.fleet.uses(), self.store.counters(), info)

    def ages(self) -> list[float]:
        """Of the ranked numbers, in seconds."""
        board, now = self.store.board(ALL_GAMES), time.time()
        return (
            [now - row.captured_at for row in board.streams if row.rank is not None]
            if board
            else []
        )


@contextmanager
def watching(
    channels: int,
    arena_options: Sequence[str] = (),
    interval_seconds: float | None = None,
    site: bool = False,
    tls: bool = False,
) -> Iterator[Watching]:
    """``interval_seconds``: between two looks at any channel; without it, the interval of each phase.

    With ``site`` the catalog is the site's own, in a database of its own, and its intervals are the usual ones. With
    ``tls`` the arena is broadcast over TLS alone, by an authority that only this pipeline trusts.
    """
    ports = choose_ports(free_port())
    folder = Path(tempfile.mkdtemp(prefix="rotisserie-bench-"))
    vouched = authority(folder) if tls else None
    told = {
        **environment(ports),
        **(trusted_by(vouched) if vouched else {}),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "ALLOWED_HOSTS": "*",
    }
    with Fleet(told, folder) as fleet:
        store = Store(Redis.from_url(told["REDIS_URL"]))
        fleet.start(redis(ports, folder))
        fleet.await_redis(store.redis)
        encryption = ["--certificate", str(vouched.server)] if vouched else []
        broadcast = arena(ports, channels)
        fleet.start(replace(broadcast, command=[*broadcast.command, *arena_options, *encryption]))
        address = f"http{'s' if tls else ''}://127.0.0.1:{ports.arena}"
        trust = ssl.create_default_context(cafile=vouched.certificate) if vouched else None
        truth = _first_answer(f"{address}/truth", fleet, trust)
        if site:
            _manage(told, "migrate", "--verbosity", "0")
            rows = "\n".join(json.dumps(_row(row)) for row in truth["channels"])
            _manage(told, "channel", "add", "--from", "-", given=rows)
        else:
            _publish(truth["channels"], interval_seconds, told, CHECKOUT)
        for role in pipeline(ports):
            if site or role.name in WORKERS:
                fleet.start(_on_this_machine(role))
        yield Watching(fleet, ports, store, address, truth["channels"], trust)


@contextmanager
def beside(
    watched: Watching, checkout: Path, interval_seconds: float | None = None
) -> Iterator[Watching]:
    """The workers of another build, with a Redis of their own, at the same channels of the same arena."""
    ports = replace(choose_ports(free_port()), arena=watched.ports.arena)
    folder = Path(tempfile.mkdtemp(prefix="rotisserie-beside-"))
    told = {**watched.fleet.environment, "REDIS_URL": f"redis://127.0.0.1:{ports.redis}/0"}
    if certificate := told.get("SSL_CERT_FILE"):
        told["PYTHONPATH"] = str(_instead_of_certifi(folder, certificate))
    with Fleet(told, folder) as fleet:
        store = Store(Redis.from_url(told["REDIS_URL"]))
        fleet.start(redis(ports, folder))
        fleet.await_redis(store.redis)
        _publish(watched.channels, interval_seconds, told, checkout)
        for role in pipeline(ports):
            if role.name in WORKERS:
                fleet.start(role, checkout=checkout)
        yield Watching(fleet, ports, store, watched.arena, watched.channels, watched.trust)


def _instead_of_certifi(folder: Path, certificate: str) -> Path:
    """A build from before ``SSL_CERT_FILE`` trusts what certifi names, and nothing else."""
    module = folder / "modules" / "certifi.py"
    module.parent.mkdir()
    module.write_text(f"def where():\n    return {certificate!r}\n")
    return module.parent


def _publish(
    channels: list[dict[str, Any]],
    interval_seconds: float | None,
    told: Mapping[str, str],
    checkout: Path,
) -> None:
    """By the build's own code."""
    interval = [] if interval_seconds is None else ["--interval", str(interval_seconds)]
    subprocess.run(
        [sys.executable, str(PUBLISH), *interval],
        check=True,
        cwd=checkout,
        env=dict(told),
        input=json.dumps(channels),
        text=True,
    )


def _row(channel: dict[str, str]) -> dict[str, str]:
    return {name: channel[name] for name in ("url", "game", "name", "channel")}


def _manage(told: Mapping[str, str], *words: str, given: str = "") -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words],
        check=True,
        cwd=CHECKOUT,
        env=dict(told),
        input=given,
        text=True,
        capture_output=True,
    )


def _on_this_machine(role: Role) -> Role:
    return replace(
        role, command=["127.0.0.1" if word == "0.0.0.0" else word for word in role.command]
    )


def _first_answer(url: str, fleet: Fleet, trust: ssl.SSLContext | None) -> dict[str, Any]:
    ends_at = time.monotonic() + ARENA_SECONDS
    while True:
        try:
            with urlopen(url, timeout=60, context=trust) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except (URLError, OSError):
            code = fleet.processes["arena"].poll()
            if code is not None or time.monotonic() > ends_at:
                raise SystemExit(
                    f"The arena does not open; its log lies in {fleet.folder}."
                ) from None
            time.sleep(1)
