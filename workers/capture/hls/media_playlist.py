"""Which segments of a stream are the newest?"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace

from workers.capture.hls.records import Cipher, MediaPlaylist, Segment, Span
from workers.capture.hls.tags import attributes, epoch, joined, seconds, span, whole

NEWEST_SEGMENTS = 3


@dataclass(frozen=True, slots=True)
class _DateRange:
    start: float
    end: float


class MediaReader:
    """Reads a media playlist line by line; a tag that makes no sense is as good as missing."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._target, self._number, self._ended = 0.0, 0, False
        self._newest: deque[Segment] = deque(maxlen=NEWEST_SEGMENTS)
        self._dates: list[_DateRange] = []
        self._duration, self._title = 0.0, ""
        self._span: Span | None = None
        self._date: float | None = None
        self._cipher: Cipher | None = None
        self._head: tuple[str, Span] | None = None
        self._cue, self._gap = False, False
        self._part: Segment | None = None
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

    def result(self) -> MediaPlaylist:
        pieces = [*self._newest, *([self._part] if self._part else [])]
        newest = [
            replace(s, url=joined(self._url, s.url), ad=s.ad or self._in_ad(s)) for s in pieces
        ]
        longest = max((s.duration_seconds for s in newest), default=0.0)
        return MediaPlaylist(self._target or longest, tuple(newest), self._ended)

    def _in_ad(self, segment: Segment) -> bool:
        at = segment.broadcast_at
        return at is not None and any(ad.start - 0.01 <= at < ad.end - 0.01 for ad in self._dates)

    def _add(self, line: str) -> None:
        if not self._gap:
            self._newest.append(
                self._piece(line, self._duration, self._begins_at(), self._span or Span())
            )
        self._number += 1
        self._part, self._parts_seconds = None, 0.0
        self._duration, self._title, self._date, self._span, self._gap = 0.0, "", None, None, False

    def _piece(self, url: str, duration: float, at: float | None, part: Span) -> Segment:
        ad = self._cue or "Amazon" in self._title
        return Segment(url, self._number, duration, at, ad, part, self._cipher, self._head)

    def _begins_at(self) -> float | None:
        """When the segment that is read was broadcast: as it says itself, or after the one before."""
        if self._date is None and self._newest and self._newest[-1].broadcast_at is not None:
            return self._newest[-1].broadcast_at + self._newest[-1].duration_seconds
        return self._date

    def _read_part(self, value: str) -> None:
        """A part of the segment that is not whole yet (RFC 8216bis, 4.4.4.9): the newest with a keyframe is kept."""
        said = attributes(value)
        length, begins_at = min(seconds(said.get("DURATION", "")), 600.0), self._begins_at()
        at = begins_at + self._parts_seconds if begins_at is not None else None
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
        self._duration = min(seconds(length), 600.0)

    def _read_target(self, value: str) -> None:
        self._target = min(seconds(value), 600.0)

    def _read_number(self, value: str) -> None:
        self._number = whole(value)

    def _read_date(self, value: str) -> None:
        self._date = epoch(value)

    def _read_range(self, value: str) -> None:
        self._span = span(value, self._after_last())

    def _after_last(self) -> int:
        last = self._newest[-1].span if self._newest else Span()
        return last.start + (last.length or 0)

    def _read_key(self, value: str) -> None:
        said = attributes(value)
        method = said.get("METHOD", "NONE")
        iv = said.get("IV", "")
        self._cipher = (
            None
            if method == "NONE"
            else Cipher(
                method,
                joined(self._url, said.get("URI", "")),
                int(iv, 16).to_bytes(16, "big")
                if re.fullmatch(r"0[xX][0-9a-fA-F]{1,32}", iv)
                else None,
            )
        )

    def _read_map(self, value: str) -> None:
        said = attributes(value)
        self._head = (joined(self._url, said.get("URI", "")), span(said.get("BYTERANGE", ""), 0))

    def _read_date_range(self, value: str) -> None:
        said = attributes(value)
        start = epoch(said.get("START-DATE", ""))
        is_ad = (
            said.get("CLASS") == "twitch-stitched-ad"
            or said.get("ID", "").startswith("stitched-ad-")
            or "SCTE35-OUT" in said
        )
        if is_ad and start is not None:
            length = seconds(said.get("DURATION") or said.get("PLANNED-DURATION") or "600")
            self._dates.append(_DateRange(start, epoch(said.get("END-DATE", "")) or start + length))

    def _read_cue_out(self, _: str) -> None:
        self._cue = True

    def _read_cue_in(self, _: str) -> None:
        self._cue = False

    def _read_gap(self, _: str) -> None:
        self._gap = True

    def _read_end(self, _: str) -> None:
        self._ended = True


_READ = {
    "#EXTINF": MediaReader._read_duration,
    "#EXT-X-TARGETDURATION": MediaReader._read_target,
    "#EXT-X-MEDIA-SEQUENCE": MediaReader._read_number,
    "#EXT-X-PROGRAM-DATE-TIME": MediaReader._read_date,
    "#EXT-X-BYTERANGE": MediaReader._read_range,
    "#EXT-X-KEY": MediaReader._read_key,
    "#EXT-X-MAP": MediaReader._read_map,
    "#EXT-X-PART": MediaReader._read_part,
    "#EXT-X-DATERANGE": MediaReader._read_date_range,
    "#EXT-X-CUE-OUT": MediaReader._read_cue_out,
    "#EXT-X-CUE-OUT-CONT": MediaReader._read_cue_out,
    "#EXT-X-CUE-IN": MediaReader._read_cue_in,
    "#EXT-X-GAP": MediaReader._read_gap,
    "#EXT-X-ENDLIST": MediaReader._read_end,
}
