"""What does a scenario file say that each channel shows, and for how long?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from arena.clips.clip import LINES, SCRIPTED, Clip, Screen
from arena.script.showing import Showing, State

SCREENS: dict[str, Screen] = {"waiting": "lobby", "playing": "playing", "over": "over"}
MAX_SECONDS = 86_400


class ScenarioError(ValueError):
    """The scenario cannot be understood; the message says where."""


@dataclass(frozen=True)
class Part:
    """One channel and its steps, each with its length in segments."""

    channel: str
    game: str
    name: str
    title: str
    steps: tuple[tuple[Showing, int], ...]
    repeat: bool

    def script(self, lead: int) -> Iterator[Showing]:
        """The first step `lead` segments longer; after the last step it stays, or the script restarts."""
        yield from [self.steps[0][0]] * lead
        while True:
            for showing, count in self.steps:
                yield from [showing] * count
            while not self.repeat:
                yield self.steps[-1][0]

    def clips(self) -> set[Clip]:
        return {
            showing.picture for showing, _ in self.steps if showing.picture and showing.published
        }


def load(file: Path, segment_seconds: float) -> tuple[Part, ...]:
    """Raises ScenarioError."""
    try:
        return parse(json.loads(file.read_text(encoding="utf-8")), segment_seconds)
    except (OSError, ValueError) as error:
        raise ScenarioError(f"the scenario {file} cannot be used: {error}") from error


def parse(scenario: Any, segment_seconds: float) -> tuple[Part, ...]:
    """Raises ScenarioError."""
    channels = scenario.get("channels") if isinstance(scenario, dict) else None
    if not isinstance(channels, list) or not channels:
        raise ScenarioError("`channels` must be a list")
    parts = tuple(_part(told, place, segment_seconds) for place, told in enumerate(channels))
    if len({part.channel for part in parts}) < len(parts):
        raise ScenarioError("two channels have the same name")
    return parts


def _part(told: Any, place: int, segment_seconds: float) -> Part:
    where = f"channel {place + 1}"
    if not isinstance(told, dict) or told.get("game") not in SCRIPTED:
        raise ScenarioError(f"{where}: `game` must be one of {', '.join(SCRIPTED)}")
    game, steps = told["game"], told.get("steps")
    channel = str(told.get("channel", f"arena-{game}-{place + 1:02d}"))
    if not channel.replace("-", "").replace("_", "").isalnum() or not channel.isascii():
        raise ScenarioError(f"{where}: `channel` may hold letters, digits, - and _ only")
    line = told.get("line", 0)
    if not isinstance(steps, list) or not steps or line not in range(LINES):
        raise ScenarioError(f"{where}: it needs a list of `steps`, and `line` is 0 to {LINES - 1}")
    showings = tuple(_step(step, f"{where}, step {number + 1}", game, line, segment_seconds)
                     for number, step in enumerate(steps))  # fmt: skip
    name, title = str(told.get("name", channel)), str(told.get("title", "by the script"))
    return Part(channel, game, name, title, showings, bool(told.get("repeat", False)))


def _step(
    step: Any, where: str, game: str, line: int, segment_seconds: float
) -> tuple[Showing, int]:
    if not isinstance(step, dict) or step.get("state", "live") not in get_args(State):
        raise ScenarioError(f"{where}: `state` must be one of {', '.join(get_args(State))}")
    seconds = step.get("seconds")
    if not isinstance(seconds, int | float) or not segment_seconds <= seconds <= MAX_SECONDS:
        raise ScenarioError(
            f"{where}: `seconds` must be a number from {segment_seconds:g} to {MAX_SECONDS}"
        )
    count = round(seconds / segment_seconds)
    state: State = step.get("state", "live")
    match state:
        case "offline":
            return Showing(state, None, published=False), count
        case "ad" | "desktop" | "other":
            length = count * segment_seconds if state == "ad" else 0
            return Showing(state, Clip("none", state), break_seconds=length), count
    clip = _clip(step, where, game, line)
    published = bool(step.get("published", True))
    return Showing(state, replace(clip, still=state == "frozen"), published), count


def _clip(step: dict[str, Any], where: str, game: str, line: int) -> Clip:
    phase, alive, kills = step.get("phase", "playing"), step.get("alive"), step.get("kills", 0)
    if phase not in SCREENS:
        raise ScenarioError(f"{where}: `phase` must be one of {', '.join(SCREENS)}")
    if phase == "over" or (phase == "waiting" and game in ("apex", "outpost")):
        return Clip(game, SCREENS[phase], line)
    for name, number, low in (("alive", alive, 1), ("kills", kills, 0)):
        if type(number) is not int or not low <= number <= 150:
            raise ScenarioError(f"{where}: `{name}` must be a whole number from {low} to 150")
    return Clip(game, SCREENS[phase], line, alive, kills)
