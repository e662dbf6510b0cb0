"""What does a channel show for the length of one segment?"""

from dataclasses import dataclass
from typing import Literal

from arena.clips.clip import Clip, Phase
from arena.script.course import Course

State = Literal["live", "offline", "frozen", "ad", "desktop", "other"]


@dataclass(frozen=True)
class Showing:
    """`picture` is what the viewer has on the screen; `published` says whether a segment of it is broadcast;
    `break_seconds` is the length of the whole advertisement break that it belongs to; `course` is the match under way
    or just over."""

    state: State
    picture: Clip | None
    published: bool = True
    break_seconds: float = 0
    course: Course | None = None

    @property
    def phase(self) -> Phase | None:
        return self.picture.phase if self.picture else None

    @property
    def alive(self) -> int | None:
        return self.picture.alive_drawn if self.picture else None

    @property
    def kills(self) -> int | None:
        return self.picture.kills_drawn if self.picture else None

    @property
    def truth(self) -> tuple[State, Phase | None, int | None, int | None]:
        return self.state, self.phase, self.alive, self.kills
