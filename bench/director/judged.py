"""What did a director do in an hour? Counted by what was really played, not by what was believed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.director.matches import Match
from scoreboard.models import OnAir

ARRIVES, NEAR = 20.0, 180.0
"""Seconds before the end between which an arrival is worth it."""
OVERLAP_SECONDS = 60.0
"""Matches that end within so long of one another are finals at once."""
SEEN_SECONDS = 2.0
"""A stream must have been on the stage for this long before its end."""


@dataclass(frozen=True, slots=True)
class Shows:
    """What a stream shows, and when it was last looked at."""

    match: Match
    looked_at: float

    @property
    def over_at(self) -> float:
        """From when on there is nothing more of the match to see."""
        return min(self.match.ends_at, self.match.gone_at)

    def left(self, now: float) -> float:
        """Seconds to the end of the match; negative once it is over."""
        return (self.match.ends_at if now < self.over_at else self.over_at) - now

    def is_played(self, now: float) -> bool:
        return self.match.began <= now < self.over_at

    def is_known_over(self) -> bool:
        return self.looked_at >= self.over_at


def worth_between(match: Match) -> tuple[float, float]:
    """When it is worth arriving: the streamer plays, and the match ends soon enough and not too soon."""
    since = max(match.began, match.ends_at - NEAR)
    return since, min(match.out_at, match.ends_at - ARRIVES)


@dataclass(slots=True)
class Visit:
    """One stream on the stage."""

    channel: str
    came: float
    left: float
    """Seconds the match still ran then; negative: it was over."""
    was_known_over: bool
    """Whether somebody had looked since it was over."""
    could_be_worth: bool
    """Whether any match that was not on the stage was worth arriving at."""
    is_switch: bool
    """Whether all that was on the stage before made way for it; else it came beside."""
    goes: float = 0.0


@dataclass(slots=True)
class Judged:
    """Everything that is counted of one director."""

    visits: list[Visit] = field(default_factory=list)
    stays: list[Visit] = field(default_factory=list)
    """Those that have ended."""
    up: dict[str, Visit] = field(default_factory=dict)
    ticks: int = 0
    possible_ticks: int = 0
    """At which any match at all was worth arriving at."""
    screen_ticks: int = 0
    finished_ticks: int = 0
    """Of screens."""
    sound_moves: int = 0
    heard: str = ""
    screens: dict[int, int] = field(default_factory=dict)

    def note(
        self, now: float, on_air: OnAir, shows: Callable[[str], Shows], worth: set[str]
    ) -> None:
        """``worth``: the channels that are worth arriving at."""
        stage = [name for name in (on_air.channel, *on_air.beside) if name]
        could_be = bool(worth - self.up.keys())
        for name in [name for name in self.up if name not in stage]:
            self.up[name].goes = now
            self.stays.append(self.up.pop(name))
        new = [name for name in stage if name not in self.up]
        alone = not self.up
        for name in new:
            shown = shows(name)
            known_over = shown.is_known_over()
            self.up[name] = Visit(name, now, shown.left(now), known_over, could_be, alone)
            if self.ticks:  # what was on at the start was not switched to
                self.visits.append(self.up[name])
        self.sound_moves += bool(self.heard) and self.heard != on_air.channel not in new
        self.heard = on_air.channel
        self.ticks += 1
        self.possible_ticks += bool(worth)
        self.screen_ticks += len(stage)
        self.finished_ticks += sum(not shows(name).is_played(now) for name in stage)
        self.screens[len(stage)] = self.screens.get(len(stage), 0) + 1

    def add(self, other: Judged) -> None:
        """Another hour; of which finishes were seen each hour tells on its own."""
        self.visits += other.visits
        self.stays += other.stays
        self.ticks += other.ticks
        self.possible_ticks += other.possible_ticks
        self.screen_ticks += other.screen_ticks
        self.finished_ticks += other.finished_ticks
        self.sound_moves += other.sound_moves
        for count, ticks in other.screens.items():
            self.screens[count] = self.screens.get(count, 0) + ticks

    def was_up(self, channel: str, at: float) -> bool:
        return any(
            visit.channel == channel
            and visit.came <= at - SEEN_SECONDS
            and (visit.goes >= at or (channel in self.up and self.up[channel] is visit))
            for visit in [*self.stays, *self.up.values()]
        )

    @property
    def over(self) -> int:
        return sum(visit.was_known_over for visit in self.visits)

    def arrivals(self, is_switch: bool, only_possible: bool = False) -> list[Visit]:
        """The switches, or what came beside; all, or those at a moment when there was one in time."""
        return [
            visit
            for visit in self.visits
            if visit.is_switch == is_switch and (visit.could_be_worth or not only_possible)
        ]

    def worth(self, is_switch: bool, only_possible: bool = False) -> float:
        """The share of these that were in time."""
        arrivals = self.arrivals(is_switch, only_possible)
        return _share([ARRIVES <= visit.left <= NEAR for visit in arrivals])

    @property
    def stay(self) -> float:
        return median([visit.goes - visit.came for visit in self.stays] or [float("nan")])

    @property
    def finished(self) -> float:
        return self.finished_ticks / max(1, self.screen_ticks)

    @property
    def possible(self) -> float:
        return self.possible_ticks / max(1, self.ticks)

    def on_screens(self, count: int) -> float:
        return self.screens.get(count, 0) / max(1, self.ticks)


def missed(judged: Judged, ends: Sequence[tuple[str, Match]], at_once: int) -> tuple[int, int]:
    """Of the ends that came while so many finals were on: how many were not on the stage, and how many there were."""
    wanted = [end for end in ends if _at_once(end[1], ends) == at_once]
    return sum(not judged.was_up(name, match.ends_at) for name, match in wanted), len(wanted)


def ends_of(
    matches: Iterable[tuple[str, Match]], since: float, until: float
) -> list[tuple[str, Match]]:
    """Those that a streamer played to the end, not too near to either end of the time for others to be told."""
    first, last = since + OVERLAP_SECONDS, until - OVERLAP_SECONDS
    return [end for end in matches if end[1].shows_end() and first <= end[1].ends_at <= last]


def _at_once(match: Match, ends: Iterable[tuple[str, Match]]) -> int:
    return sum(abs(other.ends_at - match.ends_at) <= OVERLAP_SECONDS for _, other in ends)


def _share(given: Sequence[bool]) -> float:
    return sum(given) / len(given) if given else float("nan")
