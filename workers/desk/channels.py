"""Does a channel that a streamer submitted exist, and is it live?

A platform with credentials is asked by its API. Of the others streamlink says whether they are live, and only that: to
it a channel that does not exist is one that is not live.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol, runtime_checkable

from scoreboard.requests import Ask
from workers.capture.camera import Camera
from workers.capture.hls.fetching import fetching
from workers.discover.platforms import LiveStream, Platform, PlatformFailed
from workers.look.failure import CaptureFailed
from workers.net.deadline import time_limit

LOOK_SECONDS = 8.0


@runtime_checkable
class HasHandles(Protocol):
    """A platform whose channels have an ID beside the name that people use."""

    def id_of(self, handle: str, now: float) -> str: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about: the words of ``Ask.subject``, with spaces between."""

    platform: str
    login: str
    url: str


@dataclass(frozen=True, slots=True)
class Checked:
    """``None``: nobody could tell."""

    exists: bool | None = None
    live: bool | None = None
    name: str = ""
    login: str = ""
    """As the platform has it; empty when only the question's is known."""
    title: str = ""
    category: str = ""
    viewers: int | None = None
    note: str = ""
    """Why something is not known."""


def answer_channel(platforms: Sequence[Platform], ask: Ask, now: float) -> dict[str, Any] | None:
    """By the platform's API; ``None`` when it has no credentials or fails: then streamlink may know."""
    asked = _asked(ask)
    platform = next((one for one in platforms if asked and one.name == asked.platform), None)
    if asked is None or platform is None:
        return None
    try:
        live = next(iter(platform.by_login([asked.login], now)), None)
        found = _live(live) if live else _not_live(platform, asked.login, now)
    except PlatformFailed:
        return None
    return asdict(found)


def answer_stream(camera: Camera, ask: Ask) -> dict[str, Any]:
    """By streamlink."""
    asked = _asked(ask)
    if asked is None:
        return asdict(Checked(note="The question is malformed."))
    try:
        with time_limit(LOOK_SECONDS), fetching("video"):
            found = camera.plugins.streams(asked.url)
    except CaptureFailed as failure:
        live = False if failure.state == "offline" else None
        return asdict(Checked(live=live, note=failure.sentence))
    if found is None:
        return asdict(Checked(note="streamlink cannot open this address."))
    return asdict(Checked(exists=True, live=True))


def _not_live(platform: Platform, login: str, now: float) -> Checked:
    """With its ID, by which it will be found when it is live: one channel is not to be two on the board."""
    exists = platform.exists(login, now)
    known = platform.id_of(login, now) if exists and isinstance(platform, HasHandles) else ""
    return Checked(exists, False, login=known)


def _asked(ask: Ask) -> Asked | None:
    words = ask.subject.split(" ")
    return Asked(*words) if len(words) == 3 else None


def _live(stream: LiveStream) -> Checked:
    return Checked(
        exists=True,
        live=True,
        name=stream.name,
        login=stream.login,
        title=stream.title,
        category=stream.category,
        viewers=stream.viewers,
    )
