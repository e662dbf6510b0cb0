"""Which part of a long playlist must be read to know its end?

Hours of window are megabytes, of which a look needs the last segments. So the middle is passed over as it arrives, by
searches in C and not line by line; of what it says, that which still holds at the end is kept: the number of the first
segment that is left, its date, keys, init section and place in its file, and the marks of ads.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime

from workers.capture.hls.ads import CUE_TAGS, Cues
from workers.capture.hls.tags import epoch, seconds, whole
from workers.look.failure import CaptureFailed

MAX_BYTES = 16 * 1024 * 1024
"""A day of segments of two seconds, each with a date and an address of 250 characters."""
LONG_BYTES = 256 * 1024
"""A playlist up to this length is read as it is."""
TAIL_BYTES = 64 * 1024
"""Of a longer one this much is left: room for the last segments with many parts and tags."""
_MAX_KEYS = 4
"""Key tags of several formats may hold at once."""
_MAX_AD_DATES = 50
_MAX_PLACES = 100_000
"""Of marks of ads: two for each segment of a day."""
_MAX_TAGS = 50
"""Before the duration of a segment."""
_NEAR_BYTES = 512
"""Between the duration of a segment and a mark of an ad."""
_SEGMENT = b"\n#EXTINF:"
_DATE = b"\n#EXT-X-PROGRAM-DATE-TIME:"
_DURATION = re.compile(rb"\n#EXTINF:([0-9.]+)")
_RANGE = re.compile(rb"\n#EXT-X-BYTERANGE:(\d{1,15})(?:@(\d{1,15}))?")
_NUMBER = re.compile(rb"#EXT-X-MEDIA-SEQUENCE:[ \t]*(\d+)")
_MARK = re.compile(rb"\n((#EXT-X-(?:KEY|MAP|DATERANGE|CUE[A-Z-]*|SCTE35)):?([^\n]*))")


def shortened(pieces: Iterator[bytes]) -> bytes:
    """The playlist that arrives in ``pieces``, the middle of a long one left out.

    Raises ``CaptureFailed`` (refused) for a long one that is no media playlist.
    """
    text, middle = bytearray(), None
    for piece in pieces:
        text += piece
        if len(text) > LONG_BYTES:
            middle = middle or _Middle(text)
            middle.take(text)
    if middle is None:
        return bytes(text)
    middle.take(text)
    return middle.summary() + bytes(text)


class _Middle:
    """What lies before the tail: how many segments, and what still holds after them."""

    def __init__(self, text: bytearray) -> None:
        first = text.find(_SEGMENT)
        if first < 0:
            raise CaptureFailed("refused", "The playlist is too long.")
        self._header = _MARK.sub(b"", text[:first])
        number = _NUMBER.search(self._header)
        self._number = whole(number[1].decode()) if number else 0
        self._keys: deque[bytes] = deque(maxlen=_MAX_KEYS)
        self._head: list[bytes] = []
        """EXT-X-MAP, behind the keys in force before it."""
        self._ad_dates: deque[bytes] = deque(maxlen=_MAX_AD_DATES)
        self._cues, self._marks_left = Cues(), _MAX_PLACES
        self._date: float | None = None
        self._offset: int | None = None

    def take(self, text: bytearray) -> None:
        """All but the tail of ``text``, up to the beginning of a segment."""
        end = _end_of_segment(text, text.rfind(_SEGMENT, 0, max(0, len(text) - TAIL_BYTES)))
        taken = bytes(text[:end])
        del text[:end]
        if len(text) > LONG_BYTES:
            raise CaptureFailed("refused", "A segment of the playlist is too long.")
        self._number += taken.count(_SEGMENT)
        self._note_marks(taken)
        for length, start in _RANGE.findall(taken):
            self._offset = int(start or self._offset or 0) + int(length)

    def summary(self) -> bytes:
        """The header, and in tags of its own what holds after the middle."""
        lines = [self._header, *self._head, *self._keys, *self._ad_dates, *self._date_line()]
        number = self._number
        if self._offset is not None:  # a range without a start begins where the one before ends
            number -= 1
            lines.append(b"#EXTINF:0,\n#EXT-X-BYTERANGE:0@%d\nbefore" % self._offset)
        lines.insert(1, b"#EXT-X-MEDIA-SEQUENCE:%d" % number)
        lines.append(self._cues.as_tag.encode())
        return b"\n".join(lines)

    def _note_marks(self, taken: bytes) -> None:
        at, dated_to = 0, 0
        for found in _MARK.finditer(taken):
            line, name = found[1].strip(), found[2]
            if name == b"#EXT-X-KEY":
                self._keys.append(line)
            elif name == b"#EXT-X-MAP":
                self._head = [*self._keys, line]
            elif name == b"#EXT-X-DATERANGE":
                dated_to = self._note_ad_date(line, taken, dated_to, found.start())
            else:
                at = self._note_cue(name, found[3], taken, at, found.start())
        self._pass_segments(taken, at, len(taken))
        self._pass_time(taken, dated_to, len(taken))

    def _note_ad_date(self, line: bytes, taken: bytes, start: int, at: int) -> int:
        """A mark at ``at``; up to where the time is known then. One without an end of its own ends the ad at its place
        (RFC 8216, 4.3.2.7.1), so that it is kept behind the date of that."""
        if b"SCTE35-IN" in line:
            begins_at = self._place_of(taken, start, at)
            self._pass_time(taken, start, begins_at)
            start, line = begins_at, b"\n".join([*self._date_line(), line])
        self._ad_dates.append(line)
        return start

    def _note_cue(self, name: bytes, value: bytes, taken: bytes, start: int, at: int) -> int:
        """A mark at ``at``, the first after ``start``; where the segment that it is of begins."""
        if not (read := CUE_TAGS.get(name.decode())):
            return start
        begins_at = self._place_of(taken, start, at)
        self._pass_segments(taken, start, begins_at)
        read(self._cues, value.decode("utf-8", "replace").strip())
        return begins_at

    def _place_of(self, taken: bytes, start: int, at: int) -> int:
        """Where the segment begins that a mark at ``at`` is of."""
        self._marks_left -= 1
        if self._marks_left < 0:
            raise CaptureFailed("refused", "The playlist has too many marks of ads.")
        return _segment_of(taken, at, max(start, at - _NEAR_BYTES))

    def _pass_segments(self, taken: bytes, start: int, end: int) -> None:
        if self._cues.begun:
            self._cues.pass_segment(_seconds(_DURATION.findall(taken, start, end)))

    def _pass_time(self, taken: bytes, start: int, end: int) -> None:
        """When the segment that begins at ``end`` began: the last date before, and the durations since."""
        at = taken.rfind(_DATE, start, end)
        if at >= 0:
            line = taken[at + len(_DATE) : at + len(_DATE) + 64].partition(b"\n")[0]
            self._date = epoch(line.strip().decode("ascii", "replace"))
        if self._date is not None:
            since = _segment_of(taken, at, start) if at >= 0 else start
            self._date += _seconds(_DURATION.findall(taken, since, end))

    def _date_line(self) -> list[bytes]:
        """The tag that says it; none where it is not known, or no date at all."""
        try:
            date = None if self._date is None else datetime.fromtimestamp(self._date, UTC)
        except (ValueError, OverflowError):
            date = None
        return [_DATE.strip() + date.isoformat(timespec="microseconds").encode()] if date else []


def _seconds(durations: list[bytes]) -> float:
    return sum(min(seconds(duration.decode()), 600.0) for duration in durations)


def _end_of_segment(text: bytearray, duration_at: int) -> int:
    """Where the segment before the one of that duration ends: other tags may come before the duration."""
    at = duration_at
    for _ in range(_MAX_TAGS):
        begins_at = text.rfind(b"\n", 0, max(0, at))
        line = text[begins_at + 1 : max(0, at)].strip()
        if begins_at < 0 or (line and not line.startswith(b"#")):
            return max(0, at)
        at = begins_at
    return max(0, duration_at)


def _segment_of(taken: bytes, tag_at: int, earliest: int = 0) -> int:
    """Where the segment that a tag is of begins: its duration may come before the tag."""
    begins_at = taken.rfind(_SEGMENT, earliest, max(0, tag_at))
    between = taken[begins_at + 1 : max(0, tag_at)].split(b"\n") if begins_at >= 0 else []
    is_of_that = begins_at >= 0 and all(line.startswith(b"#") for line in between if line.strip())
    return begins_at if is_of_that else max(0, tag_at)
