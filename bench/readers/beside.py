"""How do several readers read the same pictures in one run: these weights, those, or another checkout's?"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from scoreboard.models import Reading
from training.samples import Sample

CHECKOUT = Path(__file__).parents[2]
PROGRAM = Path(__file__).with_name("reads.py")


class ReadingProcess:
    """The readers of ``checkout`` with the weights in ``weights``, by default its own. Closed when it is left."""

    def __init__(self, checkout: Path = CHECKOUT, weights: Path | None = None) -> None:
        arguments = [str(weights.resolve())] if weights else []
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(PROGRAM), *arguments],
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": str(checkout.resolve())},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def read(self, sample: Sample) -> tuple[Reading, float]:
        """What it says of ``sample``, and the CPU seconds that took.

        Raises ``EOFError`` or ``BrokenPipeError`` when it failed; why is on stderr.
        """
        asked, answers = self._process.stdin, self._process.stdout
        assert asked
        assert answers
        look = {
            "game": sample.game.to_json(),
            "crops": sample.crops,
            "frame_height": sample.frame_height,
            "field": sample.field,
        }
        pickle.dump(look, asked)
        asked.flush()
        reading, cpu_seconds = pickle.load(answers)
        return Reading.from_json(reading), cpu_seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate()
