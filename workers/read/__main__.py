"""What do these pictures show?  python -m workers.read --game SLUG [--field alive|kills] IMAGE...

With ``--profile FILE`` in place of ``--game``, by a taught profile.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from scoreboard.games import known_games
from scoreboard.models import Game, Phase, Reading
from scoreboard.taught.profile import BadProfile, TaughtProfile
from workers.look.cut import cut
from workers.look.look import Gray
from workers.read.networks.kinds import PROFILES
from workers.read.picture_file import NotAPicture, load
from workers.read.reader import Reader, reader_for
from workers.read.readers.count import MAX_KILLS
from workers.read.readers.cutout import read_cutout
from workers.read.readers.taught.reader import TaughtReader, game_of

MIN_FRAME_PIXELS = 120


def main() -> None:
    options = _options()
    read = _reading_by(options)
    for path in options.images:
        try:
            reading = read(load(Path(path)))
        except NotAPicture as refusal:
            reading = Reading(None, None, "unknown", 0.0, str(refusal))
        print(
            json.dumps(
                {
                    "file": path,
                    "alive": reading.alive,
                    "kills": reading.kills,
                    "phase": reading.phase,
                    "confidence": round(reading.confidence, 4),
                    "reason": reading.reason,
                }
            ),
            flush=True,
        )


def _reading_by(options: argparse.Namespace) -> Callable[[Gray], Reading]:
    if options.profile:
        try:
            profile = TaughtProfile.load(options.profile)
        except BadProfile as reason:
            sys.exit(str(reason))
        return partial(read_frame, game=game_of(profile), reader=TaughtReader(profile))
    game = known_games()[options.game]
    if options.field:
        return partial(read_field, game=game, field=options.field)
    return partial(read_frame, game=game)


def read_frame(picture: Gray, game: Game, reader: Reader | None = None) -> Reading:
    """Read a whole frame of any size; without a ``reader`` by the game's own."""
    if min(picture.shape) < MIN_FRAME_PIXELS:
        return Reading(None, None, "unknown", 0.0, "the picture is too small for a frame")
    frame_height, crops = cut(picture, game)
    return (reader or reader_for(game)).read(crops, frame_height)


def read_field(picture: Gray, game: Game, field: str) -> Reading:
    """Read the cut-out digits of one field."""
    most = game.most_players if field == "alive" else MAX_KILLS
    result = read_cutout(picture, most, PROFILES.get(game.profile), field)
    alive, kills = (result.number, None) if field == "alive" else (None, result.number)
    phase: Phase = "playing" if result.number is not None else "unknown"
    return Reading(alive, kills, phase, result.confidence, result.reason)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m workers.read", description="Read the counters on frames."
    )
    by = parser.add_mutually_exclusive_group(required=True)
    by.add_argument("--game", choices=sorted(known_games()))
    by.add_argument(
        "--profile", type=Path, metavar="FILE", help="a profile that workers.teach learned"
    )
    parser.add_argument(
        "--field",
        choices=("alive", "kills"),
        help="the images are the cut-out digits of this field",
    )
    parser.add_argument(
        "images", nargs="+", metavar="IMAGE", help="a frame of any size: PNG, JPEG, WEBP or BMP"
    )
    options = parser.parse_args()
    if options.profile and options.field:
        parser.error("--field is for --game: a taught profile reads whole frames")
    return options


if __name__ == "__main__":
    main()
