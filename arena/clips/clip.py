"""Which two seconds of picture are meant?"""

from dataclasses import dataclass
from typing import Literal

Screen = Literal["lobby", "playing", "over", "out", "ad", "desktop", "other"]
Phase = Literal["waiting", "playing", "over"]

GAMES = ("pubg", "fortnite", "apex")
SCRIPTED = (*GAMES, "outpost")
"""Outpost is broadcast by scenarios alone: a game that the rest of Rotisserie has never heard of."""
PLAYERS = {"pubg": 100, "fortnite": 100, "apex": 60, "outpost": 80}
SCENERY = {"outpost": "apex"}
"""Games that are played where another one is."""
LINES = 2
PHASES: dict[Screen, Phase] = {
    "lobby": "waiting",
    "playing": "playing",
    "over": "over",
    "out": "over",
}


@dataclass(frozen=True, order=True)
class Clip:
    """A picture that can be encoded once and broadcast by any channel; `line` chooses its scenery and HUD version.
    Of `out`, which tells a streamer who died, `alive` is the place."""

    game: str
    screen: Screen
    line: int = 0
    alive: int | None = None
    kills: int | None = None
    still: bool = False

    @property
    def name(self) -> str:
        numbers = (
            f"{'' if self.alive is None else self.alive}-{'' if self.kills is None else self.kills}"
        )
        return f"{self.game}-{self.screen}-{self.line}-{numbers}{'-still' if self.still else ''}"

    @property
    def phase(self) -> Phase | None:
        return PHASES.get(self.screen)

    @property
    def alive_drawn(self) -> int | None:
        """The players alive that can be read off the picture; PUBG's JOINED is a number of something else."""
        if self.screen == "playing" or (self.screen == "lobby" and self.game == "fortnite"):
            return self.alive
        return None

    @property
    def kills_drawn(self) -> int | None:
        """The kills that can be read off the picture; only Fortnite draws a zero."""
        if self.game == "fortnite" and self.screen in ("lobby", "playing"):
            return self.kills or 0
        return self.kills or None if self.screen == "playing" else None
