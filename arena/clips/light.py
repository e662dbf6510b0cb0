"""How is a clip broadcast in another light than it was encoded in?

A picture of one intra slice is predicted from its first macroblock on, and a prediction is a mean of its neighbors: so
what is added to that macroblock is added to every pixel of the picture, and of all pictures that are predicted from
it. A segment gets another picture by the few bytes that say how bright this corner is.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from arena.clips.corner import other_corners
from arena.clips.keyframe import keyframe

BRIGHTEST = 24
"""Grey levels; with them hardly any pixel leaves what a byte holds."""
COUNT = 31
"""With segments of two seconds a picture comes again after a minute."""
FEWEST = 12


@dataclass(frozen=True)
class Lamp:
    """What to write at which offsets of a segment, by the number of the light, and how many grey levels it adds."""

    lights: tuple[int, ...]
    places: NDArray[np.int64]
    written: NDArray[np.uint8]

    def shine(self, segment: bytearray, number: int) -> None:
        """The segment in the light `number`, in place; the lights take turns."""
        pixels = np.frombuffer(segment, np.uint8)
        pixels[self.places] = self.written[number % len(self.lights)]


def lamp(transport_stream: bytes) -> Lamp:
    """Of a segment as it was encoded. Raises ValueError when its corner cannot be lit."""
    start = keyframe(transport_stream)
    heads = {
        light: head
        for light, head in other_corners(start)
        if abs(light) <= BRIGHTEST and _escapes(head) == _escapes(start.payload)
    }
    lights = in_turn(sorted(heads, key=abs)[:COUNT])
    if len(lights) < FEWEST:
        raise ValueError(f"the corner of the segment has no more than {len(lights)} lights")
    rows = np.array([[*heads[light]] for light in lights], np.uint8)
    touched = np.flatnonzero((rows != rows[0]).any(axis=0))
    return Lamp(lights, start.places[touched], rows[:, touched])


def in_turn(lights: Iterable[int]) -> tuple[int, ...]:
    """Each of them once and from one to the next a small step, the last to the first, too; from 0 on."""
    up = sorted(lights)
    around = up[::2] + up[1::2][::-1]
    begin = around.index(0)
    return (*around[begin:], *around[:begin])


def _escapes(payload: bytes) -> list[int]:
    """Where it would look like a start code (7.4.1)."""
    zeros, found = 0, []
    for place, byte in enumerate(payload):
        if zeros >= 2 and byte <= 3:
            found.append(place)
            zeros = 0
        zeros = zeros + 1 if byte == 0 else 0
    return found
