"""Do page, API, events and metrics tell the same age while something stops? python -m bench.ages

Each case has a Redis, a beat, a control worker and a site of its own; two streams are read every second until it stops.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright
from redis import Redis

from demo.hand_made import steps_of
from demo.play_board import BoardPlayer
from demo.port import free_port
from demo.roles import CHECKOUT, Ports, environment, pipeline, redis
from scoreboard.rules import FRESH_SECONDS
from scoreboard.store import Store

NO_VIDEO = "http://127.0.0.1:9/"
"""Where the streams of the bench would be; nothing is to be seen there."""
TOLERANCE_SECONDS = 2.0
EVERY_SECONDS = 5.0
CLOCK_SECONDS = 90
START_SECONDS = 400.0
ANSWER_SECONDS = 20.0
CASES = {
    "beat stopped": ("beat", signal.SIGKILL),
    "control stopped": ("control", signal.SIGKILL),
    "Redis hangs": ("redis", signal.SIGSTOP),
    f"browser {CLOCK_SECONDS} s off": ("", signal.SIGCONT),
}
"""Which role is sent which signal."""
BOARD = {
    "streams": [{"channel": "alpha", "alive": 12, "age": 3}, {"channel": "beta", "alive": 40}],
    "steps": [{"at": 0, "boards": False}],
}
WRONG_CLOCK = """{{
    const right = Date;
    Date = class extends right {{
        constructor(...given) {{ super(...(given.length ? given : [right.now() + {offset}])); }}
        static now() {{ return right.now() + {offset}; }}
    }};
}}"""
ROW = """() => { const row = document.querySelector("[data-channel=alpha]");
    return [row?.querySelector(".age").textContent ?? "", row?.closest("#ranked") !== null]; }"""
_WORDS = re.compile(r"(\d+) (s|min|h) ago")
_UNITS = {"s": 1, "min": 60, "h": 3600}


@dataclass(slots=True)
class Case:
    """One thing that stops, and how far off each way out was at worst."""

    name: str
    ports: Ports
    folder: Path
    began: float = 0.0
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    captured_at: float = 0.0
    """When the last number of ``alpha`` was broadcast."""
    worst: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.ports.web}/"

    def start(self, migrated: Path | None) -> Path:
        """``migrated`` is a database that another case has set up; this case's own is returned."""
        database = self.folder / "site.sqlite3"
        told = environment(self.ports)
        told |= {
            "DATABASE_URL": f"sqlite:///{database}",
            "ALLOWED_HOSTS": "localhost",
        }
        roles = {role.name: role.command for role in pipeline(self.ports)}
        self._run("redis", redis(self.ports, self.folder).command, told)
        if migrated:
            shutil.copy(migrated, database)
        else:
            self._set_up(told)
        for name in ("web", "beat", "control"):
            self._run(name, roles[name], told)
        return database

    def read_until_ranked(self) -> None:
        """And for a while longer."""
        store = Store(Redis(port=self.ports.redis))
        player = BoardPlayer(store, steps_of(json.dumps(BOARD)))
        ends_at, ranked = time.monotonic() + START_SECONDS, 0
        while ranked < 5:
            if time.monotonic() > ends_at:
                raise TimeoutError(f"{self.name}: alpha was not ranked")
            now = time.time()
            player.tick(time.monotonic(), now)
            ranked = ranked + 1 if _is_ranked(self.url) else 0
            time.sleep(1)
        self.captured_at = store.standings()["alpha"].captured_at

    def happen(self) -> None:
        role, number = CASES[self.name]
        if role:
            self.processes[role].send_signal(number)

    def compare(self, page: Page) -> None:
        for way, ask in (("API", _api), ("events", _events), ("metrics", _metrics)):
            self._judge(way, *_timed(ask, self.url))
        before = time.time()
        words, is_ranked = page.evaluate(ROW)
        low, high = _bounds(words)
        self._judge("page", before, low, high, is_ranked)

    def _judge(self, way: str, before: float, low: float, high: float, is_ranked: bool) -> None:
        """``low`` to ``high`` is what was told; it was asked for at ``before``."""
        first, last = before - self.captured_at, time.time() - self.captured_at
        off = max(0.0, low - last, first - high)
        self.worst[way] = max(off, self.worst.get(way, 0.0))
        if off > TOLERANCE_SECONDS:
            self.faults.append(f"{way} says {low:.1f} s for {first:.1f} s")
        if is_ranked and first > FRESH_SECONDS + TOLERANCE_SECONDS:
            self.faults.append(f"{way} ranks a number of {first:.1f} s")

    def end(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait(10)

    def _set_up(self, told: dict[str, str]) -> None:
        self._manage(told, "migrate", "--verbosity", "0")
        for each in ("alpha", "beta"):
            url = f"{NO_VIDEO}{each}.m3u8"
            self._manage(told, "channel", "add", url, "--game", "pubg", "--name", each)

    def _manage(self, told: dict[str, str], *words: str) -> None:
        command = [sys.executable, "manage.py", *words]
        subprocess.run(command, env=told, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)

    def _run(self, name: str, command: list[str], told: dict[str, str]) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                command, env=told, cwd=CHECKOUT, stdout=log, stderr=log
            )


