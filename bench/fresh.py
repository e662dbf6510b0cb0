"""How soon does a change reach the viewers? From the picture to the API, and from the store to a browser's event."""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any
from urllib.request import urlopen

from bench.load.steps import counted
from bench.load.watching import Watching, watching
from bench.report.figures import percentile
from bench.truth import Shown, fetch_truth
from scoreboard.games import known_games
from scoreboard.models import Standing
from workers.schedule.pace import JITTER, interval_seconds

SEGMENT_SECONDS = 2.0
GRACE_SECONDS = 1.0
POLL_SECONDS = 0.2
STORE_POLL_SECONDS = 0.02
MAX_EVENT_SECONDS = 0.3
SETTLES_SECONDS = 45.0
MAX_SECONDS = 20.0
"""A change that is not followed by so many seconds of play is left out: what comes after it is no number."""


@dataclass
class Heard:
    """When what was seen first, by channel and by the broadcast time or the numbers that tell it."""

    in_api: dict[tuple[str, float], float] = field(default_factory=dict)
    intervals: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """From when on each channel was to be looked at how often: a lobby seldom, a final often."""
    in_store: dict[tuple[str, int], float] = field(default_factory=dict)
    in_events: dict[tuple[str, int], float] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)


def main() -> int:
    options = _options()
    with watching(options.channels, ["--healthy"], site=True) as pipeline:
        time.sleep(SETTLES_SECONDS)
        heard, before = Heard(), pipeline.moment()
        began = time.time()
        watchers = [
            threading.Thread(target=watch, args=(pipeline, heard))
            for watch in (_watch_api, _watch_store, _watch_events)
        ]
        for watcher in watchers:
            watcher.start()
        time.sleep(options.seconds)
        truth = fetch_truth(pipeline.arena)
        heard.ended.set()
        for watcher in watchers:
            watcher.join()
        lost = counted(before, pipeline.moment(), "looks_lost")
        return 0 if _report(heard, truth, began, lost) else 1


def _watch_api(pipeline: Watching, heard: Heard) -> None:
    url = f"http://127.0.0.1:{pipeline.ports.web}/api/v1/streams/?limit=500"
    while not heard.ended.wait(POLL_SECONDS):
        with urlopen(url, timeout=10) as answer:
            rows, now = json.load(answer)["results"], time.time()
        for row in rows:
            _note_interval(heard, row, now)
            if row["rank"] is not None:
                heard.in_api.setdefault((row["channel"], _seconds(row["read_at"])), now)


def _note_interval(heard: Heard, row: dict[str, Any], now: float) -> None:
    read_at = _seconds(row["read_at"]) if row["read_at"] else 0.0
    standing = Standing(
        row["channel"],
        row["game"],
        row["phase"],
        row["alive"],
        captured_at=read_at,
        state=row["state"],
    )
    interval = interval_seconds(standing, known_games()[row["game"]], now) * (1 + JITTER)
    known = heard.intervals.setdefault(row["channel"], [])
    if not known or known[-1][1] != interval:
        known.append((now, interval))


def _watch_store(pipeline: Watching, heard: Heard) -> None:
    """A number counts when it differs from the one before; those on the board at the beginning are old."""
    known = {name: standing.alive for name, standing in pipeline.store.standings().items()}
    while not heard.ended.wait(STORE_POLL_SECONDS):
        for name, standing in pipeline.store.standings().items():
            if (
                standing.phase == "playing"
                and standing.alive is not None
                and known.get(name) != standing.alive
            ):
                heard.in_store[name, standing.alive] = standing.looked_at
                known[name] = standing.alive


def _watch_events(pipeline: Watching, heard: Heard) -> None:
    known: dict[str, int | None] = {}
    for kind, body, now in _events(pipeline.ports.web, heard.ended):
        for row in body["streams"] if kind == "board" else []:
            if row["phase"] == "playing" and known.get(row["channel"]) != row["alive"]:
                heard.in_events[row["channel"], row["alive"]] = now
                known[row["channel"]] = row["alive"]


def _events(port: int, ended: threading.Event) -> Iterator[tuple[str, Any, float]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/api/v1/events/")
    answer, kind = connection.getresponse(), ""
    while not ended.is_set():
        line = answer.readline().decode()
        if line.startswith("event: "):
            kind = line[7:].strip()
        elif line.startswith("data: "):
            yield kind, json.loads(line[6:]), time.time()
    connection.close()


def _report(heard: Heard, truth: dict[str, list[Shown]], began: float, lost: int) -> bool:
    slack, took = [], []
    for channel, at in _changes(truth, began):
        seen = [
            now
            for (name, read_at), now in heard.in_api.items()
            if name == channel and read_at >= at
        ]
        if seen:
            took.append(min(seen) - at)
            slack.append(took[-1] - SEGMENT_SECONDS - _interval(heard, channel, at))
    told = [
        now - heard.in_store[key] for key, now in heard.in_events.items() if key in heard.in_store
    ]
    late = [seconds for seconds in told if seconds >= 0]
    print(
        f"{len(took)} changes on the pictures: in the API after {percentile(took, 0.5):.1f} s (p50), "
        f"{percentile(took, 0.95):.1f} s (p95); beyond one segment and one interval "
        f"{percentile(slack, 0.95):+.2f} s (p95); {lost} looks were lost"
    )
    print(
        f"{len(late)} new numbers: from the store to a browser's event in {percentile(late, 0.5) * 1000:.0f} ms "
        f"(p50), {percentile(late, 0.95) * 1000:.0f} ms (p95)"
    )
    return percentile(slack, 0.95) <= GRACE_SECONDS and percentile(late, 0.95) <= MAX_EVENT_SECONDS


def _changes(truth: dict[str, list[Shown]], began: float) -> Iterator[tuple[str, float]]:
    """Each fall of the number alive within a match that goes on for a while."""
    for channel, shown in truth.items():
        for before, after in pairwise(shown):
            goes_on = [one for one in shown if after.at <= one.at <= after.at + MAX_SECONDS]
            if (
                after.at >= began
                and before.in_play
                and all(one.in_play for one in goes_on)
                and shown[-1].at >= after.at + MAX_SECONDS
                and after.alive is not None
            ):
                yield channel, after.at


def _interval(heard: Heard, channel: str, at: float) -> float:
    """That was in force when the picture changed."""
    known = heard.intervals[channel]
    return next((interval for since, interval in reversed(known) if since <= at), known[0][1])


def _seconds(stamp: str) -> float:
    return datetime.fromisoformat(stamp).timestamp()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.fresh", description=__doc__)
    parser.add_argument("--channels", type=int, default=24)
    parser.add_argument("--seconds", type=float, default=240.0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
