"""What does the board believe of simulated streams? What the pipeline's own tracking makes of looks, seconds late."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import heapify, heapreplace

from arena.clips.clip import GAMES
from bench.director.judged import Shows, worth_between
from bench.director.matches import LEAVE_SECONDS, Match, career
from bench.finish.forecast import TYPICAL_SECONDS, matches
from scoreboard.forecast.forecasts import Forecasts
from scoreboard.forecast.learn import tables_of
from scoreboard.games import known_games, match_minutes
from scoreboard.models import RankedStream, Reading, Result, Standing, Stream
from scoreboard.ranking import rank, unknown
from scoreboard.rules import near_end
from workers.schedule.pace import QUICK_SECONDS, next_due
from workers.track.match import won_by_count
from workers.track.track import Memory, track

FIRST_SECONDS = 10.0
"""Within so long every stream is looked at for the first time."""
BEHIND_SECONDS = (1.0, 3.0)
"""From the picture of a look to the board that shows it."""
BEFORE_SECONDS = 40.0
"""Between looks at the matches that are under way when the time begins."""
FAILS = 0.04
"""So many looks come to nothing."""
READS_BANNER = 0.85
"""A look at a picture with a banner tells the result as often as this."""
BANNER_SECONDS = LEAVE_SECONDS[1]
"""Whoever watches on is told of the own end for so long."""
JOINED_LATE = 0.125
"""So many matches are under way when their stream goes live."""
CONFIDENCE = 0.99
LEARNED = 400
"""Matches of each game."""
KNOWN = known_games()


def learn(seed: int, count: int = LEARNED, games: Iterable[str] = GAMES) -> Forecasts:
    """From ``count`` matches of each game that were watched as any stream is."""
    tables = {}
    for game in games:
        curves = [each.curve for each in matches(game, count, f"director {seed}") if each.curve]
        tables.update(tables_of(game, curves, 60 * match_minutes(game)))
    return Forecasts(tables)


@dataclass(slots=True)
class Watched:
    """One stream, and what is believed of it."""

    stream: Stream
    row: RankedStream
    """As the board has it."""
    match: Match
    back_at: float
    """When it is in a lobby again."""
    next_look: float
    standing: Standing
    told_at: float = 0.0
    """When the picture was looked at that the board knows of."""
    memory: Memory = field(default_factory=Memory)
    to_come: list[tuple[float, Standing]] = field(default_factory=list)
    """Looks under way: when the board knows, and what."""

    @property
    def due(self) -> float:
        """When something happens next."""
        knows = self.to_come[0][0] if self.to_come else self.back_at
        return min(self.back_at, self.next_look, knows)


class Streams:
    """All of them; ``advance`` says what the board knows at ``now``."""

    def __init__(
        self, count: int, forecasts: Forecasts | None, chance: random.Random, at: float
    ) -> None:
        """``at``: an epoch; 0 would mean that a time is not known."""
        self.chance, self.forecast = chance, forecasts.ends_in if forecasts else unknown
        games = [GAMES[number % len(GAMES)] for number in range(count)]
        self.careers = [
            career(game, at, random.Random(chance.random()), TYPICAL_SECONDS) for game in games
        ]
        self.watched = [self._begin(number, game, at) for number, game in enumerate(games)]
        self.rows = [stream.row for stream in self.watched]
        self.due = [(stream.due, number) for number, stream in enumerate(self.watched)]
        heapify(self.due)
        self.on_stage: set[str] = set()
        """Looked at more often near the end."""
        spans = [worth_between(stream.match) for stream in self.watched]
        self.worth_from, self.worth_until = (list(each) for each in zip(*spans, strict=True))
        self.played: dict[int, list[Match]] = defaultdict(list)

    def advance(self, now: float) -> list[RankedStream]:
        while self.due[0][0] <= now:
            at, number = self.due[0]
            self._advance(number, self.watched[number], at)
            heapreplace(self.due, (self.watched[number].due, number))
        playing = [row for row in self.rows if row.rank is not None]
        if not playing:
            return self.rows
        # Of the order a director asks for the first alone.
        best = min(playing, key=lambda row: (row.alive, row.channel))
        return [best, *(row for row in self.rows if row is not best)]

    def shows(self, channel: str) -> Shows:
        stream = self.watched[int(channel[1:])]
        return Shows(stream.match, stream.told_at)

    def worth(self, now: float) -> set[str]:
        """Those that are worth arriving at."""
        spans = enumerate(zip(self.worth_from, self.worth_until, strict=True))
        return {f"s{number}" for number, (since, until) in spans if since <= now <= until}

    def _advance(self, number: int, stream: Watched, now: float) -> None:
        while stream.back_at <= now:
            self._next_match(number, stream)
        if stream.next_look <= now:
            self._look(stream, now)
        while stream.to_come and stream.to_come[0][0] <= now:
            standing = stream.to_come.pop(0)[1]
            stream.row = self.rows[number] = self._row(stream.stream, standing, now)
            stream.told_at = standing.looked_at

    def _begin(self, number: int, game: str, at: float) -> Watched:
        back_at, match = next(self.careers[number])
        stream = Stream(f"s{number}", game, f"s{number}", "")
        standing = Standing(stream.channel, game)
        first_look = at + self.chance.uniform(0, FIRST_SECONDS)
        row = self._row(stream, standing, at)
        begun = Watched(stream, row, match, back_at, first_look, standing)
        looked_at = match.began
        while looked_at < at:
            self._believe(begun, looked_at)
            looked_at += BEFORE_SECONDS if begun.standing.began_at else QUICK_SECONDS
        return begun

    def _next_match(self, number: int, stream: Watched) -> None:
        self.played[number].append(stream.match)
        stream.back_at, stream.match = next(self.careers[number])
        self.worth_from[number], self.worth_until[number] = worth_between(stream.match)
        if self.chance.random() < JOINED_LATE:
            stream.next_look = self.chance.uniform(stream.match.began, stream.match.out_at)
            stream.standing = Standing(stream.stream.channel, stream.stream.game)
            stream.memory, stream.to_come = Memory(), []
            stream.row = self._row(stream.stream, stream.standing, stream.match.began)
            self.rows[number] = stream.row

    def _row(self, stream: Stream, standing: Standing, now: float) -> RankedStream:
        """As on a board of its own."""
        board = rank(stream.game, KNOWN, [stream], {stream.channel: standing}, now, self.forecast)
        return board.streams[0]

    def _look(self, stream: Watched, now: float) -> None:
        game = KNOWN[stream.stream.game]
        late = self.chance.uniform(*BEHIND_SECONDS)
        if self.chance.random() >= FAILS:
            self._believe(stream, now)
            stream.to_come.append((now + late, stream.standing))
        known, is_on_stage = stream.standing, stream.stream.channel in self.on_stage
        quick = stream.memory.wants_quick_look or (is_on_stage and near_end(known))
        stream.next_look = next_due(known, quick, game, now, now, self.chance.uniform(-1, 1))

    def _believe(self, stream: Watched, now: float) -> None:
        reading = self._reading(stream.match, now)
        standing, stream.memory = track(stream.standing, stream.memory, reading, now)
        stream.standing = won_by_count(standing, KNOWN[standing.game])

    def _reading(self, match: Match, now: float) -> Reading:
        if now < match.began:
            return Reading(None, None, "waiting", CONFIDENCE, "", now)
        if now >= match.gone_at:
            return Reading(None, None, "over", CONFIDENCE, "", now)
        result, place = self._banner(match, now)
        sure = CONFIDENCE if result else 0.0
        return Reading(
            match.alive(now), 0, "playing", CONFIDENCE, "", now, CONFIDENCE, result, place, sure
        )

    def _banner(self, match: Match, now: float) -> tuple[Result, int | None]:
        played = match.course
        ended_at = match.out_at if played.dies_at is not None else match.ends_at
        is_told = played.result != "left" and ended_at <= now < ended_at + BANNER_SECONDS
        if not is_told or self.chance.random() >= READS_BANNER:
            return "", None
        return played.result, played.place


def played(streams: Streams, until: float) -> Iterable[tuple[str, Match]]:
    """Every match that was over by ``until``, with its channel."""
    for number, ended in streams.played.items():
        for match in ended:
            if match.ends_at <= until:
                yield f"s{number}", match
