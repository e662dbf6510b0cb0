"""How soon is a broadcast found on YouTube, and what does that cost in quota? python -m bench.quota

A day of four games is simulated, minute by minute: the client is the workers' own, its clock and its YouTube are not.
The stand-in answers as the documentation says, lists a broadcast some minutes after it began, and counts what requests
cost by both of Google's price lists. At noon another process takes over.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

from bench.report.figures import percentile, table
from tests.workers.discover.stand_ins.server import Query, Said
from tests.workers.discover.stand_ins.youtube import KEY, YouTubeStandIn, video
from workers.discover.platforms import PlatformFailed
from workers.discover.youtube.quota import DAY_UNITS, resets_at
from workers.discover.youtube.youtube import YouTube

MAX_MEDIAN_MINUTES = 20.0
MAX_SEARCHES = 100
BEGINS = resets_at(datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp())
DAY_SECONDS = 86400
GAMES = {"fortnite": 0.5, "pubg": 0.25, "call of duty warzone": 0.17, "apex legends": 0.08}
"""Their shares of what is live."""
MEAN_HOURS, SPREAD = 2.5, 0.7
"""How long a broadcast lasts: log-normal."""
DAILY_SWING = 0.5
"""In the evening so much more begin than on average."""
ANNOUNCED = 0.15
"""So many were created hours before they began: the newest first does not list those first."""
LISTED_SECONDS = (60.0, 300.0)
"""After a broadcast began, searches list it: an assumption, Google gives no number."""
GROWTH_SECONDS = 900.0
"""Until it has the viewers it will have."""
MANY = 100
CENSORED_SECONDS = 3600.0
"""What begins later in the day has no time to be found."""


@dataclass(slots=True)
class Broadcast:
    name: str
    game: str
    began: float
    ends: float
    peak: float
    created: float
    listed: float
    found: float = math.inf

    def row(self, now: float) -> dict[str, Any]:
        viewers = round(self.peak * min(1.0, (now - self.began) / GROWTH_SECONDS))
        created = datetime.fromtimestamp(self.created, UTC).isoformat()
        return video(self.name, f"{self.game} live", viewers, publishedAt=created)


def broadcasts(live: int, rng: random.Random) -> Iterator[Broadcast]:
    """As many as keep ``live`` of them live on average, from a day before."""
    a_second, at, number = live / (MEAN_HOURS * 3600), BEGINS - DAY_SECONDS / 2, 0
    names, weights = [*GAMES], [*GAMES.values()]
    while at < BEGINS + DAY_SECONDS:
        at += rng.expovariate(a_second * (1 + DAILY_SWING))
        swing = math.sin(2 * math.pi * (at - BEGINS) / DAY_SECONDS)
        if rng.random() > (1 + DAILY_SWING * swing) / (1 + DAILY_SWING):
            continue
        number += 1
        lasts = rng.lognormvariate(math.log(MEAN_HOURS) - SPREAD**2 / 2, SPREAD) * 3600
        before = rng.uniform(2, 72) * 3600 if rng.random() < ANNOUNCED else 60.0
        yield Broadcast(
            name=f"s{number}",
            game=rng.choices(names, weights)[0],
            began=at,
            ends=at + lasts,
            peak=5 * rng.paretovariate(0.9),
            created=at - before,
            listed=at + rng.uniform(*LISTED_SECONDS),
        )


@dataclass(slots=True)
class Ledger:
    """What the store would remember."""

    spent: dict[str, Counter[str]] = field(default_factory=dict)
    memories: dict[str, str] = field(default_factory=dict)

    def spend_quota(self, platform: str, day: str, kind: str, units: int) -> None:
        self.spent.setdefault(day, Counter())[kind] += units

    def quota_spent(self, platform: str, day: str) -> dict[str, int]:
        return dict(self.spent.get(day, {}))

    def platform_memory(self, name: str) -> str:
        return self.memories.get(name, "")

    def put_platform_memory(self, name: str, memory: str) -> None:
        self.memories[name] = memory


class Site(YouTubeStandIn):
    """What is live changes with ``now``."""

    def __init__(self, world: Iterable[Broadcast]) -> None:
        self.world, self.now = list(world), BEGINS
        super().__init__()

    def live(self) -> list[Broadcast]:
        """The world is in the order in which broadcasts begin; those that ended are dropped."""
        self.world = [one for one in self.world if self.now < one.ends]
        return [*takewhile(lambda one: one.began <= self.now, self.world)]

    def get(self, path: str, query: Query, headers: Mapping[str, str]) -> Said:
        live = self.live()
        self.videos = [one.row(self.now) for one in live]
        self.unlisted = {
            row["id"] for one, row in zip(live, self.videos, strict=True) if self.now < one.listed
        }
        return super().get(path, query, headers)


@dataclass(slots=True)
class Day:
    """What came of it."""

    live: float
    began: list[Broadcast]
    units: int
    searches: int
    faults: Counter[str]

    @property
    def delays(self) -> list[float]:
        """Minutes until each was found; infinite for what ended unseen."""
        return sorted((one.found - one.began) / 60 for one in self.began)

    def median(self) -> float:
        return statistics.median(self.delays)

    def is_kept(self) -> bool:
        return (
            self.units < DAY_UNITS
            and self.searches <= MAX_SEARCHES
            and self.median() <= MAX_MEDIAN_MINUTES
        )


def simulate(live: int, hours: float, seed: int) -> Day:
    """A discovery a minute, for each game."""
    site, ledger = Site(broadcasts(live, random.Random(seed))), Ledger()
    named = {one.name.title(): one for one in site.world}
    until = BEGINS + hours * 3600 - CENSORED_SECONDS
    began = [one for one in site.world if BEGINS <= one.began < until]
    youtube, faults, seen = YouTube(KEY, ledger, site.url), Counter[str](), []
    try:
        for minute in range(int(hours * 60)):
            site.now = BEGINS + 60.0 * minute
            if minute == 12 * 60:
                youtube = YouTube(KEY, ledger, site.url)
            for game in GAMES:
                try:
                    for row in (row for page in youtube.pages(game, (), site.now) for row in page):
                        named[row.name].found = min(named[row.name].found, site.now)
                except PlatformFailed as failure:
                    faults[str(failure)] += 1
            if minute % 15 == 0:
                seen.append(len(site.live()))
    finally:
        site.close()
    return Day(statistics.mean(seen), began, site.units, site.searches, faults)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--live", type=int, nargs="+", default=[120, 240, 480])
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    days = [simulate(live, asked.hours, asked.seed) for live in asked.live]
    print(table(HEAD, map(figures, days)))
    print(
        f"\nMinutes until half and nine in ten of all are found, and half of those with {MANY} viewers or more."
        f"\nUnits: with 100 a search, of {DAY_UNITS:,}. Searches: of {MAX_SEARCHES}."
    )
    for fault, count in sum((day.faults for day in days), Counter[str]()).items():
        print(f"{count} x {fault}")
    return 0 if all(day.is_kept() for day in days[:2]) else 1


HEAD = [
    "live at a time",
    "began",
    "found",
    "half",
    "nine in ten",
    "half, large",
    "units",
    "searches",
]


def figures(day: Day) -> list[str]:
    delays = day.delays
    large = [(one.found - one.began) / 60 for one in day.began if one.peak >= MANY]
    return [
        f"{day.live:.0f}",
        str(len(delays)),
        f"{sum(delay < math.inf for delay in delays) / len(delays):.0%}",
        f"{day.median():.1f}",
        f"{percentile(delays, 0.9):.0f}",
        f"{statistics.median(large):.1f}",
        f"{day.units:,}",
        str(day.searches),
    ]


if __name__ == "__main__":
    sys.exit(main())
