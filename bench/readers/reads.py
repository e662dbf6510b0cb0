"""What does this checkout's reader say of the pictures it is handed, and what does a look cost?  In its own process.

Run by path with another checkout on PYTHONPATH it measures that one: it imports what every version has.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

from scoreboard.models import Game, Reading
from workers.read.__main__ import read_field
from workers.read.reader import reader_for


def main() -> None:
    """The weights are in the folder that the argument names, or those that ship."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if sys.argv[1:]:
        # Not every version has it.
        from workers.read.networks.network import read_weights_from

        read_weights_from(Path(sys.argv[1]))
    answer(sys.stdin.buffer, answers)


def answer(asked: BinaryIO, answers: BinaryIO) -> None:
    """A pickled look each, as ``beside.ReadingProcess`` writes them, until there are no more."""
    while True:
        try:
            look: dict[str, Any] = pickle.load(asked)
        except EOFError:
            return
        game = Game.from_json(look.pop("game"))
        _read(game, **look)
        began = _cpu_seconds()
        reading = _read(game, **look)
        pickle.dump((reading.to_json(), _cpu_seconds() - began), answers)
        answers.flush()


def _read(game: Game, crops: dict[str, Any], frame_height: int, field: str) -> Reading:
    """Read once before it is timed: a worker sees few sizes of pictures, and has its networks laid out for each."""
    if field:
        return read_field(crops[field], game, field)
    return reader_for(game).read(crops, frame_height)


def _cpu_seconds() -> float:
    """Of this process and the ones it started."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main()
