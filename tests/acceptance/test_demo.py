"""Does one command show the board moving on live video, whatever dies?"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from urllib.request import urlopen

import psutil
import pytest
from playwright.sync_api import sync_playwright

from bench.page import ARGUMENTS, faults_of, visit
from bench.truth import Tally, compare, fetch_rows, fetch_truth, find_arena
from tests.acceptance.conftest import CHECKOUT, RunningDemo
from tests.conftest import need

pytestmark = [pytest.mark.slow, pytest.mark.alone]
COMPARED_SECONDS = 30.0
RECOVERY_SECONDS = 15.0


def newest_read(site: str) -> str:
    with urlopen(f"{site}/api/v1/streams/?limit=100", timeout=10) as answer:
        return max(row["read_at"] or "" for row in json.load(answer)["results"])


def wait_for_newer_read(site: str, seconds: float) -> None:
    before, ends_at = newest_read(site), time.monotonic() + seconds
    while newest_read(site) == before:
        assert time.monotonic() < ends_at, "no stream was read again"
        time.sleep(0.3)


def test_the_board_says_what_the_streams_show(demo: RunningDemo) -> None:
    arena, tally = find_arena(demo.site), Tally()
    time.sleep(12)
    ends_at = time.monotonic() + COMPARED_SECONDS
    # How many matches are in play at once is chance.
    while time.monotonic() < ends_at or (
        len(tally.compared) < 20 and time.monotonic() < ends_at + COMPARED_SECONDS
    ):
        rows = fetch_rows(demo.site)
        compare(tally, rows, fetch_truth(arena), time.time())
        time.sleep(1)
    assert len(tally.compared) >= 20
    assert tally.share >= 0.95, tally.wrong
    assert tally.in_play_ranked >= 0.6 * tally.in_play
    assert max(tally.longest_phantom.values(), default=0.0) < 60


@pytest.mark.parametrize(
    "words", ["queues ocr", "queues capture", "queues control", "workers.app beat"]
)
def test_the_board_goes_on_when_a_worker_is_killed(demo: RunningDemo, words: str) -> None:
    killed = demo.processes(words)
    assert killed
    for process in killed:
        process.kill()
    time.sleep(1)
    wait_for_newer_read(demo.site, RECOVERY_SECONDS - 1)
    assert {process.pid for process in demo.processes(words)}.isdisjoint(
        process.pid for process in killed
    )


def test_a_port_in_use_is_said_plainly(demo: RunningDemo) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "demo.port", str(demo.port)],
        cwd=CHECKOUT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert second.returncode == 1
    assert second.stderr.startswith(f"Port {demo.port} is not available (Address already in use).")


def test_the_page_names_the_best_match_at_once_and_plays_it_soon(demo: RunningDemo) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=need("chromium"), args=ARGUMENTS)
        visits = [visit(browser, f"{demo.site}/") for _ in range(3)]
        browser.close()
    print(visits)
    assert not faults_of(visits)


def test_it_ends_at_once_and_leaves_nothing(demo: RunningDemo) -> None:
    """Last: the demo is gone afterwards."""
    processes = demo.processes()
    assert len(processes) >= 8
    assert demo.stop() < 10
    assert not [
        process
        for process in processes
        if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    ]
    assert demo.lines[-1].split("|")[1].strip() == "ended"
    assert demo.lines.count(next(line for line in demo.lines if "ready: http" in line)) == 1
