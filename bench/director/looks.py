"""What does the board believe of simulated streams? Looks like the pipeline's, seconds late, some in vain."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from statistics import quantiles

from bench.director.matches import KINDS, Kind, Match, career, play
from scoreboard.models import EndsIn, RankedStream, Result
from scoreboard.rules import FINAL_ALIVE

FINAL_SECONDS, PLAYING_SECONDS, WAITING_SECONDS = 4.0, 10.0, 30.0
"""Between looks, as the games that come with the project have it; a match that is over counts as one in progress."""
LATE_SECONDS_MIN, LATE_SECONDS_MAX = 1.0, 3.0
"""From the picture of a look to the board that shows it."""
FAILS = 0.04
READS_BANNER = 0.85
"""A look at a picture with a banner tells the result as often as this."""
LEARNED = 400
MAX_NOISE = 0.15
"""The forecast of a match is off by a factor of its own on top, as a streamer plays unlike those learned from."""

ELAPSED_SECONDS = 180.0
"""Matches that came down to a number about as late as each other, within this, are alike."""
MIN_ALIKE = 40

Forecasts = Mapping[tuple[Kind, int, int], EndsIn]


def learn(chance: random.Random, matches: int = LEARNED) -> Forecasts:
    """By kind, number alive and how late in the match: how long others still ran. Late -1: whenever it was."""
    left: dict[tuple[Kind, int, int], list[float]] = defaultdict(list)
    for kind in KINDS:
        for _ in range(matches):
            match = play(kind, 0.0, chance)
            for place, at in enumerate(match.deaths, 1):
                alive = kind.players - place
                for late in (-1, int(at // ELAPSED_SECONDS)):
                    left[kind, alive, late].append(match.ends_at - at)
    return {known: _spread(seconds) for known, seconds in left.items() if len(seconds) >= MIN_ALIKE}


def _spread(seconds: list[float]) -> EndsIn:
    tenths = quantiles(seconds, n=10, method="inclusive")
    return EndsIn(tenths[0], tenths[4], tenths[8])


@dataclass(slots=True)
class Watched:
    """One stream, and what is believed of it."""

    row: RankedStream
    match: Match
    back_at: float
    """When it is in a lobby again."""
    next_look: float
    to_come: list[tuple[float, RankedStream]] = field(default_factory=list)
    """Looks under way: when the board knows, and what."""
    noise: float = 1.0


class Streams:
    """All of them; ``advance`` says what the board knows at ``now``."""

    def __init__(self, count: int, forecasts: Forecasts | None, chance: random.Random) -> None:
        self.chance, self.forecasts = chance, forecasts
        kinds = [KINDS[number % len(KINDS)] for number in range(count)]
        self.careers = [career(kind, random.Random(chance.random())) for kind in kinds]
        self.watched = [self._begin(number, kind) for number, kind in enumerate(kinds)]
        self.matches: dict[int, list[Match]] = defaultdict(list)

    def advance(self, now: float) -> list[RankedStream]:
        for number, stream in enumerate(self.watched):
            while stream.back_at <= now:
                self._next_match(number, stream)
            if stream.next_look <= now:
                self._look(stream, now)
            while stream.to_come and stream.to_come[0][0] <= now:
                stream.row = stream.to_come.pop(0)[1]
        rows = [stream.row for stream in self.watched]
        playing = [row for row in rows if row.rank is not None]
        if not playing:
            return rows
        # Of ranks a director asks for the first alone.
        best = min(playing, key=lambda row: (row.alive, row.channel))
        return [replace(best, rank=1), *(row for row in rows if row is not best)]

    def _begin(self, number: int, kind: Kind) -> Watched:
        back_at, match = next(self.careers[number])
        name = f"s{number}"
        row = RankedStream(
            None, name, name, "", "web", "", None, "", "", kind.game, "unknown", None, None,
            0.9, 0.0, "ok", "", mode=kind.mode,
        )  # fmt: skip
        return Watched(row, match, back_at, self.chance.uniform(0, PLAYING_SECONDS))

    def _next_match(self, number: int, stream: Watched) -> None:
        self.matches[number].append(stream.match)
        stream.back_at, stream.match = next(self.careers[number])
        stream.noise = self.chance.lognormvariate(0, MAX_NOISE)

    def _look(self, stream: Watched, now: float) -> None:
        known = stream.to_come[-1][1] if stream.to_come else stream.row
        seen = self._seen(stream, known, now)
        late = self.chance.uniform(LATE_SECONDS_MIN, LATE_SECONDS_MAX)
        if self.chance.random() >= FAILS:
            stream.to_come.append((now + late, seen))
        stream.next_look = now + _interval(seen) * self.chance.uniform(0.9, 1.1)

    def _seen(self, stream: Watched, known: RankedStream, now: float) -> RankedStream:
        match = stream.match
        if now < match.began:
            return replace(
                known,
                rank=None,
                phase="waiting",
                alive=None,
                captured_at=now,
                result="",
                ends_in=None,
            )
        if now >= match.gone_at:
            return replace(known, rank=None, phase="over", captured_at=now, ends_in=None)
        alive = match.alive(now)
        is_new = known.phase != "playing"
        result = self._result(match, "" if is_new else known.result, now)
        ends_in = self._ends_in(stream, alive, now - match.began)
        return replace(
            known,
            rank=2,
            phase="playing",
            alive=alive,
            captured_at=now,
            result=result,
            ends_in=ends_in,
        )

    def _result(self, match: Match, known: Result, now: float) -> Result:
        if known or now < match.out_at or self.chance.random() > READS_BANNER:
            return known
        if now < match.ends_at:
            return "eliminated"
        return "won" if match.place == 1 else "placed"

    def _ends_in(self, stream: Watched, alive: int, elapsed: float) -> EndsIn | None:
        kind, late = stream.match.kind, int(elapsed // ELAPSED_SECONDS)
        learned = self.forecasts or {}
        known = learned.get((kind, alive, late)) or learned.get((kind, alive, -1))
        if known is None:
            return None
        noise = stream.noise
        return EndsIn(known.low * noise, known.median * noise, known.high * noise)


def _interval(row: RankedStream) -> float:
    if row.phase == "playing":
        return FINAL_SECONDS if (row.alive or 0) <= FINAL_ALIVE else PLAYING_SECONDS
    return WAITING_SECONDS if row.phase == "waiting" else PLAYING_SECONDS


def played(streams: Streams, until: float) -> Iterable[tuple[str, Match]]:
    """Every match that was over by ``until``, with its channel."""
    for number, matches in streams.matches.items():
        for match in matches:
            if match.ends_at <= until:
                yield f"s{number}", match
