"""What do the counters of a taught HUD show?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

from scoreboard.models import Game, Reading, Region
from scoreboard.taught.profile import Sign, TaughtProfile
from workers.look.look import Gray
from workers.read.readers.again import Spending
from workers.read.readers.count import MAX_KILLS, Counted
from workers.read.readers.taught.search import (
    FAINTLY,
    LEADS,
    RIVAL,
    Found,
    Ground,
    Part,
    ground_of,
    search,
)
from workers.read.readers.taught.slot import Asked, read_slots, slot_of

MIN_PIXELS = 8
JUST_ENOUGH = 0.95
"""How sure it is that a sign is shown whose likeness is just enough."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sign that was found."""

    sign: Sign
    found: Found
    """In pixels of the sign."""

    @property
    def enough(self) -> bool:
        found = self.found
        if found.likeness >= self.sign.least:
            return found.lead >= RIVAL
        return found.likeness >= FAINTLY and found.lead >= LEADS

    @property
    def margin(self) -> float:
        """By how much it is more alike than is asked for, as a share of what is left to 1."""
        return (self.found.likeness - self.sign.least) / (1.0 - self.sign.least + 1e-6)

    @property
    def chance(self) -> float:
        sign = self.sign
        rise = (self.found.likeness - sign.least) / max(1e-3, sign.typical - sign.least)
        return JUST_ENOUGH + (1 - JUST_ENOUGH) * min(1.0, max(0.0, rise))


class TaughtReader:
    """Reads the ``hud`` region of a game whose profile was taught: right or silent."""

    def __init__(self, profile: TaughtProfile) -> None:
        self.profile = profile
        self._region = profile.region

    def read(
        self, crops: Mapping[str, Gray], frame_height: int, again: Spending | None = None
    ) -> Reading:
        hud = crops.get("hud")
        if hud is None or min(hud.shape) < MIN_PIXELS:
            return Reading(None, None, "unknown", 0.0, "the HUD is outside the frame")
        profile, seen = self.profile, Seen(hud, frame_height, self._region)
        waiting, shown = seen.shown(profile.waiting), seen.shown(profile.alive)
        if waiting and (shown is None or waiting.margin >= shown.margin):
            reason = "the match has not begun"
            return Reading(None, None, "waiting", waiting.chance, reason)
        if shown is None:
            return Reading(None, None, "unknown", 0.0, "no counter found")
        alive, *others = seen.numbers(
            (shown, 1, profile.most_players), (seen.shown(profile.kills), 0, MAX_KILLS)
        )
        kills = others[0] if others else Counted(None, 0.0, "no kills are shown")
        return Reading(
            alive.number,
            kills.number,
            "playing",
            alive.confidence,
            alive.reason or kills.reason,
            kills_confidence=kills.confidence,
        )


class Seen:
    """A region of a frame; what is made of it for one sign serves the others, too."""

    def __init__(self, hud: Gray, frame_height: int, region: Region) -> None:
        self._hud, self._frame_height, self._region = hud, frame_height, region
        self._grounds: dict[float, Ground] = {}

    def shown(self, signs: tuple[Sign, ...]) -> Shown | None:
        """The one of ``signs`` that is seen most plainly."""
        best: Shown | None = None
        for sign in signs:
            ground = self._ground(sign.lines)
            found = search(ground, sign, part_of(ground.shape, self._region, sign.within))
            if found is None or not Shown(sign, found).enough:
                continue
            if best is None or Shown(sign, found).margin > best.margin:
                best = Shown(sign, found)
        return best

    def numbers(self, *counters: tuple[Shown | None, int, int]) -> list[Counted]:
        """What those counters show that are shown, each from its least to its most."""
        asked = [
            Asked(slot_of(at.sign, at.found, self._frame_height), least, most, at.chance)
            for at, least, most in counters
            if at
        ]
        return read_slots(self._hud, asked)

    def _ground(self, lines: float) -> Ground:
        if lines not in self._grounds:
            self._grounds[lines] = ground_of(self._hud, self._frame_height, lines)
        return self._grounds[lines]


def game_of(profile: TaughtProfile) -> Game:
    """What cuts the region of the profile out of frames."""
    return Game(
        "taught",
        profile.name or "taught",
        most_players=profile.most_players,
        regions={"hud": profile.region},
    )


def part_of(shape: tuple[int, int], region: Region, part: Region) -> Part:
    """Where the ``part`` of the frame is in a picture of ``shape`` that shows its ``region``."""
    height, width = shape
    left = max(0, floor((part.x - region.x) / region.width * width))
    top = max(0, floor((part.y - region.y) / region.height * height))
    right = ceil((part.x + part.width - region.x) / region.width * width)
    bottom = ceil((part.y + part.height - region.y) / region.height * height)
    return slice(top, bottom), slice(left, right)
