"""What does a hand-made board say, and when? Checked once, here.

A JSON object: ``streams`` is the board at the start; each of the ``steps`` changes it ``at`` that many seconds::

    {"streams": [{"channel": "alpha", "alive": 12, "playback_url": "http://127.0.0.1:8001/live/arena-1/index.m3u8"}],
     "steps": [{"at": 20, "streams": [{"channel": "alpha", "alive": 7}]},
               {"at": 40, "remove": ["alpha"]}, {"at": 60, "reads": false}, {"at": 90, "boards": false}]}

A stream needs only ``channel``; the other fields are those of ``HandMadeStream``. Numbers are read again every second
until a step says ``"reads": false``, boards are made until one says ``"boards": false``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from scoreboard.games import known_games
from scoreboard.models import LookState, Phase

MAX_FILE_BYTES = 4 * 1024 * 1024
_PAGES = {
    "twitch": "https://www.twitch.tv/",
    "kick": "https://kick.com/",
    "youtube": "https://www.youtube.com/watch?v=",
}
"""Where the streams of a platform play, without what its player is given."""
_CHOICES = {
    "phase": get_args(Phase),
    "state": get_args(LookState),
    "game": tuple(known_games()),
    "platform": ("web", *_PAGES),
}
_NUMBERS = {"alive": int, "kills": int, "viewers": int, "age": float, "confidence": float}


class BoardFileError(ValueError):
    """The sentence says what is wrong, and where."""


@dataclass(frozen=True, slots=True)
class HandMadeStream:
    """A row as its author wrote it."""

    channel: str
    name: str = ""
    game: str = "pubg"
    phase: Phase = "playing"
    alive: int | None = None
    kills: int | None = 0
    age: float = 2.0
    """Seconds between the broadcast of the number and now."""
    confidence: float = 0.95
    state: LookState = "ok"
    platform: str = "web"
    language: str = ""
    viewers: int | None = None
    title: str = ""
    page_url: str = ""
    playback_url: str = ""
    player: str = ""
    """What the platform's own player is given."""
    preview: str = ""
    """The path of a JPEG beside the board file."""


@dataclass(frozen=True, slots=True)
class Step:
    at: float
    """Seconds since the start."""
    streams: tuple[dict[str, Any], ...] = ()
    """What changes, each with its ``channel``."""
    remove: tuple[str, ...] = ()
    reads: bool | None = None
    boards: bool | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """The board at one moment."""

    streams: Mapping[str, HandMadeStream] = field(default_factory=dict)
    reads: bool = True
    """Whether the numbers are read again every second."""
    boards: bool = True
    """Whether boards are made."""

    def after(self, step: Step) -> Moment:
        streams = {name: row for name, row in self.streams.items() if name not in step.remove}
        for values in step.streams:
            known = streams.get(values["channel"], named(values["channel"]))
            streams[known.channel] = _checked(replace(known, **values), step.at)
        return Moment(
            streams,
            self.reads if step.reads is None else step.reads,
            self.boards if step.boards is None else step.boards,
        )


def steps_of(text: str) -> list[Step]:
    """All steps in their order, the first of them the start. Raises ``BoardFileError``."""
    try:
        given = json.loads(text)
    except ValueError as fault:
        raise BoardFileError(f"Not JSON: {fault}.") from None
    if not isinstance(given, dict) or not given.keys() <= {"streams", "steps"}:
        raise BoardFileError('A board file is an object with "streams" and "steps".')
    later = given.get("steps", [])
    if not isinstance(later, list):
        raise BoardFileError('"steps" is not a list.')
    steps = [_step({"at": 0, "streams": given.get("streams", [])}), *map(_step, later)]
    moment = Moment()
    for step in sorted(steps, key=lambda each: each.at):
        moment = moment.after(step)  # so that a fault is found before anything starts
    return sorted(steps, key=lambda each: each.at)


def read_steps(path: Path) -> list[Step]:
    """Raises ``BoardFileError``, also for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            body = file.read(MAX_FILE_BYTES + 1)
        if len(body) > MAX_FILE_BYTES:
            raise BoardFileError("The board file is larger than 4 MiB.")
        return steps_of(body.decode())
    except (OSError, UnicodeDecodeError) as fault:
        raise BoardFileError(f"{path}: {fault}.") from None


def named(channel: str) -> HandMadeStream:
    """A stream of which nothing else is known; ``twitch-``, ``kick-`` or ``youtube-NAME`` is on that platform."""
    platform, _, player = channel.partition("-")
    if platform not in _PAGES or not player:
        return HandMadeStream(channel, channel.title())
    page_url = _PAGES[platform] + player
    return HandMadeStream(
        channel, player.title(), platform=platform, page_url=page_url, player=player
    )


def _step(given: object) -> Step:
    if not isinstance(given, dict) or not _is_number(given.get("at")):
        raise BoardFileError('Each step is an object with "at" in seconds.')
    where = f"Step at {given['at']:g} s"
    if unknown := given.keys() - {each.name for each in fields(Step)}:
        raise BoardFileError(f"{where}: unknown {', '.join(sorted(unknown))}.")
    streams, remove = given.get("streams", []), given.get("remove", [])
    if not isinstance(streams, list) or not all(_names_channel(row) for row in streams):
        raise BoardFileError(f'{where}: "streams" is a list of objects, each with a "channel".')
    if not isinstance(remove, list) or not all(isinstance(name, str) for name in remove):
        raise BoardFileError(f'{where}: "remove" is a list of channels.')
    known = {each.name for each in fields(HandMadeStream)}
    for row in streams:
        if unknown := row.keys() - known:
            raise BoardFileError(f"{where}, {row['channel']}: unknown {', '.join(unknown)}.")
    flags = {name: given[name] for name in ("reads", "boards") if name in given}
    if not all(isinstance(value, bool) for value in flags.values()):
        raise BoardFileError(f'{where}: "reads" and "boards" are true or false.')
    return Step(float(given["at"]), tuple(streams), tuple(remove), **flags)


def _checked(row: HandMadeStream, at: float) -> HandMadeStream:
    where = f"Step at {at:g} s, {row.channel}"
    for each in fields(row):
        value = getattr(row, each.name)
        if each.name in _NUMBERS:
            if not (_is_number(value) and value >= 0) and value is not None:
                raise BoardFileError(f"{where}: {each.name} is a number from 0 up.")
        elif not isinstance(value, str):
            raise BoardFileError(f"{where}: {each.name} is text.")
        elif each.name in _CHOICES and value not in _CHOICES[each.name]:
            raise BoardFileError(
                f"{where}: {each.name} is one of {', '.join(_CHOICES[each.name])}."
            )
        elif (
            each.name.endswith("_url") and value and urlsplit(value).scheme not in ("http", "https")
        ):
            raise BoardFileError(f"{where}: {each.name} begins with http:// or https://.")
    if row.age is None or row.confidence is None:
        raise BoardFileError(f"{where}: age and confidence are numbers.")
    return row


def _names_channel(row: object) -> bool:
    return isinstance(row, dict) and isinstance(row.get("channel"), str) and bool(row["channel"])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
