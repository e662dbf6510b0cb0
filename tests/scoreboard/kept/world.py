"""Streams and standings that change at random, as a pipeline would change them."""

from __future__ import annotations

import random
from dataclasses import replace

from scoreboard.models import EndsIn, Game, Standing, Stream
from tests.scoreboard.streams import NOW, PUBG, stream

GAMES = {
    "pubg": PUBG,
    "apex": Game("apex", "Apex", rank_by="kills"),
    "off": Game("off", "Off", enabled=False),
}
CHANNELS = [f"c{number:02}" for number in range(30)]


class World:
    """Everything is drawn at once from one seed: a strategy for each field is slow."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.now = NOW
        self.games: dict[str, Game] = dict(GAMES)
        self.streams: dict[str, Stream] = {}
        self.standings: dict[str, Standing] = {}
        for channel in CHANNELS[:20]:
            self.find(channel)

    def step(self) -> set[str]:
        """Time passes and some streams change; returns which."""
        self.now += self.draw.choice([0.0, 0.1, 2.0, 2.0, 30.0, 301.0])
        changed = set()
        for _ in range(self.draw.randint(0, 6)):
            channel = self.draw.choice(CHANNELS)
            changed.add(channel)
            if self.draw.random() < 0.2:
                self.streams.pop(channel, None)
                self.standings.pop(channel, None)
            elif channel not in self.streams or self.draw.random() < 0.2:
                self.find(channel)
            else:
                self.look(channel)
        return changed

    def find(self, channel: str) -> None:
        known = self.streams.get(channel)
        game = self.draw.choice(["pubg", "pubg", "apex", "off", "gone"])
        if known and known.game != game:
            self.standings.pop(channel, None)
        viewers = self.draw.choice([None, 5, 5, 900])
        self.streams[channel] = stream(channel, game, viewers=viewers)

    def look(self, channel: str) -> None:
        draw, now = self.draw, self.now
        self.standings[channel] = Standing(
            channel,
            self.streams[channel].game,
            phase=draw.choice(["playing"] * 5 + ["waiting", "over", "unknown"]),  # type: ignore[arg-type]
            alive=draw.choice([None, 1, 2, 7, 30, 30, 80]),
            kills=draw.choice([None, 0, 3]),
            captured_at=now + draw.choice([0.0, -1.5, -1.5, -20.0, -45.0, -50.0, 3.0]),
            state=draw.choice(["ok", "ok", "ok", "no-counter", "offline", "unreadable"]),  # type: ignore[arg-type]
            looked_at=now - draw.choice([0.0, 5.0]),
            unread_since=draw.choice([0.0, 0.0, now - 10.0, now - 400.0]),
            result=draw.choice(["", "", "eliminated", "placed", "won"]),  # type: ignore[arg-type]
            began_at=draw.choice([0.0, NOW - 100.0]),
            ended_at=draw.choice([0.0, 0.0, now]),
        )


def forecast(standing: Standing, game: Game) -> EndsIn | None:
    """Of some matches, and not of all."""
    if standing.alive is None or standing.alive == 7:
        return None
    return EndsIn(6.0 * standing.alive, 9.0 * standing.alive, 14.0 * standing.alive)


def other_forecast(standing: Standing, game: Game) -> EndsIn | None:
    found = forecast(standing, game)
    return replace(found, median=found.median + 1.0) if found else None
