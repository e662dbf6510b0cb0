"""On which pictures are the readers measured?"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import av
import numpy as np

from arena.clips.clip import LINES, PLAYERS, Clip
from arena.clips.encode import Encoding, encode
from arena.scenery.backdrop import backdrop_of
from arena.studio import shoot
from scoreboard.games import known_games
from training.samples import FIELDS, Sample
from workers.look.cut import cut
from workers.look.look import Gray
from workers.read.picture_file import load


def real(folder: Path) -> Iterator[Sample]:
    """The labelled frames of ``folder``: its labels.csv names them, with their counts and the boxes of the digits."""
    games = known_games()
    for row in csv.DictReader(io.StringIO((folder / "labels.csv").read_text())):
        picture = load(folder / row["file"])
        for game in [games[row["game"]]] if row["game"] in games else games.values():
            truth = _labelled(row)
            if row["kind"] == "crop":
                yield Sample(
                    "real",
                    game,
                    {"alive": picture},
                    picture.shape[0],
                    truth,
                    {"alive": picture},
                    "alive",
                )
                continue
            frame_height, crops = cut(picture, game)
            boxes = {
                field: _box(picture, row[f"{field}_box"]) for field in FIELDS if row[f"{field}_box"]
            }
            yield Sample("real", game, crops, frame_height, truth, boxes)


def _labelled(row: dict[str, str]) -> dict[str, int | None]:
    if row["alive"] == "none":
        return dict.fromkeys(FIELDS, None)
    return {field: int(row[field]) for field in FIELDS if row[field]}


def _box(picture: Gray, text: str) -> Gray:
    x, y, width, height = map(int, text.split(":"))
    margin = height // 4
    return picture[
        max(0, y - margin) : y + height + margin, max(0, x - margin) : x + width + margin
    ]


def broadcast_by_arena(count: int, seed: int = 7) -> Iterator[Sample]:
    """Keyframes of the arena's video: another hand's drawing of the HUDs, fonts and scenery."""
    games, rng, encoding = known_games(), random.Random(seed), Encoding()
    clips = [drawn_clip(("pubg", "fortnite", "apex")[index % 3], rng) for index in range(count)]
    # The same scenery is drawn once.
    for clip in sorted(clips, key=lambda clip: astuple(backdrop_of(clip))):
        game = games[clip.game]
        frame_height, crops = cut(keyframe(encode(shoot(clip, 1), encoding)), game)
        yield Sample(
            "arena",
            game,
            crops,
            frame_height,
            {"alive": clip.alive_drawn, "kills": clip.kills_drawn},
            {},
        )


def keyframe(segment: bytes) -> Gray:
    with av.open(io.BytesIO(segment), "r") as container:
        frame = next(container.decode(video=0))
    return frame.to_ndarray(format="gray").astype(np.uint8, copy=False)


def drawn_clip(game: str, rng: random.Random) -> Clip:
    screen = rng.choices(
        ("playing", "lobby", "over", "ad", "desktop", "other"), (80, 6, 5, 3, 3, 3)
    )[0]
    line = rng.randrange(LINES)
    if screen in ("playing", "lobby"):
        return Clip(
            game,
            screen,  # type: ignore[arg-type]
            line,
            rng.randint(1, PLAYERS[game]),
            rng.choice((0, 0, 1, 2, 3, 5, 8, 12, 17)),
        )
    return Clip(game, screen, line)  # type: ignore[arg-type]
