"""What do these pictures show?  python -m workers.read --game SLUG [--field alive|kills] IMAGE..."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from scoreboard.games import known_games
from scoreboard.models import Game, Phase, Reading
from workers.look.cut import cut
from workers.look.look import Gray
from workers.read.networks.kinds import PROFILES
from workers.read.picture_file import NotAPicture, load
from workers.read.reader import reader_for
from workers.read.readers.count import MAX_KILLS
from workers.read.readers.cutout import read_cutout

MIN_FRAME_PIXELS = 120


def main() -> None:
    options = _options()
    game = known_games()[options.game]
    for path in options.images:
        try:
            picture = load(Path(path))
            reading = (
                read_field(picture, game, options.field)
                if options.field
                else read_frame(picture, game)
            )
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


def read_frame(picture: Gray, game: Game) -> Reading:
    """Read a whole frame of any size."""
    if min(picture.shape) < MIN_FRAME_PIXELS:
        return Reading(None, None, "unknown", 0.0, "the picture is too small for a frame")
    frame_height, crops = cut(picture, game)
    return reader_for(game).read(crops, frame_height)


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
    parser.add_argument("--game", required=True, choices=sorted(known_games()))
    parser.add_argument(
        "--field",
        choices=("alive", "kills"),
        help="the images are the cut-out digits of this field",
    )
    parser.add_argument(
        "images", nargs="+", metavar="IMAGE", help="a frame of any size: PNG, JPEG, WEBP or BMP"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
