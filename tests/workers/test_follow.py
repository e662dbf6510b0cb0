"""Do track, schedule and rank follow whole matches, misreads and mishaps, with a reader that is sometimes wrong?

The arena's scripts and a clock of the test's own; no video, no Redis.
"""

from __future__ import annotations

import heapq
import random
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from arena.broadcast.channel import Channel
from arena.broadcast.lineup import lineup
from arena.script.match import Pace
from bench.truth import Shown, Tally, compare
from scoreboard.games import known_games
from scoreboard.models import LookState, Reading, Standing, Stream
from scoreboard.ranking import rank
from workers.schedule.pace import next_due
from workers.track.track import Memory, track, track_failure

BEGAN, MINUTES, LATE_SECONDS = 1_000_000.0, 6, 0.4
MISREAD, ABSTAINED, UNSURE = 0.01, 0.05, 0.15
SEEDS = (1, 2)


class Watcher:
    """Looks at one channel when it is due."""

    def __init__(self, channel: Channel, chance: random.Random) -> None:
        self.channel, self.chance = channel, chance
        self.name, self.game = channel.profile.channel, known_games()[channel.profile.game]
        self.standing, self.memory = Standing(self.name, self.game.slug), Memory()
        self._still: tuple[object, float] = (None, 0.0)

    def look(self, asked_at: float) -> float:
        """When the next look is due."""
        self.channel.advance(asked_at)
        now = asked_at + LATE_SECONDS
        failure = self._failure(asked_at)
        if failure:
            self.standing, self.memory = track_failure(self.standing, self.memory, failure, "", now)
        else:
            self.standing, self.memory = track(self.standing, self.memory, self._reading(), now)
        jitter = self.chance.uniform(-1, 1)
        return next_due(
            self.standing, self.memory.wants_quick_look, self.game, asked_at, now, jitter
        )

    def _failure(self, now: float) -> LookState | None:
        if not self.channel.on_air(now):
            return "offline"
        newest = self.channel.window[-1]
        if newest.clip.screen == "ad":
            return "ad"
        if self._still[0] != newest.clip:
            self._still = (newest.clip, newest.at)
        stopped = now - newest.at > 12 or (newest.clip.still and newest.at - self._still[1] > 20)
        return "frozen" if stopped else None

    def _reading(self) -> Reading:
        newest = self.channel.window[-1]
        clip, at = newest.clip, newest.at
        if clip.alive_drawn is not None and self.chance.random() > ABSTAINED:
            alive, sure, kills_sure = clip.alive_drawn, self._confidence(), self._confidence()
            if self.chance.random() < MISREAD:
                alive, sure = (
                    self.chance.choice([max(1, alive // 10), alive + 3, 10 + alive % 10, 88]),
                    0.985,
                )
            return Reading(
                alive,
                clip.kills_drawn,
                "playing",
                sure,
                captured_at=at,
                kills_confidence=kills_sure,
            )
        if clip.screen == "lobby" and self.game.slug != "fortnite":
            return Reading(None, None, "waiting", 0.99, "", at)
        return Reading(None, None, "unknown", 0.0, "no counter found", at)

    def _confidence(self) -> float:
        return 0.94 if self.chance.random() < UNSURE else 0.995


def run(watchers: list[Watcher]) -> Tally:
    tally, chance = Tally(), random.Random(2)
    due = [(BEGAN + chance.uniform(0, 5), number) for number in range(len(watchers))]
    heapq.heapify(due)
    polled_at = BEGAN + 60
    while due[0][0] < BEGAN + MINUTES * 60:
        asked_at, number = heapq.heappop(due)
        if asked_at > polled_at:
            for watcher in watchers:
                watcher.channel.advance(polled_at)
            compare(tally, rows(watchers, polled_at), truth(watchers), polled_at)
            polled_at += 1
        heapq.heappush(due, (watchers[number].look(asked_at), number))
    return tally


def rows(watchers: list[Watcher], now: float) -> list[dict[str, Any]]:
    streams = [
        Stream(
            one.name,
            one.game.slug,
            one.name,
            "",
            playback_url=f"http://a/live/{one.name}/index.m3u8",
        )
        for one in watchers
    ]
    board = rank("all", known_games(), streams, {one.name: one.standing for one in watchers}, now)
    return [
        {
            "playback_url": row.playback_url,
            "rank": row.rank,
            "phase": row.phase,
            "state": row.state,
            "alive": row.alive,
            "kills": row.kills,
            "confidence": row.confidence,
            "read_at": datetime.fromtimestamp(row.captured_at, UTC).isoformat(),
        }
        for row in board.streams
    ]


def truth(watchers: list[Watcher]) -> dict[str, list[Shown]]:
    return {
        one.name: [
            Shown(
                run.at,
                run.showing.state,
                run.showing.phase or "",
                run.showing.alive,
                run.showing.kills,
            )
            for run in one.channel.runs
        ]
        for one in watchers
    }


@cache
def followed(seed: int) -> Tally:
    # Kills come as fast as matches run: those on small maps take two and a half minutes at this pace.
    pace = Pace(playing_seconds=240)
    channels = lineup(24, seed, BEGAN, pace, 2.0, healthy=False)
    return run(
        [
            Watcher(channel, random.Random(f"{seed} {channel.profile.channel}"))
            for channel in channels
        ]
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_board_says_what_the_streams_show(seed: int) -> None:
    tally = followed(seed)
    assert len(tally.compared) > 400
    assert tally.share >= 0.98, tally.wrong
    assert tally.in_play_ranked >= 0.93 * tally.in_play
    assert max(tally.longest_phantom.values()) <= 40


def test_kills_are_those_that_the_streams_show() -> None:
    """Of all seeds together: of one alone, half a percent are two numbers."""
    tallies = [followed(seed) for seed in SEEDS]
    known = sum(tally.kills_known for tally in tallies)
    wrong = [line for tally in tallies for line in tally.wrong]
    assert sum(tally.kills_agree for tally in tallies) >= 0.995 * known, wrong
