"""Is the board right, second by second?"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen

from bench.report.figures import percentile
from bench.truth import Shown, Tally, compare, fetch_truth

POLL_SECONDS = 1.0
SETTLED_SECONDS = 15.0
"""A match this long under way should be on the board."""
AGE_SPARE_SECONDS = 8.0
GOOD_AGE_SECONDS = 25.0
"""Numbers no older than this are never called worse, however fresh a build's numbers usually are."""
SHARE_SPARE = 0.1


@dataclass(slots=True)
class Poll:
    at: float
    share: float
    """Of the matches under way, ranked."""
    age: float
    """Of the ranked numbers, 90th percentile in seconds."""
    empty: bool
    failed: bool


@dataclass
class Judge:
    """Polls a site as a client does, and compares it with the arena."""

    site: str
    arena: str
    tally: Tally = field(default_factory=Tally)
    polls: list[Poll] = field(default_factory=list)

    def watch_until_right(self, usual: list[Poll], at_least: float, at_most: float) -> None:
        """Until every poll of the last ``at_least`` seconds was as usual."""
        began = len(self.polls)
        ends_at = time.monotonic() + at_most
        while time.monotonic() < ends_at:
            self.watch(POLL_SECONDS)
            recent = [poll for poll in self.polls[began:] if poll.at > time.time() - at_least]
            if len(self.polls) - began >= at_least / POLL_SECONDS and not any(
                is_worse(poll, usual) for poll in recent
            ):
                return

    def watch(self, seconds: float) -> list[Poll]:
        ends_at, began = time.monotonic() + seconds, len(self.polls)
        while time.monotonic() < ends_at:
            started = time.monotonic()
            self.polls.append(self._poll())
            time.sleep(max(0.0, POLL_SECONDS - (time.monotonic() - started)))
        return self.polls[began:]

    def _poll(self) -> Poll:
        now = time.time()
        truth = fetch_truth(self.arena)
        playing = [name for name, shown in truth.items() if _is_settled(shown, now)]
        try:
            with urlopen(f"{self.site}/api/v1/streams/?limit=100", timeout=5) as answer:
                rows: list[dict[str, Any]] = json.load(answer)["results"]
        except (OSError, ValueError):
            return Poll(now, 0.0, float("inf"), False, True)
        compare(self.tally, rows, truth, now)
        ranked = [row for row in rows if row["rank"] is not None]
        shown = {row["playback_url"].split("/")[-2] for row in ranked if row["playback_url"]}
        share = sum(name in shown for name in playing) / len(playing) if playing else 1.0
        age = percentile([row["age_seconds"] for row in ranked], 0.9) if ranked else float("inf")
        return Poll(now, share, age, bool(playing) and not ranked, False)


def _is_settled(shown: list[Shown], now: float) -> bool:
    here = [one for one in shown if one.at <= now]
    before = [one for one in shown if one.at <= now - SETTLED_SECONDS]
    return bool(here and before) and here[-1].in_play and before[-1].in_play


def is_worse(poll: Poll, usual: list[Poll]) -> bool:
    """Than a board usually is: matches missing from it, or numbers that are too old."""
    share = percentile([one.share for one in usual], 0.25) - SHARE_SPARE
    age = percentile([one.age for one in usual], 0.9) + AGE_SPARE_SECONDS
    age = max(age, GOOD_AGE_SECONDS)
    return poll.failed or poll.share < share or poll.age > age


def seconds_until_right(usual: list[Poll], after: list[Poll], since: float) -> float:
    """From ``since`` to the end of the last poll worse than usual; 0 when none was, inf when it never ended."""
    worse = [poll for poll in after if is_worse(poll, usual)]
    if not worse:
        return 0.0
    if worse[-1] is after[-1]:
        return float("inf")
    return max(0.0, worse[-1].at + POLL_SECONDS - since)