def _timed(ask: object, url: str) -> tuple[float, float, float, bool]:
    before = time.time()
    age, is_ranked = ask(url)  # type: ignore[operator]
    return before, age, age, is_ranked


def _api(url: str) -> tuple[float, bool]:
    with urlopen(f"{url}api/v1/streams/", timeout=ANSWER_SECONDS) as answer:
        return _age_of(json.load(answer)["results"])


def _events(url: str) -> tuple[float, bool]:
    """Of a viewer who connects now: the time is in the greeting, the rows in the first board."""
    now = 0.0
    with urlopen(f"{url}api/v1/events/", timeout=ANSWER_SECONDS) as answer:
        for line in answer:
            if not line.startswith(b"data: "):
                continue
            told = json.loads(line[6:])
            now = _epoch(told["now"]) if "now" in told else now
            if "streams" in told:
                row = next(each for each in told["streams"] if each["channel"] == "alpha")
                return now - _epoch(row["captured_at"]), row["rank"] is not None
    raise ValueError("no board came")


def _metrics(url: str) -> tuple[float, bool]:
    with urlopen(f"{url}metrics", timeout=ANSWER_SECONDS) as answer:
        text = answer.read().decode()
    name = r'rotisserie_good_look_age_seconds\{channel="alpha",game="pubg"\} (\S+)'
    return float(re.findall(name, text)[0]), False


def _age_of(rows: list[dict[str, object]]) -> tuple[float, bool]:
    row = next(each for each in rows if each["channel"] == "alpha")
    age = row["age_seconds"]
    return float("inf") if age is None else float(str(age)), row["rank"] is not None


def _is_ranked(url: str) -> bool:
    try:
        return _api(url)[1]
    except (OSError, StopIteration):
        return False


def _bounds(words: str) -> tuple[float, float]:
    found = _WORDS.search(words)
    if not found:
        return float("inf"), float("inf")
    number, unit = int(found[1]), _UNITS[found[2]]
    return (number - 0.5, number + 0.5) if unit == 1 else (number * unit, (number + 1) * unit)


def _epoch(iso: str) -> float:
    return datetime.fromisoformat(iso).timestamp()


def _note(case: Case, url: str) -> None:
    if not url.startswith(NO_VIDEO):
        case.faults.append(f"not loaded: {url}")


def _opened(browser: Browser, case: Case) -> Page:
    page = browser.new_page()
    page.on("pageerror", lambda fault: case.faults.append(f"the page: {fault}"))
    page.on("requestfailed", lambda asked: _note(case, asked.url))
    page.set_default_timeout(START_SECONDS * 1000)
    if case.name.endswith("off"):
        page.add_init_script(WRONG_CLOCK.format(offset=CLOCK_SECONDS * 1000))
    page.goto(case.url, wait_until="commit")
    page.wait_for_selector("[data-channel=alpha]", state="attached")
    return page


def _table(cases: list[Case], ways: tuple[str, ...]) -> Iterator[str]:
    yield "| seconds off at most | " + " | ".join(ways) + " | ranked too long |"
    yield "|---|" + "---|" * (len(ways) + 1)
    for case in cases:
        worst = " | ".join(f"{case.worst.get(way, float('nan')):.1f}" for way in ways)
        late = sum("ranks" in fault for fault in case.faults)
        yield f"| {case.name} | {worst} | {late or 'never'} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--only", default="", help="cases whose names hold this text")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        cases = [
            Case(name, Ports(free_port(), 0, free_port()), folder / str(number))
            for number, name in enumerate(CASES)
            if options.only in name
        ]
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        database = None
        for case in cases:
            case.folder.mkdir()
            stack.callback(case.end)
            database = case.start(database)
        run(browser, cases, options.seconds)
        browser.close()
    print("\n".join(_table(cases, ("page", "API", "events", "metrics"))))
    faults = [f"{case.name}: {fault}" for case in cases for fault in case.faults]
    print("\n".join(faults))
    return 1 if faults else 0


def run(browser: Browser, cases: list[Case], seconds: float) -> None:
    """All cases side by side: each is asked every few seconds."""
    pages = []
    for case in cases:
        case.read_until_ranked()
        pages.append(_opened(browser, case))
        case.happen()
        case.began = time.monotonic()
    while any(time.monotonic() - case.began < seconds for case in cases):
        round_ends = time.monotonic() + EVERY_SECONDS
        for case, page in zip(cases, pages, strict=True):
            if time.monotonic() - case.began < seconds:
                case.compare(page)
        pages[0].wait_for_timeout(max(0.0, 1000 * (round_ends - time.monotonic())))


if __name__ == "__main__":
    sys.exit(main())
