"""What happens from ``make demo`` to Ctrl-C?"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from redis import Redis

from demo.hand_made import BoardFileError, Step, read_steps
from demo.play_board import BoardPlayer
from demo.port import why_not
from demo.roles import (
    CHECKOUT,
    Ports,
    Role,
    choose_ports,
    environment,
    ground,
    pipeline,
    redis,
    site,
)
from demo.supervise import Kept, say
from scoreboard.store import Store

ARENA_SECONDS = 300.0
"""The first start draws and encodes every picture that the arena shows."""
SITE_SECONDS = 60.0
RANKED_SECONDS = 45.0
GRACE_SECONDS = 5.0
GROUND_GRACE_SECONDS = 2.0


class Demo:
    """The roles that run, and the folder that goes with them."""

    def __init__(self, ports: Ports) -> None:
        self.ports = ports
        self.address = f"http://127.0.0.1:{ports.web}"
        self.folder = Path(tempfile.mkdtemp(prefix="rotisserie-demo-"))
        self.environment = {**environment(ports), "TMPDIR": str(self.folder)}
        self.kept: list[Kept] = []
        self.ground = 0
        """The first so many of them end last."""

    def run_pipeline(self, matches: int) -> None:
        """The whole of it, on simulated matches."""
        self._keep_ground(*ground(self.ports, matches, self.folder))
        say(
            "demo", "arena: drawing and encoding the matches (minutes the first time, then seconds)"
        )
        self._watch(_answer(f"http://127.0.0.1:{self.ports.arena}/truth", ARENA_SECONDS))
        for role in pipeline(self.ports):
            self._keep(role)
        _answer(f"{self.address}/readyz", SITE_SECONDS)
        self._await_ranked()
        self._say_ready()
        while True:
            signal.pause()

    def run_board(self, steps: list[Step], folder: Path) -> None:
        """The site on a hand-made board: no worker runs."""
        self._keep_ground(redis(self.ports, self.folder))
        self._keep(site(self.ports))
        _answer(f"{self.address}/readyz", SITE_SECONDS)
        store = Store(Redis(port=self.ports.redis))
        self._say_ready()
        BoardPlayer(store, steps, folder).play()

    def _keep_ground(self, *roles: Role) -> None:
        """What the others need from the start, and the database."""
        for role in roles:
            self._keep(role)
        self.ground = len(self.kept)
        say("demo", "database")
        self._manage("migrate", "--verbosity", "0")

    def _say_ready(self) -> None:
        say("demo", f"ready: http://localhost:{self.ports.web}/   (Ctrl-C ends it)")

    def end(self) -> None:
        """Within ten seconds nothing is left: no process, no file."""
        deadline = time.monotonic() + GRACE_SECONDS
        for those in (self.kept[self.ground :], self.kept[: self.ground]):
            for kept in those:
                kept.ask_to_stop()
            for kept in those:
                kept.end(deadline)
            deadline += GROUND_GRACE_SECONDS
        shutil.rmtree(self.folder, ignore_errors=True)

    def _keep(self, role: Role) -> None:
        kept = Kept(role, self.environment, CHECKOUT, len(self.kept))
        self.kept.append(kept)
        kept.start()

    def _manage(self, *words: str, given: str = "") -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command,
            check=False,
            env=self.environment,
            cwd=CHECKOUT,
            input=given,
            text=True,
            capture_output=True,
        )
        if done.returncode:
            raise SystemExit(f"manage.py {' '.join(words)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def _watch(self, truth: dict[str, list[dict[str, str]]]) -> None:
        """The arena's channels take the place of those that an earlier demo left in the database."""
        former = [
            line.split()[0]
            for line in self._manage("channel", "list").splitlines()
            if "/live/arena-" in line
        ]
        if former:
            self._manage("channel", "remove", *former)
        rows = [
            {name: channel[name] for name in ("url", "game", "name", "channel")}
            for channel in truth["channels"]
        ]
        self._manage(
            "channel", "add", "--from", "-", given="\n".join(json.dumps(row) for row in rows)
        )
        say("demo", f"{len(rows)} simulated channels are watched")

    def _await_ranked(self) -> None:
        say("demo", "waiting for the first ranked stream")
        ends_at = time.monotonic() + RANKED_SECONDS
        while time.monotonic() < ends_at:
            rows = _answer(f"{self.address}/api/v1/streams/?limit=1", 10)
            if rows.get("results") and rows["results"][0]["rank"]:
                return
            time.sleep(0.5)


def _answer(url: str, seconds: float) -> dict[str, list[dict[str, str]]]:
    """What ``url`` answers as soon as it answers well; the demo ends when it does not in time."""
    ends_at = time.monotonic() + seconds
    while True:
        try:
            with urlopen(url, timeout=5) as response:  # noqa: S310 - our own servers on this machine
                answer: dict[str, list[dict[str, str]]] = json.load(response)
                return answer
        except (URLError, OSError, ValueError) as error:
            if time.monotonic() > ends_at:
                raise SystemExit(f"{url} did not respond within {seconds:.0f} s: {error}") from None
            time.sleep(0.3)


def _stop(number: int, frame: FrameType | None) -> None:
    """A second signal does not disturb the ending."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise SystemExit(0)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="demo", description="The whole pipeline on simulated live matches."
    )
    parser.add_argument("--port", default="8000")
    parser.add_argument("--matches", type=int, default=24)
    parser.add_argument(
        "--board",
        type=Path,
        metavar="FILE",
        help="serve this hand-made board instead (JSON; see docs/site.md): no workers, no matches",
    )
    options = parser.parse_args()
    if fault := why_not(options.port):
        raise SystemExit(fault)
    try:
        steps = read_steps(options.board) if options.board else []
    except BoardFileError as fault:
        raise SystemExit(str(fault)) from None
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _stop)
    demo = Demo(choose_ports(int(options.port)))
    try:
        if options.board:
            demo.run_board(steps, options.board.parent)
        else:
            demo.run_pipeline(options.matches)
    finally:
        demo.end()
        say("demo", "ended")


if __name__ == "__main__":
    main()
