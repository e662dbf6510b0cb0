"""What do the admin pages and the workers exchange?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from scoreboard.models import Correction, Game, Mode, Phase, RankedStream, Record, Region, Result

AskKind = Literal["frame", "reading", "category", "channel", "lesson", "proposal"]
Shows = Literal["", "counter", "none", "waiting"]
"""What a frame shows of the counters; empty: nobody has said."""
MilestoneKind = Literal["final-ten", "final-three", "won", "on-air"]
ASK_EXPIRES_SECONDS = 15.0
"""Nobody waits longer for an answer."""
MAX_LESSON_FRAMES = 16
"""Each takes a worker up to 30 MB while it teaches."""
MAX_ELSEWHERE = 4


@dataclass(frozen=True, slots=True)
class LessonFrame(Record):
    """A frame that teaches a HUD, and what an admin says of it."""

    frame: str
    """Its id, as in ``frame:{id}``."""
    shows: Shows = ""
    alive: int | None = None
    kills: int | None = None
    box: Region | None = None
    """Around the digits of ``alive``, as fractions of the frame; so is ``kills_box``."""
    kills_box: Region | None = None


@dataclass(frozen=True, slots=True)
class Lesson(Record):
    """What is to be learned."""

    digest: str
    """Tells these frames and labels from others; the answer repeats it."""
    frames: tuple[LessonFrame, ...]
    about: str = ""
    """The frame that is read by what the others teach; empty: all teach."""
    name: str = ""
    elsewhere: tuple[str, ...] = ()
    """The ids of frames of other games, of which nothing may be said; those that have expired are left out."""


@dataclass(frozen=True, slots=True)
class Ask(Record):
    """A question of an admin that only a worker can answer; the answer is JSON, kept for a while under ``id``."""

    id: str
    kind: AskKind
    """``frame``: take a picture of ``subject``, a channel; ``reading``: what do the readers make of the frame
    ``subject``; ``category``: which categories of ``platform`` are called like ``subject``;
    ``channel``: does a submitted channel exist, and is it live; ``subject``: platform, login and URL; ``lesson``: what
    does ``lesson`` teach, or what is read of one frame by what the others teach; ``proposal``: what does a frame show
    of which nothing is said yet."""
    subject: str
    at: float
    game: Game | None = None
    correction: Correction | None = None
    platform: str = "twitch"
    lesson: Lesson | None = None


@dataclass(frozen=True, slots=True)
class Seen(Record):
    """What a reader was shown at one look, and what it made of it."""

    channel: str
    game: str
    captured_at: float
    frame_height: int
    alive: int | None
    kills: int | None
    phase: Phase
    confidence: float
    reason: str
    cutouts: dict[str, str] = field(default_factory=dict)
    """By the region's name: a PNG in base64."""


@dataclass(frozen=True, slots=True)
class Finish(Record):
    """A match that has ended."""

    channel: str
    name: str
    game: str
    ended_at: float
    began_at: float | None
    """When its first number was seen; ``None`` when that is no longer known."""
    alive: int | None
    """As last believed."""
    kills: int | None
    won: bool
    page_url: str = ""
    mode: Mode = ""
    result: Result = ""
    place: int | None = None
    watched_until: float | None = None
    """When the newest picture that agrees with the numbers was broadcast."""
    curve: tuple[tuple[int, int], ...] = ()
    """When which count was seen: seconds since ``began_at``, players alive."""


@dataclass(frozen=True, slots=True)
class Milestone(Record):
    """An event that webhooks tell of, with the stream as its board had it then."""

    kind: MilestoneKind
    board: str
    """Of ``on-air``: on which board; of the others: the game."""
    at: float
    subject: str
    """What it happened to: the same in each report of one event, however often it is seen."""
    stream: RankedStream
    reason: str = ""
    """Of ``on-air``: why."""

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.board}:{self.stream.channel}:{self.subject}"


@dataclass(frozen=True, slots=True)
class Recording(Record):
    """What a platform has recorded of a channel's newest broadcast."""

    channel: str
    id: str
    """The video's, on its platform."""
    began_at: float
    until: float
    """How far it reached when the platform was asked; a broadcast that goes on is recorded further."""


@dataclass(frozen=True, slots=True)
class StreamStatus:
    """What else Redis knows of a watched stream, beside its standing."""

    next_due: float | None
    paused_seconds: float
    """0: it is not paused."""
    seen: Seen | None
