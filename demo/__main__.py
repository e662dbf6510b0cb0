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

from demo.port import why_not
from demo.roles import CHECKOUT, Ports, choose_ports, environment, ground, pipeline
from demo.supervise import Kept, say

ARENA_SECONDS = 300.0
"""The first start draws and encodes every picture that the arena shows."""
SITE_SECONDS = 60.0
RANKED_SECONDS = 45.0
GRACE_SECONDS = 5.0
GROUND_GRACE_SECONDS = 2.0


class Demo:
    """The roles that run, and the folder that goes with them."""

    def __init__(self, ports: Ports, matches: int) -> None:
        self.ports, self.matches = ports, matches
        self.folder = Path(tempfile.mkdtemp(prefix="rotisserie-demo-"))
        self.environment = {**environment(ports), "TMPDIR": str(self.folder)}
        self.kept: list[Kept] = []
        self.ground = 0
        """The first so many of them end last."""

    def run(self) -> None:
        for role in ground(self.ports, self.matches, self.folder):
            self._keep(role)
        self.ground = len(self.kept)
        say("demo", "database")
        self._manage("migrate", "--verbosity", "0")
        say(
            "demo", "arena: drawing and encoding the matches (minutes the first time, then seconds)"
        )
        self._watch(_answer(f"http://127.0.0.1:{self.ports.arena}/truth", ARENA_SECONDS))
        for role in pipeline(self.ports):
            self._keep(role)
        site = f"http://127.0.0.1:{self.ports.web}"
        _answer(f"{site}/readyz", SITE_SECONDS)
        self._await_ranked(site)
        say("demo", f"ready: http://localhost:{self.ports.web}/   (Ctrl-C ends it)")
        while True:
            signal.pause()

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

    def _keep(self, role: object) -> None:
        kept = Kept(role, self.environment, CHECKOUT, len(self.kept))  # type: ignore[arg-type]
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

    def _await_ranked(self, site: str) -> None:
        say("demo", "waiting for the first ranked stream")
        ends_at = time.monotonic() + RANKED_SECONDS
        while time.monotonic() < ends_at:
            rows = _answer(f"{site}/api/v1/streams/?limit=1", 10)
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
                raise SystemExit(f"{url} gave no answer within {seconds:.0f} s: {error}") from None
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
    options = parser.parse_args()
    if fault := why_not(options.port):
        raise SystemExit(fault)
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _stop)
    demo = Demo(choose_ports(int(options.port)), options.matches)
    try:
        demo.run()
    finally:
        demo.end()
        say("demo", "ended")


if __name__ == "__main__":
    main()
