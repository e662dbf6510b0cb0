"""One build, run by its checkout's own code: python bench/boards/one.py --streams 20000

Imports nothing of the bench, so that an older build can be measured by a newer bench. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from statistics import median
from typing import Any

from redis import Redis
from redis.exceptions import ConnectionError as NotYet

GAME = "pubg"
MIX = ((0.45, "waiting", None), (0.50, "playing", 60), (0.05, "playing", 8))
"""As ``bench.scale`` has it."""
WARM_UP = 3
WATCHERS = 1
PASS_SECONDS = 0.5


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--streams", type=int, required=True)
    parser.add_argument("--changed", type=float, required=True)
    parser.add_argument("--passes", type=int, required=True)
    told = parser.parse_args()
    sys.path.insert(0, os.getcwd())
    with tempfile.TemporaryDirectory() as folder, redis_server(Path(folder)) as url:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "webapp.settings",
            "ALLOWED_HOSTS": "localhost",
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "SECRET_KEY": "for measuring alone",
            "REDIS_URL": url,
        }
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, check=True, stdout=sys.stderr)
        print(json.dumps(measure(url, told.streams, told.changed, told.passes)))
    return 0


def measure(url: str, streams: int, changed: float, passes: int) -> dict[str, float]:
    from scoreboard.store import Store

    redis = Redis.from_url(url)
    world, store = World(redis, streams), Store(Redis.from_url(url))
    turn, direct = site(url, world), directing(world)
    costs: list[dict[str, float]] = []
    for number in range(WARM_UP + passes):
        world.change(max(1, round(changed * streams)) if number else 0)
        # As after the first minute, in which boards are also written as older processes read them.
        redis.delete("directing", "whole-boards")
        cost = {
            f"pass_{name}": value for name, value in spent(redis, lambda: direct(store)).items()
        }
        cost |= {f"web_{name}": value for name, value in spent(redis, turn).items()}
        costs.append({**cost, "redis_ms": cost["pass_redis_ms"] + cost["web_redis_ms"]})
    return {name: median(cost[name] for cost in costs[WARM_UP:]) for name in costs[0]}


class World:
    """Streams of one game, in the mix of a large installation; some change at a time, as their looks end."""

    def __init__(self, redis: Redis, streams: int) -> None:
        from scoreboard.games import known_games
        from scoreboard.models import Standing, Stream
        from scoreboard.store import Store

        self.redis, self.store, self.draw = redis, Store(redis), random.Random(1)
        self.standing = Standing
        self.channels = [f"twitch-streamer{number:05}" for number in range(streams)]
        self.next = 0
        self.began: dict[str, tuple[float, Any, int | None]] = {}
        self.now = now = time.time()
        """By a clock of its own: on a slow machine, too, no more numbers grow old than change."""
        for channel in self.channels:
            ((_, phase, alive),) = self.draw.choices(MIX, [share for share, _, _ in MIX])
            self.began[channel] = (now - self.draw.uniform(0, 900), phase, alive)
        self.store.publish_catalog(known_games().values(), [], "bench")
        title = "ranked until I win | !drops !sens | road to the top five hundred"
        for at in range(0, streams, 1000):
            part = self.channels[at : at + 1000]
            rows = [
                Stream(
                    channel, GAME, channel.title(), f"https://www.twitch.tv/{channel}", title,
                    "twitch", "en", self.draw.randint(1, 5000), f"https://www.twitch.tv/{channel}",
                    found_at=now,
                )
                for channel in part
            ]  # fmt: skip
            self.store.put_streams(rows, dict.fromkeys(part, now))
        self.store.end_discovering("bench")
        pipe = redis.pipeline()
        for channel in self.channels:
            pipe.hset("standings", channel, self.looked_at(channel).to_json())
        pipe.execute()

    def change(self, count: int) -> None:
        """The looks at the next ``count`` streams end: ages of all, and the numbers of most that play."""
        self.now += PASS_SECONDS
        for _ in range(count):
            channel = self.channels[self.next]
            self.next = (self.next + 1) % len(self.channels)
            self.redis.set(f"lease:{channel}", "bench")
            self.store.finish_look(self.looked_at(channel), "{}", "bench", self.now + 30)

    def looked_at(self, channel: str) -> Any:
        now = self.now
        began, phase, most = self.began[channel]
        alive = None if most is None else most - self.draw.randint(0, most // 8)
        more: dict[str, Any] = {"looked_at": now, "phase_since": began}
        if alive:
            marks = ((0, 95), (200, 70), (400, 55))
            more |= {"began_at": began, "alive_since": now, "marks": marks}
        known = {each.name for each in fields(self.standing)}  # an older build knows fewer
        more = {name: value for name, value in more.items() if name in known}
        return self.standing(channel, GAME, phase, alive, 2, 0.99, now, "ok", **more)


def directing(world: World) -> Callable[[Any], int]:
    try:
        from workers.direct.direct import direct_games
    except ImportError:  # before it was a folder
        from workers.direct import direct_games  # type: ignore[no-redef, attr-defined]
    return lambda store: direct_games(store, True, world.now)


def site(url: str, world: World) -> Callable[[], object]:
    """A turn of a web process with a viewer who watches all games."""
    import django

    django.setup()
    try:
        from webapp.board.events import hub as hub_module
    except ImportError:
        return older_site(url)
    from webapp.board.events import news
    from webapp.store.last_known import LastKnown

    for module in (hub_module, news):
        module.site_now = lambda: world.now  # type: ignore[attr-defined]
    store, loop = LastKnown(Redis.from_url(url)), asyncio.new_event_loop()
    hub = hub_module.Hub(lambda: store)
    viewers = [loop.run_until_complete(_listening(hub)) for _ in range(WATCHERS)]

    def turn() -> None:
        loop.run_until_complete(hub.turn())
        for viewer in viewers:
            while not viewer.frames.empty():
                viewer.frames.get_nowait()

    return turn


def older_site(url: str) -> Callable[[], object]:
    """Of builds whose site had its events in one module."""
    from importlib import import_module

    live = import_module("webapp.board.live")
    store = import_module("webapp.last_known").LastKnown(Redis.from_url(url))
    hub, loop = live.Hub(lambda: store), asyncio.new_event_loop()
    viewer = loop.run_until_complete(_listening(hub))

    def turn() -> None:
        for frame in hub._next_frames():
            hub.publish(frame)
        while not viewer.frames.empty():
            viewer.frames.get_nowait()

    return turn


async def _listening(hub: Any) -> Any:
    return hub.listen("all", None, True)


def spent(redis: Redis, work: Callable[[], object]) -> dict[str, float]:
    """CPU of this process and of Redis, and what went through Redis."""
    before, began = redis.info(), time.process_time()
    work()
    milliseconds = (time.process_time() - began) * 1000
    after = redis.info()
    asking = len(json.dumps(before, default=str))
    grown = {name: after[name] - before[name] for name in after if name.startswith("total_net")}
    bytes_ = grown["total_net_input_bytes"] + grown["total_net_output_bytes"] - asking
    used = sum(after[name] - before[name] for name in ("used_cpu_user", "used_cpu_sys"))
    commands = after["total_commands_processed"] - before["total_commands_processed"] - 1
    return {
        "ms": milliseconds,
        "bytes": max(0, bytes_),
        "commands": commands,
        "redis_ms": 1000 * used,
    }


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    command = [
        "redis-server",
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        await_answer(Redis(port=port), time.monotonic() + 10)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(20)


def await_answer(redis: Redis, ends_at: float) -> None:
    while True:
        try:
            redis.ping()
            return
        except NotYet:
            if time.monotonic() > ends_at:
                raise
            time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())
