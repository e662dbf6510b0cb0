"""Does a page that nobody closes grow? python -m tests.browser.soak --switches 1500

A kiosk is switched from match to match much faster than in life, and told of a changed board several times a second.
Its browser compiles nothing to machine code, unless asked to: the engine drops and remakes that for hours, on the same
heap as what the page keeps. With ``--slow-line`` the page has 1 Mbit/s and 300 ms, and every tenth match is on a stream
that does not play.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page, TimeoutError, sync_playwright
from redis import Redis

from scoreboard.games import known_games
from scoreboard.store import Store
from tests.browser.conftest import ARGUMENTS, Site
from tests.browser.rig.looks import SHOWN, WATCH
from tests.browser.rig.match import Matches
from tests.browser.rig.video import cut_stream, served
from tests.conftest import free_port, wait_until_answers

OTHERS = 30
BOARDS_BETWEEN = 8
INTERPRETED = "--js-flags=--jitless"
WARM_UP_SWITCHES = 20
"""What is kept on purpose, bounded by its count, is full by then: a stream's last 60 numbers alive."""
SECONDS_TO_LET_GO = 5
SIZES_TAKEN = 10
SLOW_LINE = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 125_000,
    "uploadThroughput": 125_000,
}
"""1 Mbit/s, 300 ms."""
FAILING = ("gone", "cut", "stuck")
FAILS_EVERY = 10
FAILED_SWITCHES = FAILS_EVERY * len(FAILING)
"""By then each of them has failed once, and stays on the board as a match that is over."""
SWITCHES_A_DAY = 1440
"""One a minute: more than a director with a dwell and a hold makes."""
MAX_GROWTH_BYTES = 3000
"""Of the heap, for a switch and its nine boards. Collected heaps differ by 10 KB; one kept board is 30 KB."""
MORE_LISTENERS = 12
"""A player that were kept would hold as many for each switch."""
SECONDS_TO_PLAY, RENEWED_SECONDS = 90, 10
PLAYS_ALONE = f"""name => {{
    const videos = document.querySelectorAll("video");
    return document.querySelector("#caption-name").textContent === name && videos.length === 1
        && videos[0].matches("{SHOWN}") && videos[0].currentTime > 0.1 && !videos[0].paused;
}}"""
WHAT_IS_SEEN = """() => ({
    caption: document.querySelector("#caption-name").textContent,
    card: document.querySelector(".main .card:not([hidden])")?.innerText,
    videos: [...document.querySelectorAll("video")].map(each =>
        `${each.className} at ${each.currentTime}, ready ${each.readyState}, paused ${each.paused}`),
})"""


@dataclass(frozen=True, slots=True)
class Size:
    """What the page holds, once what it let go is collected."""

    heap_bytes: int
    nodes: int
    listeners: int
    videos: int


