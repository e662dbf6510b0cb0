"""Which segments of a stream are the newest?"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from workers.capture.hls.ads import CUE_TAGS, Cues, DateRanges
from workers.capture.hls.records import Cipher, MediaPlaylist, Segment, Span
from workers.capture.hls.tags import (
    attributes,
    epoch,
    initialization_vector,
    joined,
    seconds,
    span,
    whole,
)
from workers.capture.hls.variables import Variables

NEWEST_SEGMENTS = 3
_Piece = tuple[
    str,
    int,
    float,
    float | None,
    bool,
    Span,
    Cipher | None,
    tuple[str, Span] | None,
    Cipher | None,
]
"""A segment's fields: thousands may pass, and only the last few become one."""
_WHOLE = Span()
_MAX_SEGMENT_SECONDS = 600.0


class MediaReader:
    """Reads a media playlist line by line; a tag that makes no sense is as good as missing."""

    def __init__(self, url: str, variables: Variables, most: int | None = NEWEST_SEGMENTS) -> None:
        """``most``: how many segments are kept, the newest; ``None``: all."""
        self._url = url
        self._variables = variables
        self._target, self._number, self._ended = 0.0, 0, False
        self._newest: deque[_Piece] = deque(maxlen=most)
        self._ranges, self._cues = DateRanges(), Cues()
        self._twitch = False
        self._duration, self._title, self._gap = 0.0, "", False
        self._span: Span | None = None
        self._begins_at: float | None = None
        """When the current segment was broadcast: as it says itself, or after the previous one."""
        self._cipher: Cipher | None = None
        self._head: tuple[str, Span] | None = None
        self._head_cipher: Cipher | None = None
        self._range_end = 0
        """Where in its file the next byte range begins."""
        self._part: _Piece | None = None
        self._parts_seconds = 0.0
        self._parts_end = ("", 0)
        """Of the part before: its file, and where in it the next one begins."""

    def take(self, line: str) -> None:
        if not line.startswith("#"):
            if line:
                self._add(line)
            return
        tag, _, value = line.partition(":")
        read = _READ.get(tag)
        if read:
            read(self, value)
        elif tag.startswith("#EXT-X-TWITCH-"):
            self._twitch = True

    def result(self) -> MediaPlaylist:
        pieces = [*self._newest, *([self._part] if self._part else [])]
        newest = tuple(self._segment(*piece) for piece in pieces)
        longest = max((piece.duration_seconds for piece in newest), default=0.0)
        return MediaPlaylist(self._target or longest, newest, self._ended)

    def _segment(
        self, url: str, number: int, duration: float, at: float | None, ad: bool, *rest: Any
    ) -> Segment:
        ad = ad or self._ranges.cover(at)
        return Segment(joined(self._url, url), number, duration, at, ad, *rest)

    def _add(self, line: str) -> None:
        part = self._span or _WHOLE
        if not self._gap:
            self._newest.append(self._piece(line, self._duration, self._begins_at, part))
        if self._begins_at is not None:
            self._begins_at += self._duration
        if self._cues.begun:
            self._cues.pass_segment(self._duration)
        self._number += 1
        self._range_end = part.start + (part.length or 0)
        self._part, self._parts_seconds = None, 0.0
        self._duration, self._title, self._span, self._gap = 0.0, "", None, False

    def _piece(self, url: str, duration: float, at: float | None, part: Span) -> _Piece:
        ad = (self._cues.begun and self._cues.on) or (self._twitch and "Amazon" in self._title)
        return (
            url,
            self._number,
            duration,
            at,
            ad,
            part,
            self._cipher,
            self._head,
            self._head_cipher,
        )

    def _read_part(self, value: str) -> None:
        """A part of the segment that is not whole yet (RFC 8216bis, 4.4.4.9): the newest with a keyframe is kept."""
        said = attributes(value)
        length = min(seconds(said.get("DURATION", "")), _MAX_SEGMENT_SECONDS)
        at = self._begins_at + self._parts_seconds if self._begins_at is not None else None
        self._parts_seconds += length
        url = said.get("URI", "")
        part = span(
            said.get("BYTERANGE", ""), self._parts_end[1] if self._parts_end[0] == url else 0
        )
        self._parts_end = (url, part.start + (part.length or 0))
        if said.get("INDEPENDENT") == "YES" and said.get("GAP") != "YES" and url:
            self._part = self._piece(url, length, at, part)

    def _read_duration(self, value: str) -> None:
        length, _, self._title = value.partition(",")
        self._duration = min(seconds(length), _MAX_SEGMENT_SECONDS)

    def _read_target(self, value: str) -> None:
        self._target = min(seconds(value), _MAX_SEGMENT_SECONDS)

    def _read_number(self, value: str) -> None:
        self._number = whole(value)

    def _read_date(self, value: str) -> None:
        date = epoch(value)
        self._begins_at = self._begins_at if date is None else date

    def _read_range(self, value: str) -> None:
        self._span = span(value, self._range_end)

    def _read_key(self, value: str) -> None:
        said = attributes(value)
        method = said.get("METHOD", "NONE")
        address = joined(self._url, said.get("URI", ""))
        vector = initialization_vector(said.get("IV", ""))
        self._cipher = None if method == "NONE" else Cipher(method, address, vector)

    def _read_map(self, value: str) -> None:
        said = attributes(value)
        self._head = (joined(self._url, said.get("URI", "")), span(said.get("BYTERANGE", ""), 0))
        self._head_cipher = self._cipher

    def _read_date_range(self, value: str) -> None:
        self._ranges.read(value, self._begins_at)

    def _read_gap(self, _: str) -> None:
        self._gap = True

    def _read_end(self, _: str) -> None:
        self._ended = True


def _on_cues(read: Callable[[Cues, str], None]) -> Callable[[MediaReader, str], None]:
    return lambda reader, value: read(reader._cues, value)


_READ: dict[str, Callable[[MediaReader, str], None]] = {
    "#EXTINF": MediaReader._read_duration,
    "#EXT-X-TARGETDURATION": MediaReader._read_target,
    "#EXT-X-MEDIA-SEQUENCE": MediaReader._read_number,
    "#EXT-X-PROGRAM-DATE-TIME": MediaReader._read_date,
    "#EXT-X-BYTERANGE": MediaReader._read_range,
    "#EXT-X-KEY": MediaReader._read_key,
    "#EXT-X-MAP": MediaReader._read_map,
    "#EXT-X-PART": MediaReader._read_part,
    "#EXT-X-GAP": MediaReader._read_gap,
    "#EXT-X-ENDLIST": MediaReader._read_end,
    "#EXT-X-DEFINE": lambda reader, value: reader._variables.define(value),
    "#EXT-X-DATERANGE": MediaReader._read_date_range,
    **{tag: _on_cues(read) for tag, read in CUE_TAGS.items()},
}
