"""How is a whole pipeline set to watch an arena, each role a process that is measured?"""

from __future__ import annotations

import json
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

from bench.load.fleet import Fleet, Use
from demo.port import free_port
from demo.roles import CHECKOUT, Ports, Role, choose_ports, environment, ground, pipeline
from scoreboard.games import known_games
from scoreboard.models import ALL_GAMES, Channel, Game
from scoreboard.store import Store

WORKERS = ("beat", "control", "capture", "ocr-1", "ocr-2")
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
) -> Iterator[Watching]:
    """``interval_seconds``: between two looks at any channel; without it, the interval of each phase.

    With ``site`` the catalog is the site's own, in a database of its own, and its intervals are the usual ones.
    """
    ports = choose_ports(free_port())
    folder = Path(tempfile.mkdtemp(prefix="rotisserie-bench-"))
    told = {
        **environment(ports),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "ALLOWED_HOSTS": "*",
    }
    with Fleet(told, folder) as fleet:
        store = Store(Redis.from_url(told["REDIS_URL"]))
        redis, arena = ground(ports, channels, fleet.folder)
        fleet.start(redis)
        fleet.await_redis(store.redis)
        fleet.start(replace(arena, command=[*arena.command, *arena_options]))
        address = f"http://127.0.0.1:{ports.arena}"
        truth = _first_answer(f"{address}/truth", fleet)
        if site:
            _manage(told, "migrate", "--verbosity", "0")
            rows = "\n".join(json.dumps(_row(row)) for row in truth["channels"])
            _manage(told, "channel", "add", "--from", "-", given=rows)
        else:
            store.publish_catalog(
                _games(interval_seconds), [_channel(row) for row in truth["channels"]], "bench"
            )
        for role in pipeline(ports):
            if site or role.name in WORKERS:
                fleet.start(_on_this_machine(role))
        yield Watching(fleet, ports, store, address)


def _games(interval_seconds: float | None) -> list[Game]:
    games = list(known_games().values())
    if interval_seconds is None:
        return games
    return [
        replace(
            game,
            final_seconds=interval_seconds,
            playing_seconds=interval_seconds,
            waiting_seconds=interval_seconds,
        )
        for game in games
    ]


def _channel(row: dict[str, str]) -> Channel:
    return Channel(row["channel"], "watch", row["game"], row["name"], row["url"])


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


def _first_answer(url: str, fleet: Fleet) -> dict[str, Any]:
    ends_at = time.monotonic() + ARENA_SECONDS
    while True:
        try:
            with urlopen(url, timeout=60) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except (URLError, OSError):
            code = fleet.processes["arena"].poll()
            if code is not None or time.monotonic() > ends_at:
                raise SystemExit(
                    f"The arena does not open; its log lies in {fleet.folder}."
                ) from None
            time.sleep(1)
