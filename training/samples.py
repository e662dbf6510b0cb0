"""On which rendered pictures are the readers measured?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as dict_field
from functools import cache

import numpy as np

from scoreboard.games import known_games
from scoreboard.models import Game, Reading
from training.drawing.backgrounds import Backgrounds
from training.drawing.canvas import Label
from training.render import Scene, film, visible
from workers.look.look import Gray
from workers.read.networks.kinds import PROFILES

FIELDS = ("alive", "kills")
RENDERED_SEED = 20_000
GROUNDS = 24
_SHOWS = {"pubg_observed": "pubg_alive"}
"""Kinds that show the same field as another one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture with what it shows."""

    source: str
    game: Game
    crops: dict[str, Gray]
    """As a capture hands them on; for ``field`` samples the cut-out alone."""
    frame_height: int
    truth: dict[str, int | None]
    """By field; ``None``: not shown, so nothing may be read. A field that is left out is not judged."""
    boxes: dict[str, Gray]
    """The digits of each field cut out by hand, with a small margin: what the compared readers are given."""
    field: str = ""
    kind: str = ""
    """What is special on it; empty where nothing is."""
    lost: dict[str, int] = dict_field(default_factory=dict)
    """By field, what nobody can read any more: silence is not held against a reader, another number is."""


def judged(sample: Sample, reading: Reading) -> Iterator[tuple[str, str]]:
    """Each field and ``right``, ``wrong``, ``abstained``, or ``silent`` where nothing is shown and nothing was read."""
    for field in FIELDS:
        number = getattr(reading, field)
        if field in sample.lost and number not in (None, sample.lost[field]):
            yield field, "wrong"
        elif field in sample.truth:
            truth = sample.truth[field]
            if number is None:
                yield field, "silent" if truth is None else "abstained"
            else:
                yield field, "right" if number == truth else "wrong"


@cache
def games_by_profile() -> dict[str, Game]:
    """The game of each profile; a later layout belongs to the game of the profile that names it."""
    return {
        name: game
        for game in known_games().values()
        if game.profile in PROFILES
        for name in (game.profile, *PROFILES[game.profile].layouts)
    }


def rendered(count: int) -> Iterator[Sample]:
    """HUD regions in fonts and on grounds that training never saw."""
    rng, grounds = random.Random(RENDERED_SEED), Backgrounds(RENDERED_SEED, GROUNDS)
    made = 0
    while made < count:
        for scene in film(rng, grounds, held_out=True):
            made += scene.game in PROFILES
            yield from of_scene(scene)


def of_scene(scene: Scene) -> Iterator[Sample]:
    """The sample that it is; what is no game's is one of each game, and shows none of its fields."""
    if scene.game in PROFILES:
        yield _of_game(scene, games_by_profile()[scene.game])
        return
    for game in known_games().values():
        height = round(scene.unit / PROFILES[game.profile].digit_height)
        nothing: dict[str, int | None] = dict.fromkeys(FIELDS)
        yield Sample("rendered", game, {"hud": scene.picture}, height, nothing, {}, kind=scene.kind)


def _of_game(scene: Scene, game: Game) -> Sample:
    shown = {_SHOWS.get(label.kind, label.kind): label for label in scene.labels}
    hidden = {_SHOWS.get(kind, kind) for kind in scene.hidden}
    fields = {field: f"{scene.game}_{field}" for field in FIELDS}
    truth: dict[str, int | None] = {
        field: int(shown[kind].text) if kind in shown else None
        for field, kind in fields.items()
        if kind not in hidden and (kind not in shown or visible(scene.picture, shown[kind]))
    }
    boxes = {
        field: _around(scene.picture, shown[kind])
        for field, kind in fields.items()
        if kind in shown and field in truth
    }
    height = round(scene.unit / PROFILES[scene.game].digit_height)
    return Sample(
        "rendered",
        game,
        {"hud": scene.picture},
        height,
        truth,
        boxes,
        kind=scene.kind,
        lost={
            field: int(label.text)
            for label in scene.lost
            for field, kind in fields.items()
            if kind == _SHOWS.get(label.kind, label.kind) and kind not in shown
        },
    )


def _around(picture: Gray, label: Label) -> Gray:
    margin = label.height / 4
    y, x = max(0, int(label.y - margin)), max(0, int(label.x - margin))
    return np.ascontiguousarray(
        picture[
            y : int(label.y + label.height + margin) + 1,
            x : int(label.x + label.width + margin) + 1,
        ]
    )
