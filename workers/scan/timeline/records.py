"""What is known of a recording? Times are seconds since it began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoreboard.models import LookState, Mode, Phase, Reading, Record, Result


@dataclass(frozen=True, slots=True)
class Seen(Record):
    """What one look gave: a reading, or the state that it ended in."""

    at: float
    reading: Reading | None = None
    state: LookState = "ok"
    reason: str = ""
    """Without a reading: why."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is believed after a look. A number is there only if this very picture shows it."""

    at: float
    phase: Phase
    alive: int | None
    kills: int | None
    state: LookState
    reason: str
    """Why there is no number."""
    match_at: float | None
    """When the first number of the match under way, or just over, was believed: it tells matches apart."""
    result: Result
    place: int | None
    mode: Mode
    has_counter: bool
    """Whether the picture shows how many are alive, read or not."""
    read: int | None = None
    """The players alive that this picture was read as, believed or not."""


@dataclass(frozen=True, slots=True)
class Kill:
    at: float
    """Of the first picture that counts it."""
    total: int
    count: int
    """So many since the last one: pictures are two seconds apart."""
    alive: int


@dataclass(frozen=True, slots=True)
class Silence:
    """Looks in a row that gave no number."""

    begin: float
    end: float
    looks: int
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    number: int
    begin: float
    """Of the first picture with its counter."""
    end: float
    """Of the first picture without it, or of the last one with it where the match was lost sight of."""
    is_over: bool
    """False: the recording ends, or was left, in the middle of it."""
    out: float | None
    """When the streamer was told to be out, and watched on."""
    result: Result
    place: int | None
    mode: Mode
    curve: tuple[tuple[float, int], ...]
    """Players alive, whenever their number has changed."""
    kills: int | None
    kills_at: tuple[Kill, ...]
    silences: tuple[Silence, ...]
    picture_at: float
    """The look whose picture shows how it ended."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A number that rises inside of a match: one of the two was hardly read right."""

    at: float
    before: int
    after: int


Moment = Literal["kills", "last-ten", "finish"]


@dataclass(frozen=True, slots=True)
class Highlight:
    kind: Moment
    match: int
    begin: float
    end: float
    what: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Of as much as was scanned."""

    seconds: float
    """How long the recording says to be; 0 where it does not say."""
    scanned_seconds: float
    rows: tuple[Row, ...]
    matches: tuple[Match, ...]
    highlights: tuple[Highlight, ...]
    outside: tuple[Silence, ...]
    """Between matches: for how long what was, or was not, seen; one for each reason, the longest first."""
    jumps: tuple[Jump, ...]
    problem: str = ""
    """Why it was not scanned to its end; empty when it was."""
