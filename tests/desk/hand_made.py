"""A real site with a real Redis, and streams that a test writes by hand: no pipeline is needed to see the pages."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from redis import Redis

from demo.roles import CHECKOUT, choose_ports, environment
from scoreboard.health import PlatformState, Worker
from scoreboard.models import ALL_GAMES, Standing, Stream
from scoreboard.ranking import rank
from scoreboard.requests import Seen
from scoreboard.store import Store
from tests.conftest import free_port, need, wait_until_answers
from tests.desk.machine import PASSWORD
from tests.migrated import migrated

START_SECONDS = 60.0
MAKE_ADMIN = (
    "from django.contrib.auth.models import User; "
    f"User.objects.create_superuser('ada', password={PASSWORD!r})"
)


class HandMade:
    """Web and Redis, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.ports = choose_ports(free_port())
        self.site = f"http://localhost:{self.ports.web}"
        self.environment = {
            **environment(self.ports),
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "ALLOWED_HOSTS": "*",
            "ARENA_URL": "",
            "TMPDIR": str(folder),
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        port = str(self.ports.redis)
        self.redis = self._run(
            need("redis-server"), "--port", port, "--save", "", "--dir", str(folder)
        )
        self.store = Store(Redis.from_url(self.environment["REDIS_URL"]))
        migrated(folder / "site.sqlite3")
        self.manage("shell", "-c", MAKE_ADMIN)
        words = ("-m", "uvicorn", "webapp.asgi:application", "--log-level", "error")
        self._run(sys.executable, *words, "--port", str(self.ports.web))
        wait_until_answers(self.ports.web, START_SECONDS)

    def _run(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(command, cwd=CHECKOUT, env=self.environment)
        self.processes.append(process)
        return process

    def manage(self, *words: str) -> None:
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, check=True, cwd=CHECKOUT, env=self.environment, capture_output=True)

    def work(self) -> None:
        """As if a worker of each role had reported."""
        for role in ("beat", "control", "capture", "ocr"):
            self.store.put_worker(f"{role}@one", Worker("0.1.0", time.time(), role))
        self.store.put_platforms({"twitch": PlatformState("Twitch", time.time(), 780)})

    def live(self, name: str, alive: int, **more: Any) -> str:
        """A stream on Twitch whose number was broadcast two seconds ago."""
        now, login = time.time(), name.lower()
        channel, page = f"twitch-{login}", f"https://www.twitch.tv/{login}"
        stream = Stream(
            channel, "pubg", name, page, platform="twitch", viewers=17 * alive, page_url=page
        )
        self.store.put_streams([stream], {channel: now + 60})
        standing = {"phase": "playing", "alive": alive, "kills": 2, "confidence": 0.99}
        standing |= {"captured_at": now - 2, "state": "ok", "looked_at": now - 1, **more}
        self.store.redis.hset("standings", channel, Standing(channel, "pubg", **standing).to_json())
        return channel

    def crop(self, channel: str, alive: int, age: float = 2.0) -> None:
        seen = Seen(
            channel,
            "pubg",
            time.time() - age,
            720,
            alive,
            2,
            "playing",
            0.99,
            "",
            {"hud": hud(alive)},
        )
        self.store.put_seen(seen)

    def direct(self, age: float = 0.0) -> None:
        """The board of all games, as it was computed ``age`` seconds ago."""
        now = time.time() - age
        streams = list(self.store.streams().values())
        board = rank(ALL_GAMES, self.store.games(), streams, self.store.standings(), now)
        self.store.put_board(board, announce=True)

    def end(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait(15)
        self.store.redis.close()


def hud(alive: int) -> str:
    """A PNG in base64 that looks somewhat like a counter."""
    picture = Image.new("L", (220, 44), 40)
    ImageDraw.Draw(picture).text((110, 12), f"{alive} ALIVE", fill=235, font_size=22)
    packed = io.BytesIO()
    picture.save(packed, "PNG")
    return base64.b64encode(packed.getvalue()).decode()