class Kiosk:
    """One page, switched to and fro between two streams by their matches' ends."""

    warm_up_switches = WARM_UP_SWITCHES

    def __init__(self, page: Page, site: str, matches: Matches) -> None:
        self.page, self.matches = page, matches
        self.wire: CDPSession = page.context.new_cdp_session(page)
        self.wire.send("Performance.enable")
        self.switches = self.boards = 0
        self.last: dict[str, int] = {}
        self.failing: dict[str, int] = {}
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
        metrics = {
            each["name"]: int(each["value"])
            for each in self.wire.send("Performance.getMetrics")["metrics"]
        }
        videos = int(self.page.evaluate("document.querySelectorAll('video').length"))
        return Size(
            metrics["JSHeapUsedSize"], metrics["Nodes"], metrics["JSEventListeners"], videos
        )

    def _stand(self, name: str, alive: int) -> None:
        others = {f"c{place}": 40 + (place * 7 + self.boards) % 50 for place in range(OTHERS)}
        self.matches.rank(**{**others, name: alive})
        self.last = {**others, name: alive}
        self.boards += 1

    def _plays(self, name: str) -> None:
        """Numbers are read again meanwhile, as in life: they count for 45 seconds."""
        for _ in range(SECONDS_TO_PLAY // RENEWED_SECONDS):
            with suppress(TimeoutError):
                self.page.wait_for_function(PLAYS_ALONE, arg=name, timeout=RENEWED_SECONDS * 1000)
                return
            self.matches.rank(**self.last, **self.failing)
        seen = self.page.evaluate(WHAT_IS_SEEN)
        raise AssertionError(f"After {self.switches} switches, not {name}: {seen}")


class SlowKiosk(Kiosk):
    """The same on a slow line, with streams among the others that do not play."""

    warm_up_switches = WARM_UP_SWITCHES + FAILED_SWITCHES

    def __init__(self, page: Page, site: str, matches: Matches) -> None:
        page.add_init_script(WATCH)
        page.route("**/gone/*", lambda route: route.fulfill(status=404))
        page.route("**/cut/*.ts", lambda route: route.abort())
        page.route("**/stuck/*", lambda route: None)
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", SLOW_LINE)
        super().__init__(page, site, matches)

    def switch(self) -> None:
        if self.switches % FAILS_EVERY == FAILS_EVERY - 1:
            failing = FAILING[self.switches // FAILS_EVERY % len(FAILING)]
            self.failing = {failing: 2}
            self._stand(failing, 2)
            self.page.wait_for_timeout(1000)
            super().switch()
            self.failing = {}
            self.matches.end(failing)
        else:
            super().switch()
        crowded = self.page.evaluate("crowded")
        if crowded:
            raise AssertionError(f"after {self.switches} switches: {crowded[:3]}")


def soak(kiosk: Kiosk, switches: int) -> Size:
    """The page's size after so many switches."""
    for _ in range(switches):
        kiosk.switch()
    return kiosk.size()


def faults_of(before: Size, after: Size, switches: int) -> list[str]:
    """What grew that should not have, as sentences."""
    grown = (after.heap_bytes - before.heap_bytes) / switches
    return [
        sentence
        for sentence, is_so in (
            (f"The heap grows by {grown / 1000:.1f} KB a switch.", grown > MAX_GROWTH_BYTES),
            (
                f"Nodes grew from {before.nodes} to {after.nodes}.",
                after.nodes > before.nodes * 1.05,
            ),
            (
                f"Listeners grew from {before.listeners} to {after.listeners}.",
                after.listeners > before.listeners + MORE_LISTENERS,
            ),
            (f"{after.videos} videos are left.", after.videos != 1),
        )
        if is_so
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--switches", type=int, default=SWITCHES_A_DAY)
    parser.add_argument(
        "--compiled", action="store_true", help="with machine code, as viewers' browsers have it"
    )
    parser.add_argument("--slow-line", action="store_true", help="1 Mbit/s, streams that fail")
    options = parser.parse_args()
    kind = SlowKiosk if options.slow_line else Kiosk
    arguments = ARGUMENTS if options.compiled else [*ARGUMENTS, INTERPRETED]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        cut_stream(Path(folder))
        with served(Path(folder)) as video_port:
            port, redis = _redis(folder)
            site = Site(_environment(folder, port, video_port))
            store = Store(Redis(port=port))
            store.publish_catalog(known_games().values(), [], "")
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=arguments
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            faults = _told(kind(page, site.url, Matches(store, video_port)), options.switches)
            browser.close()
            site.end()
            redis.terminate()
            redis.wait(10)
    print("\n".join(faults) or "It does not grow.")
    return len(faults)


def _told(kiosk: Kiosk, switches: int) -> list[str]:
    """A line for each of the sizes; what grew between the first and the last."""
    print("| switches | boards | heap MB | nodes | listeners | videos |\n|---|---|---|---|---|---|")
    steps = [kiosk.warm_up_switches, *[switches // SIZES_TAKEN] * SIZES_TAKEN]
    sizes = []
    for step in steps:
        sizes.append(size := soak(kiosk, step))
        print(
            f"| {kiosk.switches} | {kiosk.boards} | {size.heap_bytes / 1e6:.2f} | {size.nodes} "
            f"| {size.listeners} | {size.videos} |",
            flush=True,
        )
    return faults_of(sizes[0], sizes[-1], sum(steps[1:]))


def _redis(folder: str) -> tuple[int, subprocess.Popen[bytes]]:
    port = free_port()
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    wait_until_answers(port)
    return port, server


def _environment(folder: str, redis_port: int, video_port: int) -> dict[str, str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
        "SECRET_KEY": "for a soak",
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "ALLOWED_HOSTS": "localhost",
        "ALLOWED_STREAM_HOSTS": f"127.0.0.1:{video_port}",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], env=environment, check=True
    )
    return environment


if __name__ == "__main__":
    sys.exit(main())
