"""What has a channel published up to now?"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from arena.clips.clip import Clip
from arena.script.course import Course
from arena.script.showing import Showing

LISTED = 6
KEPT = 15
TIMELINE_SECONDS = 5 * 60.0
MATCHES_TOLD = 20


@dataclass(frozen=True)
class Profile:
    """Who broadcasts."""

    channel: str
    game: str
    name: str
    title: str
    language: str
    viewers: int


@dataclass(frozen=True)
class Segment:
    """One published file; `ticks` (90 kHz) is the timestamp of its first picture, `at` its programme date time.

    `light` is another one than that of the segments around it, unless the picture is frozen.
    """

    sequence: int
    at: float
    clip: Clip
    advertisement: "AdBreak | None"
    discontinuity: bool
    discontinuities: int
    ticks: int
    light: int


@dataclass(frozen=True)
class AdBreak:
    """When it began, and how long it is in all."""

    at: float
    seconds: float


@dataclass(frozen=True)
class Run:
    """From `at` on the channel shows this, until the next run."""

    at: float
    showing: Showing


@dataclass(frozen=True)
class Played:
    """A match, and when its first picture was broadcast."""

    at: float
    course: Course


@dataclass
class Channel:
    """Reads its script only as far as the clock asks, so a channel that nobody watches costs nothing."""

    profile: Profile
    script: Iterator[Showing]
    begins_at: float
    segment_seconds: float = 2.0
    window: deque[Segment] = field(default_factory=lambda: deque(maxlen=KEPT))
    runs: deque[Run] = field(default_factory=deque)
    played: deque[Played] = field(default_factory=lambda: deque(maxlen=MATCHES_TOLD))
    seen_until: float = 0.0
    _place: int = 0
    _sequence: int = 0
    _discontinuities: int = 0
    _restart: int = 0
    _next: Showing | None = None

    def advance(self, now: float) -> None:
        """Publish every segment that is complete by now."""
        while (at := self._at()) + self.segment_seconds <= now:
            self._take(at, self._upcoming())
            self._next = None
            self._place += 1
        if at <= now and self._upcoming().state == "offline":
            self._note(at, self._upcoming())
        while len(self.runs) > 1 and self.runs[1].at <= now - TIMELINE_SECONDS:
            self.runs.popleft()

    def on_air(self, now: float) -> bool:
        """Whether the playlist is served; while offline it is not, from the very start of the missing segment."""
        return not (self._upcoming().state == "offline" and self._at() <= now) and bool(self.window)

    def segment(self, sequence: int) -> Segment | None:
        return next((segment for segment in self.window if segment.sequence == sequence), None)

    def listed(self) -> tuple[Segment, ...]:
        return tuple(self.window)[-LISTED:]

    def _at(self) -> float:
        return self.begins_at + self._place * self.segment_seconds

    def _upcoming(self) -> Showing:
        if self._next is None:
            self._next = next(self.script)
        return self._next

    def _take(self, at: float, showing: Showing) -> None:
        self._note(at, showing)
        if showing.published and showing.picture:
            self._publish(at, showing.picture, showing.break_seconds)
        elif showing.state == "offline":
            self.window.clear()

    def _note(self, at: float, showing: Showing) -> None:
        self.seen_until = at + self.segment_seconds
        if showing.course and not (self.played and self.played[-1].course is showing.course):
            self.played.append(Played(at, showing.course))
        if not self.runs or self.runs[-1].showing.truth != showing.truth:
            self.runs.append(Run(at, showing))

    def _publish(self, at: float, clip: Clip, break_seconds: float) -> None:
        last = self.window[-1] if self.window else None
        gap = last is None or at - last.at > self.segment_seconds * 1.5
        before = last.advertisement if last and not gap else None
        advertisement = (before or AdBreak(at, break_seconds)) if break_seconds else None
        discontinuity = self._sequence > 0 and (gap or advertisement != before)
        if discontinuity:
            self._restart = self._sequence
            self._discontinuities += 1
        ticks = round((self._sequence - self._restart) * self.segment_seconds * 90_000)
        segment = Segment(
            self._sequence,
            at,
            clip,
            advertisement,
            discontinuity,
            self._discontinuities,
            ticks,
            light=0 if clip.still else self._sequence,
        )
        self.window.append(segment)
        self._sequence += 1
