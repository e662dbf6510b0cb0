"""Do all roles work? Beat, control, capture and OCR as real processes, on streams that a test sends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from bench.chaos import wrong_clock
from scoreboard.models import ALL_GAMES, Channel, Game
from scoreboard.store import Store
from tests.conftest import free_port, need
from tests.workers.stream_server import Handler, StreamServer, iso
from tests.workers.video import HUD, video

GAME = Game(
    "pubg",
    "PUBG",
    regions={"hud": HUD},
    final_seconds=1,
    playing_seconds=1,
    waiting_seconds=1,
)
CHANNELS = ("one", "two", "three")
DIFFERENT = 61
"""Pictures of a stream: one that comes again between two looks, as after a fault, would count as frozen."""
START_SECONDS = 180
"""A busy machine takes long to start four processes, which is not what is measured."""
ROLES = {
    "beat": ["workers.app", "beat"],
    "control": ["workers.tasks", "worker", "-Q", "control", "-P", "threads", "-c", "2"],
    "capture": ["workers.tasks", "worker", "-Q", "capture", "-P", "threads", "-c", "4"],
    "ocr": ["workers.tasks", "worker", "-Q", "ocr", "-P", "solo"],
}


class RedisServer:
    """A Redis that can be ended, stopped and started again, always at the same port."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        quick = Retry(NoBackoff(), 0)
        self.redis = Redis(port=self.port, socket_timeout=2, socket_connect_timeout=2, retry=quick)
        self.store = Store(self.redis)

    def start(self) -> None:
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = [need("redis-server"), "--port", str(self.port), "--dir", str(self.folder)]
        self.process = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
        wait_for(self.answers, 10)

    def answers(self) -> bool:
        try:
            return bool(self.redis.ping())
        except RedisError:
            return False

    def send(self, number: signal.Signals) -> None:
        assert self.process
        self.process.send_signal(number)

    def end(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


class Pipeline:
    """The roles by name, connected to Redis at ``port``, their logs and hearts in ``folder``."""

    def __init__(self, folder: Path, port: int, streams: StreamServer) -> None:
        self.folder, self.port, self.streams = folder, port, streams
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment: dict[str, str] = {}
        """What is not as usual."""
        _serve(streams)

    def start(self, role: str, seconds_ahead: int = 0) -> None:
        """``seconds_ahead``: by how much the clock of its machine is wrong; ``set_clock`` changes it."""
        environment = {
            **os.environ,
            "REDIS_URL": f"redis://127.0.0.1:{self.port}/0",
            "HEARTBEAT_FILE": str(self.heart(role)),
            "ALLOWED_STREAM_HOSTS": self.streams.host,
            "OMP_THREAD_LIMIT": "1",
            **self.environment,
        }
        name = [] if role == "beat" else ["--hostname", f"{role}@%h"]
        celery = ["-m", "celery"]
        if seconds_ahead:
            self.set_clock(role, seconds_ahead)
            celery = [wrong_clock.__file__, str(self.folder / f"{role}.clock"), "celery"]
        command = [sys.executable, *celery, "--quiet", "-A", *ROLES[role], *name]
        with open(self.folder / f"{role}.log", "ab") as log:
            self.processes[role] = subprocess.Popen(
                command, env=environment, stdout=log, stderr=log
            )

    def start_all(self) -> None:
        for role in ROLES:
            self.start(role)

    def set_clock(self, role: str, seconds_ahead: int) -> None:
        (self.folder / f"{role}.clock").write_text(str(seconds_ahead))

    def kill(self, role: str) -> None:
        self.processes[role].kill()
        self.processes[role].wait()

    def ended(self) -> list[str]:
        """The roles whose process ended unasked."""
        return [role for role, process in self.processes.items() if process.poll() is not None]

    def connections(self) -> dict[str, int]:
        """How many to Redis each role holds, also those that the other end has closed."""
        return {
            role: sum(
                one.raddr.port == self.port
                for one in psutil.Process(process.pid).net_connections("tcp")
                if one.raddr
            )
            for role, process in self.processes.items()
        }

    def end(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()

    def heart(self, role: str) -> Path:
        return self.folder / f"{role}.heart"

    def log(self, role: str) -> str:
        return (self.folder / f"{role}.log").read_text()

    def publish(self, store: Store) -> None:
        """As the site does, within seconds after Redis is back."""
        channels = [
            Channel(name, "watch", "pubg", name, f"{self.streams.url}/{name}/index.m3u8")
            for name in CHANNELS
        ]
        store.publish_catalog([GAME], channels, f"v{time.time()}")

    def all_read_since(self, store: Store, at: float) -> bool:
        """Whether every role has done its part since ``at``: all streams were read, the board was made."""
        try:
            board = store.board(ALL_GAMES)
        except RedisError:
            return False
        rows = {} if board is None else {row.channel: row for row in board.streams}
        standings = store.standings()
        return (
            board is not None
            and board.at > at
            and set(rows) == set(CHANNELS)
            and all(name in standings and standings[name].looked_at > at for name in CHANNELS)
            and {standings[name].state for name in CHANNELS} == {"no-counter"}
        )

    def seconds_until_right(self, store: Store, at: float, limit: float) -> float:
        """From ``at``, epoch seconds, until all is read again."""
        try:
            wait_for(lambda: self.all_read_since(store, at), limit)
        except AssertionError:
            raise AssertionError(f"not right after {limit} s; ended: {self.ended()}") from None
        return time.time() - at


def wait_for(found: Callable[[], object], seconds: float) -> float:
    """How long it took."""
    began = time.monotonic()
    while not found():
        assert time.monotonic() - began < seconds, "it did not happen in time"
        time.sleep(0.05)
    return time.monotonic() - began


def _serve(streams: StreamServer) -> None:
    """Three live streams that go on for ever, a segment a second."""
    for name in CHANNELS:
        streams.files[f"/{name}/index.m3u8"] = _playlist
        for number in range(DIFFERENT):
            streams.files[f"/{name}/s{number}"] = video(shift=7 * number)


def _playlist(handler: Handler) -> None:
    newest = int(time.time())
    lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:1", f"#EXT-X-MEDIA-SEQUENCE:{newest - 2}"]
    for number in range(newest - 2, newest + 1):
        lines += [
            f"#EXT-X-PROGRAM-DATE-TIME:{iso(number - 1)}",
            "#EXTINF:1.0,",
            f"s{number % DIFFERENT}",
        ]
    handler.say(200, "\n".join(lines).encode())
