"""What does the board believe of simulated streams? Looks like the pipeline's, seconds late, some in vain."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bench.director.matches import KINDS, Kind, Match, career, play
from scoreboard.forecast.curve import Curve, curve_of
from scoreboard.forecast.forecasts import Forecasts
from scoreboard.forecast.learn import tables_of
from scoreboard.forecast.marks import marked
from scoreboard.games import known_games
from scoreboard.models import EndsIn, RankedStream, Result, Standing
from scoreboard.rules import FINAL_ALIVE

FINAL_SECONDS, PLAYING_SECONDS, WAITING_SECONDS = 4.0, 10.0, 30.0
"""Between looks, as the games that come with the project have it; a match that is over counts as one in progress."""
LATE_SECONDS_MIN, LATE_SECONDS_MAX = 1.0, 3.0
"""From the picture of a look to the board that shows it."""
FAILS = 0.04
READS_BANNER = 0.85
JOINED_LATE = 0.125
LONG_AGO = 1e6
"""Epochs are far from zero, which means that a time is not known."""
GAMES = known_games()
"""A look at a picture with a banner tells the result as often as this."""
LEARNED = 400
"""Matches of each game."""


def learn(chance: random.Random, matches: int = LEARNED) -> Forecasts:
    """From matches of each game, all modes of it together, that were watched as any stream is."""
    curves: dict[str, list[Curve]] = defaultdict(list)
    for number in range(matches):
        for game in sorted({kind.game for kind in KINDS}):
            kinds = [kind for kind in KINDS if kind.game == game]
            match = play(kinds[number % len(kinds)], chance.uniform(-10, 0), chance)
            if curve := _watched(match, chance):
                curves[game].append(curve)
    tables = [table for game, some in curves.items() for table in tables_of(game, some).values()]
    return Forecasts.of(tables)


def _watched(match: Match, chance: random.Random) -> Curve | None:
    """What was seen of a match that began up to ten seconds before the first look; one in eight was joined late."""
    at = chance.uniform(0, match.out_at) if chance.random() < JOINED_LATE else 0.0
    began, seen = at, list[tuple[float, int]]()
    until = min(match.gone_at, match.ends_at)
    while at < until:
        seen.append((at - began, match.alive(at)))
        soon = seen[-1][1] <= FINAL_ALIVE
        at += (FINAL_SECONDS if soon else PLAYING_SECONDS) * chance.uniform(0.9, 1.1)
    won = match.place == 1
    result: Result = "won" if won else "placed"
    return curve_of(seen, seen[-1][0], result, match.place) if len(seen) > 1 else None


@dataclass(slots=True)
class Watched:
    """One stream, and what is believed of it."""

    row: RankedStream
    match: Match
    back_at: float
    """When it is in a lobby again."""
    next_look: float
    standing: Standing
    """Of the match under way."""
    to_come: list[tuple[float, RankedStream]] = field(default_factory=list)
    """Looks under way: when the board knows, and what."""


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
        first_look = self.chance.uniform(0, PLAYING_SECONDS)
        return Watched(row, match, back_at, first_look, Standing(name, kind.game))

    def _next_match(self, number: int, stream: Watched) -> None:
        self.matches[number].append(stream.match)
        stream.back_at, stream.match = next(self.careers[number])
        stream.standing = Standing(stream.row.channel, stream.match.kind.game)

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
        ends_in = self._ends_in(stream, alive, now)
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

    def _ends_in(self, stream: Watched, alive: int, now: float) -> EndsIn | None:
        """Of a match of which the mode is not known."""
        if self.forecasts is None:
            return None
        known, at = stream.standing, now + LONG_AGO
        began = known.began_at or at
        since = known.alive_since if alive == known.alive else at
        marks = marked(known.marks, round(at - began), alive)
        stream.standing = replace(
            known,
            phase="playing",
            alive=alive,
            captured_at=at,
            began_at=began,
            alive_since=since,
            marks=marks,
        )
        return self.forecasts.ends_in(stream.standing, GAMES[known.game])


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
