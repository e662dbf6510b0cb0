"""How much of a picture does a look need: all of it, or the upper rows, where the game's regions are?

Rows alone are decoded for a third of the cost. All of the picture is needed for what people see and for what can only
be told by all of it: black bars, and whether it stands still. So a whole one comes first, now and then, and whenever
rows say anything else than it did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scoreboard.models import Correction, Game, Record
from workers.look.cut import Picture, bars, corrected, dark_lines, lowest_row, place_in
from workers.look.look import Gray

MIN_AGREED = 2
"""Whole pictures whose rows were the same when they were decoded alone."""
CHECK_SECONDS = 60.0
"""From one such comparison to the next."""
NEVER = -1
_MOST_SHARE = 0.6
"""Of a picture's height: below that, rows save nothing."""
_SPARE = 1.15
"""One picture takes more bytes than the one before."""
_FIRST_SPARE = 1.5
_REST_SECONDS, _MAX_REST_SECONDS, _MAX_DOUBLINGS = 30.0, 960.0, 10
_PIXELS = 2
"""By which bars may seem to move: noise."""


@dataclass(frozen=True, slots=True)
class Known(Record):
    """What is known of the pictures of one source."""

    width: int = 0
    """In pixels, as ``height``; 0 before the first whole picture."""
    height: int = 0
    left: float = 0.0
    """Of the game's picture within, as the next three, in pixels."""
    top: float = 0.0
    inner_width: float = 0.0
    inner_height: float = 0.0
    rows: int = 0
    """That were decoded alone last."""
    bytes: int = 0
    """Of the segment, for these."""
    agreed: int = 0
    """How often rows were as in the whole picture; ``NEVER`` once they were not: then only whole ones are read."""
    checked_at: float = 0.0
    misses: int = 0
    """How often in a row the whole picture was needed after all."""
    missed_at: float = 0.0

    @property
    def place(self) -> Picture:
        return Picture(self.left, self.top, self.inner_width, self.inner_height)

    def elsewhere(self) -> Known:
        """What holds of another source, too: that rows were once not as in the whole picture."""
        return Known(agreed=min(self.agreed, 0))

    def bytes_for(self, rows: int) -> int:
        """Of the segment; 0 when nothing is known of it."""
        return round(self.bytes * rows / self.rows) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Extent:
    """The rows that a look needs."""

    rows: int
    bytes: int
    """Of the segment, that probably hold them."""
    place: Picture
    """Of the game's picture."""
    width: int
    """Of the whole picture in pixels, as ``height``."""
    height: int
    is_corrected: bool
    """``place`` is what an admin said."""

    def fits(self, rows: Gray, height: int) -> bool:
        """Whether these rows of a picture of ``height`` are enough, and show nothing else than the whole one did."""
        if len(rows) < self.rows or (rows.shape[1], height) != (self.width, self.height):
            return False
        return self.is_corrected or _same_bars(rows, self)


def extent(
    known: Known,
    game: Game,
    correction: Correction | None,
    may_be_still: bool,
    is_preview_due: bool,
    now: float,
) -> Extent | None:
    """``None``: all of the picture."""
    if may_be_still or is_preview_due or known.agreed < MIN_AGREED or _rests(known, now):
        return None
    needed = _upper(known, game, correction)
    return needed if needed and needed.bytes else None


def is_check_due(known: Known, now: float) -> bool:
    """Whether rows are to be compared with the whole picture at hand."""
    is_new = 0 <= known.agreed < MIN_AGREED
    return known.agreed != NEVER and (is_new or not 0 <= now - known.checked_at < CHECK_SECONDS)


def to_check(
    known: Known, game: Game, correction: Correction | None, all_bytes: int
) -> Extent | None:
    """What is to be compared with the whole picture, which took ``all_bytes``; ``None``: there is nothing to gain."""
    needed = _upper(known, game, correction)
    if needed is None or needed.bytes:
        return needed
    return replace(needed, bytes=round(all_bytes * needed.rows / needed.height * _FIRST_SPARE))


def with_place(known: Known, whole: Gray, correction: Correction | None) -> Known:
    """After a whole picture."""
    place, (height, width) = place_in(whole, correction), whole.shape
    return replace(
        known,
        width=width,
        height=height,
        left=place.left,
        top=place.top,
        inner_width=place.width,
        inner_height=place.height,
    )


def with_bytes(known: Known, rows: int, needed_bytes: int) -> Known:
    """After ``rows`` needed so many bytes of a segment: more at once, fewer by and by."""
    wanted, before = round(needed_bytes * _SPARE), known.bytes_for(rows)
    return replace(
        known, rows=rows, bytes=wanted if wanted >= before else (3 * before + wanted) // 4
    )


def with_outcome(known: Known, enough: bool, now: float) -> Known:
    """After rows alone were tried."""
    return replace(known, misses=0 if enough else known.misses + 1, missed_at=now)


def with_check(known: Known, agrees: bool, now: float) -> Known:
    """After a comparison with a whole picture."""
    return replace(known, agreed=known.agreed + 1 if agrees else NEVER, checked_at=now)


def _rests(known: Known, now: float) -> bool:
    """After a second miss in a row, and twice as long after each further one: trying costs a third more."""
    if known.misses < 2:
        return False
    seconds = min(_REST_SECONDS * 2.0 ** min(known.misses - 2, _MAX_DOUBLINGS), _MAX_REST_SECONDS)
    return 0 <= now - known.missed_at < seconds


def _upper(known: Known, game: Game, correction: Correction | None) -> Extent | None:
    if not known.height or not game.regions:
        return None
    place = corrected(known.width, known.height, correction) if correction else known.place
    rows = lowest_row(place, game)
    if not 0 < rows <= _MOST_SHARE * known.height:
        return None
    wide = correction is not None
    return Extent(rows, known.bytes_for(rows), place, known.width, known.height, wide)


def _same_bars(rows: Gray, needed: Extent) -> bool:
    """Whether the bars at three sides are where they were; what only looks like bars, a whole picture must tell."""
    place = needed.place
    right = needed.width - place.left - place.width
    top = dark_lines(rows[:, ::4], needed.height)
    sides = bars(rows[round(place.top) :].T[:, ::4])
    return (
        abs(top - place.top) <= _PIXELS
        and abs(sides[0] - place.left) <= _PIXELS
        and abs(sides[1] - right) <= _PIXELS
    )
