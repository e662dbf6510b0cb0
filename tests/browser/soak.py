"""Does a page that nobody closes grow? python -m tests.browser.soak --minutes 5

A kiosk is switched from match to match much faster than in life, and told of a changed board several times a second.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright
from redis import Redis

from scoreboard.games import known_games
from scoreboard.store import Store
from tests.browser.conftest import ARGUMENTS, Site
from tests.browser.looks import SHOWN
from tests.browser.match import Matches
from tests.browser.video import cut_stream, served
from tests.conftest import free_port, wait_until_answers

OTHERS = 30
BOARDS_BETWEEN = 8
WARM_UP_SWITCHES = 6
SECONDS_TO_LET_GO = 5
SWITCHES_A_DAY = 1440
"""One a minute: more than a director with a dwell and a hold makes."""


@dataclass(frozen=True, slots=True)
class Size:
    """What the page holds, once what it let go is collected."""

    heap_bytes: int
    nodes: int
    listeners: int
    videos: int


class Kiosk:
    """One page, switched to and fro between two streams by their matches' ends."""

    def __init__(self, page: Page, site: str, matches: Matches) -> None:
        self.page, self.matches = page, matches
        self.wire: CDPSession = page.context.new_cdp_session(page)
        self.wire.send("Performance.enable")
        self.switches = self.boards = 0
        self._stand("alpha", 12)
        page.goto(f"{site}pubg/?kiosk=1")
        self._plays("Alpha")

    def switch(self) -> None:
        """The match on the stage ends, and the next best one is played."""
        names = ("alpha", "beta") if self.switches % 2 == 0 else ("beta", "alpha")
        for number in range(BOARDS_BETWEEN):
            self._stand(names[0], 12 - number)
        self._stand(names[1], 9)
        self.matches.end(names[0])
        self._plays(names[1].title())
        self.switches += 1

    def size(self) -> Size:
        """The least of some seconds: a player that was let go has timers that end later."""
        sizes = []
        for _ in range(SECONDS_TO_LET_GO):
            self.page.wait_for_timeout(1000)
            sizes.append(self._size())
        return min(sizes, key=lambda size: size.heap_bytes)

    def _size(self) -> Size:
        for _ in range(3):
            self.wire.send("HeapProfiler.collectGarbage")
        metrics = {each["name"]: int(each["value"]) for each in self.wire.send("Performance.getMetrics")["metrics"]}
        videos = int(self.page.evaluate("document.querySelectorAll('video').length"))
        return Size(metrics["JSHeapUsedSize"], metrics["Nodes"], metrics["JSEventListeners"], videos)

    def _stand(self, name: str, alive: int) -> None:
        others = {f"c{place}": 40 + (place * 7 + self.boards) % 50 for place in range(OTHERS)}
        self.matches.stand(**{**others, name: alive})
        self.boards += 1

    def _plays(self, name: str) -> None:
        self.page.wait_for_function(f"""name => document.querySelector("#caption-name").textContent === name
            && document.querySelectorAll("video").length === 1
            && document.querySelector("{SHOWN}")?.currentTime > 0""", arg=name, timeout=30_000)


def soak(kiosk: Kiosk, seconds: float) -> tuple[Size, Size, int, int]:
    """The page's size before and after, and how many switches and boards lay between."""
    for _ in range(WARM_UP_SWITCHES):
        kiosk.switch()
    before, switches, boards = kiosk.size(), kiosk.switches, kiosk.boards
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        kiosk.switch()
    return before, kiosk.size(), kiosk.switches - switches, kiosk.boards - boards


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        cut_stream(Path(folder))
        with served(Path(folder)) as video_port:
            port, redis = _redis(folder)
            site = Site(_environment(folder, port, video_port))
            store = Store(Redis(port=port))
            store.publish_catalog(known_games().values(), [], "")
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
            kiosk = Kiosk(browser.new_page(viewport={"width": 1440, "height": 900}), site.url,
                          Matches(store, video_port))
            _report(*soak(kiosk, options.minutes * 60))
            browser.close()
            site.end()
            redis.terminate()
            redis.wait(10)


def _redis(folder: str) -> tuple[int, subprocess.Popen[bytes]]:
    port = free_port()
    server = subprocess.Popen(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""], cwd=folder,
                              stdout=subprocess.DEVNULL)
    wait_until_answers(port)
    return port, server


def _environment(folder: str, redis_port: int, video_port: int) -> dict[str, str]:
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "webapp.settings", "SECRET_KEY": "for a soak",
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0", "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "ALLOWED_HOSTS": "localhost", "ALLOWED_STREAM_HOSTS": f"127.0.0.1:{video_port}",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=environment, check=True)
    return environment


def _report(before: Size, after: Size, switches: int, boards: int) -> None:
    grown = (after.heap_bytes - before.heap_bytes) / switches
    print(f"{switches} switches and {boards} boards between the two:")
    print(f"heap {before.heap_bytes / 1e6:.2f} -> {after.heap_bytes / 1e6:.2f} MB, {grown / 1000:+.1f} KB a switch, "
          f"{grown * SWITCHES_A_DAY / 1e6:+.1f} MB in a day of {SWITCHES_A_DAY} switches at this rate")
    print(f"nodes {before.nodes} -> {after.nodes}, listeners {before.listeners} -> {after.listeners}, "
          f"videos {before.videos} -> {after.videos}")


if __name__ == "__main__":
    main()
