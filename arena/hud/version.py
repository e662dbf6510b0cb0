"""In what did the years of a game's HUD differ?"""

from dataclasses import dataclass

from arena.hud.canvas import BLACK, Colour
from arena.hud.fonts import Face


@dataclass(frozen=True)
class Version:
    """PUBG's plates; lengths in 1080-units of the frame."""

    digits: Face
    digit_top: float
    digit_height: float
    plate: tuple[float, float]
    right: float
    word_ground: Colour

    @property
    def word_margin(self) -> float:
        return 5 if self.word_ground == BLACK else 1
