"""What does a picture of a recording show? Cut and read as a live look is."""

from __future__ import annotations

from scoreboard.models import Game, Standing
from scoreboard.rules import may_show_end
from scoreboard.taught.profile import TaughtProfile
from workers.capture.frozen import STILL_SECONDS, note_picture
from workers.capture.memory import Memory
from workers.capture.video.decode import luma
from workers.look.cut import cut
from workers.look.failure import CaptureFailed
from workers.read.reader import reader_for
from workers.read.readers.tesseract import be_patient
from workers.scan.recording.shot import Shot
from workers.scan.timeline.follow import BEGAN_AT
from workers.scan.timeline.records import Seen

TESSERACT_SECONDS = 60.0
"""How a match ended must not depend on how busy the machine is, and a scan yields to all else."""
_FROZEN = f"The picture has not moved for {STILL_SECONDS:.0f} seconds."


class Eye:
    """Remembers the last picture that moved. No live look is read in its process."""

    def __init__(self, game: Game, taught: TaughtProfile | None = None) -> None:
        self._game, self._without_banner = game, game.without_banner()
        self._reader = reader_for(game, taught)
        self._memory = Memory()
        be_patient(TESSERACT_SECONDS)

    def look(self, shot: Shot, standing: Standing) -> Seen:
        """``standing``: what is believed before this look. Never raises on a picture."""
        try:
            return self._look(shot, standing)
        except CaptureFailed as failure:
            return Seen(shot.at, None, failure.state, failure.sentence)

    def _look(self, shot: Shot, standing: Standing) -> Seen:
        if shot.frame is None:
            raise shot.failure or CaptureFailed("unreadable", "There is no picture.")
        pixels = luma(shot.frame)
        self._memory, still_seconds = note_picture(self._memory, pixels, BEGAN_AT + shot.at)
        if still_seconds > STILL_SECONDS:
            raise CaptureFailed("frozen", _FROZEN)
        game = self._game if may_show_end(standing) else self._without_banner
        height, crops = cut(pixels, game)
        return Seen(shot.at, self._reader.read(crops, height))
