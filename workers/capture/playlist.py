"""What does an HLS playlist offer?

A parser of our own: streamlink's costs ten times as much, stops at a number it cannot read, and knows fewer ad marks.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin

from workers.capture.failure import CaptureFailed

_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"]*"|[^",\s]+)')
_RANGE = re.compile(r"(\d{1,15})(?:@(\d{1,15}))?$")
NEWEST_SEGMENTS = 3
_RESOLUTION = re.compile(r"(\d{1,5})x(\d{1,5})$")


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of a file: from ``start``, ``length`` of them; ``None``: to its end."""

    start: int = 0
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Cipher:
    method: str
    url: str
    iv: bytes | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of video."""

    url: str
    number: int
    duration_seconds: float
    broadcast_at: float | None = None
    """When its first frame was broadcast."""
    ad: bool = False
    span: Span = Span()
    cipher: Cipher | None = None
    head: tuple[str, Span] | None = None
    """fMP4: the file that describes the tracks."""


@dataclass(frozen=True, slots=True)
class MediaPlaylist:
    target_seconds: float
    newest: tuple[Segment, ...]
    """The last few, the newest at the end."""
    ended: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """One rendition of a stream."""

    url: str
    height: int
    """In pixels; 0 when it is not said."""
    bandwidth: int
    audio_only: bool
    portrait: bool = False


@dataclass(frozen=True, slots=True)
class _DateRange:
    start: float
    end: float


def parse(text: str, url: str) -> MediaPlaylist | tuple[Variant, ...]:
    """A media playlist, or the variants of a master playlist. Raises ``CaptureFailed`` (error)."""
    if not text.lstrip("\ufeff").startswith("#EXTM3U"):
        raise CaptureFailed("error", "The answer is not an HLS playlist.")
    parser = _Variants(url) if "#EXT-X-STREAM-INF" in text else _Media(url)
    for line in text.splitlines():
        parser.take(line.strip())
    return parser.result()


class _Variants:
    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: dict[str, str] | None = None
        self._found: list[Variant] = []

    def take(self, line: str) -> None:
        if line.startswith("#EXT-X-STREAM-INF:"):
            self._waiting = _attributes(line)
        elif line and not line.startswith("#") and self._waiting is not None:
            self._found.append(_variant(_joined(self._url, line), self._waiting))
            self._waiting = None

    def result(self) -> tuple[Variant, ...]:
        return tuple(self._found)


def _variant(url: str, attributes: dict[str, str]) -> Variant:
    size = _RESOLUTION.match(attributes.get("RESOLUTION", ""))
    bandwidth = attributes.get("BANDWIDTH", "")
    codecs = attributes.get("CODECS", "")
    sound_alone = bool(codecs) and not size and all(name.strip().startswith(("mp4a", "ac-3", "ec-3", "opus", "flac"))
                                                   for name in codecs.split(","))
    named_audio = attributes.get("VIDEO", "").startswith("audio")
    return Variant(url, int(size[2]) if size else 0, int(bandwidth) if bandwidth.isdecimal() else 0,
                   sound_alone or named_audio, size is not None and int(size[1]) < int(size[2]))


class _Media:
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
        newest = [replace(s, url=_joined(self._url, s.url), ad=s.ad or self._in_ad(s)) for s in self._newest]
        longest = max((s.duration_seconds for s in newest), default=0.0)
        return MediaPlaylist(self._target or longest, tuple(newest), self._ended)

    def _in_ad(self, segment: Segment) -> bool:
        at = segment.broadcast_at
        return at is not None and any(ad.start - 0.01 <= at < ad.end - 0.01 for ad in self._dates)

    def _add(self, line: str) -> None:
        if self._date is None and self._newest and self._newest[-1].broadcast_at is not None:
            self._date = self._newest[-1].broadcast_at + self._newest[-1].duration_seconds
        if not self._gap:
            ad = self._cue or "Amazon" in self._title
            self._newest.append(Segment(line, self._number, self._duration, self._date, ad, self._span or Span(),
                                        self._cipher, self._head))
        self._number += 1
        self._duration, self._title, self._date, self._span, self._gap = 0.0, "", None, None, False

    def _read_duration(self, value: str) -> None:
        seconds, _, self._title = value.partition(",")
        self._duration = min(_seconds(seconds), 600.0)

    def _read_target(self, value: str) -> None:
        self._target = min(_seconds(value), 600.0)

    def _read_number(self, value: str) -> None:
        self._number = int(value) if value.isdecimal() and len(value) < 19 else 0

    def _read_date(self, value: str) -> None:
        self._date = _epoch(value)

    def _read_range(self, value: str) -> None:
        self._span = _span(value, self._after_last())

    def _after_last(self) -> int:
        last = self._newest[-1].span if self._newest else Span()
        return last.start + (last.length or 0)

    def _read_key(self, value: str) -> None:
        attributes = _attributes(value)
        method = attributes.get("METHOD", "NONE")
        iv = attributes.get("IV", "")
        self._cipher = None if method == "NONE" else Cipher(
            method, _joined(self._url, attributes.get("URI", "")),
            int(iv, 16).to_bytes(16, "big") if re.fullmatch(r"0[xX][0-9a-fA-F]{1,32}", iv) else None)

    def _read_map(self, value: str) -> None:
        attributes = _attributes(value)
        self._head = (_joined(self._url, attributes.get("URI", "")), _span(attributes.get("BYTERANGE", ""), 0))

    def _read_date_range(self, value: str) -> None:
        attributes = _attributes(value)
        start = _epoch(attributes.get("START-DATE", ""))
        is_ad = (attributes.get("CLASS") == "twitch-stitched-ad" or attributes.get("ID", "").startswith("stitched-ad-")
                 or "SCTE35-OUT" in attributes)
        if is_ad and start is not None:
            seconds = _seconds(attributes.get("DURATION") or attributes.get("PLANNED-DURATION") or "600")
            self._dates.append(_DateRange(start, _epoch(attributes.get("END-DATE", "")) or start + seconds))

    def _read_cue_out(self, _: str) -> None:
        self._cue = True

    def _read_cue_in(self, _: str) -> None:
        self._cue = False

    def _read_gap(self, _: str) -> None:
        self._gap = True

    def _read_end(self, _: str) -> None:
        self._ended = True


_READ = {
    "#EXTINF": _Media._read_duration, "#EXT-X-TARGETDURATION": _Media._read_target,
    "#EXT-X-MEDIA-SEQUENCE": _Media._read_number, "#EXT-X-PROGRAM-DATE-TIME": _Media._read_date,
    "#EXT-X-BYTERANGE": _Media._read_range, "#EXT-X-KEY": _Media._read_key, "#EXT-X-MAP": _Media._read_map,
    "#EXT-X-DATERANGE": _Media._read_date_range, "#EXT-X-CUE-OUT": _Media._read_cue_out,
    "#EXT-X-CUE-OUT-CONT": _Media._read_cue_out, "#EXT-X-CUE-IN": _Media._read_cue_in,
    "#EXT-X-GAP": _Media._read_gap, "#EXT-X-ENDLIST": _Media._read_end,
}


def _attributes(line: str) -> dict[str, str]:
    return {name: value.strip('"') for name, value in _ATTRIBUTE.findall(line)}


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return seconds if 0 <= seconds < 1e6 else 0.0


def _epoch(text: str) -> float | None:
    """ISO 8601 as seconds since the epoch; a time without a zone is UTC."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()


def _joined(base: str, address: str) -> str:
    """What cannot be an address stays as it is: the door refuses it, should it be asked for."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _span(text: str, default_start: int) -> Span:
    found = _RANGE.match(text)
    if not found:
        return Span()
    return Span(int(found[2]) if found[2] else default_start, int(found[1]))
