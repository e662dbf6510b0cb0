"""Is everything right, second by second? Polls the site as a client does and compares it with the arena."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.request import urlopen

from redis import Redis
from redis.exceptions import RedisError

from bench.chaos.looks import Looks
from bench.truth import Shown, Tally, compare, fetch_truth
from scoreboard.store import Store

POLL_SECONDS = 1.0
ANSWER_SECONDS = 3.0
SETTLED_SECONDS = 20.0
"""A match this long under way is on the board: some looks, and the second one that confirms the first."""
DELAY_SECONDS = 7.0
"""From the picture to the page: a segment has to end and be listed, then looked at and read. A number may be older than
its channel's interval by this."""


@dataclass(frozen=True, slots=True)
class Poll:
    at: float
    wrong: str
    """What is not right; empty when all is."""


@dataclass
class Judge:
    site: str
    arena: str
    redis: Callable[[], Redis]
    looks: Looks
    tally: Tally = field(default_factory=Tally)
    polls: list[Poll] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        """How many numbers were wrong so far."""
        return len(self.tally.wrong)

    def worst(self, since: float) -> str:
        """What was not right at most polls since ``since``."""
        found = Counter(poll.wrong for poll in self.polls if poll.wrong and poll.at >= since)
        return ", ".join(f"{what} ({count} s)" for what, count in found.most_common(2))

    def watch(self, seconds: float) -> None:
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            started = time.monotonic()
            self.polls.append(Poll(time.time(), self._poll()))
            time.sleep(max(0.0, POLL_SECONDS - (time.monotonic() - started)))

    def watch_until_right(self, for_seconds: float, at_most: float) -> bool:
        """Whether for ``for_seconds`` every poll was right, before ``at_most`` seconds had passed."""
        began = time.time()
        while time.time() - began < at_most:
            self.watch(POLL_SECONDS)
            if time.time() - self.right_at(began) >= for_seconds:
                return True
        return False

    def right_at(self, since: float) -> float:
        """When all was right: after the last poll since ``since`` that was not, else ``since``."""
        bad = [poll.at for poll in self.polls if poll.wrong and poll.at >= since]
        return bad[-1] + POLL_SECONDS if bad else since

    def _poll(self) -> str:
        now, truth = time.time(), fetch_truth(self.arena)
        overdue = self._follow_looks()
        try:
            with urlopen(
                f"{self.site}/api/v1/streams/?limit=100", timeout=ANSWER_SECONDS
            ) as answer:
                rows: list[dict[str, Any]] = json.load(answer)["results"]
        except (OSError, ValueError):
            return "no answer"
        compare(self.tally, rows, truth, now)
        playing = {name for name, shown in truth.items() if is_settled(shown, now)}
        ages = {
            row["playback_url"].split("/")[-2]: row["age_seconds"]
            for row in rows
            if row["rank"] is not None and row["playback_url"]
        }
        max_age = self.looks.interval_seconds + DELAY_SECONDS
        found = {
            "not ranked": playing - ages.keys(),
            "too old": {name for name in playing & ages.keys() if ages[name] > max_age},
            "not looked at": overdue,
        }
        return ", ".join(what for what, names in found.items() if names)

    def _follow_looks(self) -> list[str]:
        try:
            standings = Store(self.redis()).standings()
        except (RedisError, OSError):
            standings = {}
        looked_at = {channel: standing.looked_at for channel, standing in standings.items()}
        return self.looks.follow(looked_at, time.time())


def is_settled(shown: list[Shown], now: float) -> bool:
    """Whether the match was in play all the time: who is eliminated sees a banner for seconds, then others play on."""
    here = [one for one in shown if one.at <= now]
    ended = [each.at for one, each in pairwise(here) if not one.in_play]
    return (
        bool(here) and here[-1].in_play and now - max(ended, default=here[0].at) >= SETTLED_SECONDS
    )
