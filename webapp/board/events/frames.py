"""What does one event look like on the wire?"""

from __future__ import annotations

import json
from dataclasses import dataclass

from webapp.board.bodies import Body
from webapp.board.events.packing import packed

Place = tuple[int, int]
NOWHERE: Place = (0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class SseEvent:
    """Made once for everyone who gets it."""

    place: Place
    """In the scoreboard's stream of events; ``NOWHERE`` when the event has no id."""
    kind: str
    game: str
    wire: bytes
    packed: bytes
    """The same for viewers who accept gzip."""
    after: bytes = b""
    """The ``wire`` of the event that most of its viewers got before it."""
    packed_after: bytes = b""
    """The same for those of them who accept gzip."""

    def packed_for(self, last: bytes) -> bytes:
        """For a viewer who accepts gzip and got ``last`` before."""
        return self.packed_after if self.after and self.after is last else self.packed


def frame(place: Place, kind: str, game: str, wire: bytes, after: bytes = b"") -> SseEvent:
    packed_after = packed(wire, after) if after else b""
    return SseEvent(place, kind, game, wire, packed(wire), after, packed_after)


def event(
    kind: str, game: str, body: Body, place: Place = NOWHERE, after: SseEvent | None = None
) -> SseEvent:
    return frame(place, kind, game, wire_of(kind, body, place), after.wire if after else b"")


def wire_of(kind: str, body: Body, place: Place = NOWHERE) -> bytes:
    """Without an id a browser keeps the last one it received (HTML Standard, 9.2.6)."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    line = f"id: {place[0]}-{place[1]}\n" if place != NOWHERE else ""
    return f"{line}event: {kind}\ndata: {text}\n\n".encode()


def place_of(event_id: str) -> Place | None:
    """An event's id as numbers; ``None`` for anything else."""
    milliseconds, _, number = event_id.partition("-")
    if not (
        milliseconds.isascii() and milliseconds.isdigit() and number.isascii() and number.isdigit()
    ):
        return None
    return (int(milliseconds), int(number)) if len(event_id) <= 40 else None
