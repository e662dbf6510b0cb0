"""Which segments of a playlist are advertisements?

Only marks that their makers document count: date ranges of Twitch and of SCTE-35 (RFC 8216, 4.3.2.7.1), the cue tags
of AWS Elemental, Google Ad Manager and Adobe Primetime, and Twitch's titles in a playlist of Twitch's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workers.capture.hls.tags import attributes, epoch, seconds

_ROUNDING_SECONDS = 0.01
_CUT_SECONDS = 0.3
"""Segments are cut at pictures, a break's length is not: one that begins this shortly before the end is after it."""
_UNSAID_SECONDS = 600.0
_MAX_RANGES = 200


@dataclass(slots=True)
class _DateRange:
    """An advertisement by the clock."""

    start: float
    end: float | None = None
    closed: bool = False

    def note_end(self, said: dict[str, str], start: float | None, here: float | None) -> None:
        """The best of what has been said: END-DATE, DURATION, where SCTE35-IN is, PLANNED-DURATION."""
        end = epoch(said.get("END-DATE", ""))
        if end is None and "DURATION" in said:
            end = self.start + seconds(said["DURATION"])
        if end is None and "SCTE35-IN" in said:
            end = start if start is not None and start > self.start else here
        if end is not None:
            self.end, self.closed = end, True
        elif "PLANNED-DURATION" in said and not self.closed:
            self.end = self.start + seconds(said["PLANNED-DURATION"])

    def covers(self, at: float) -> bool:
        end = self.start + _UNSAID_SECONDS if self.end is None else self.end
        return self.start - _ROUNDING_SECONDS <= at < end - _ROUNDING_SECONDS


class DateRanges:
    """Breaks that a playlist dates: EXT-X-DATERANGE (RFC 8216, 4.3.2.7)."""

    def __init__(self) -> None:
        self._ads: dict[str, _DateRange] = {}
        self._until_next: dict[str, _DateRange] = {}
        """By class: the ad that ends where the next range of its class starts (END-ON-NEXT)."""

    def read(self, value: str, here: float | None) -> None:
        """One tag; later ones of the same ID add to it. ``here``: the date of the segment after it."""
        said = attributes(value)
        start, name = epoch(said.get("START-DATE", "")), said.get("ID", "")
        known = self._ads.get(name)
        self._end_before(said.get("CLASS", ""), known, start)
        if known is None and _is_ad(said) and start is not None and len(self._ads) < _MAX_RANGES:
            known = self._ads[name] = _DateRange(start)
            if said.get("END-ON-NEXT") == "YES":
                self._until_next[said.get("CLASS", "")] = known
        if known:
            known.note_end(said, start, here)

    def cover(self, at: float | None) -> bool:
        return at is not None and any(ad.covers(at) for ad in self._ads.values())

    def _end_before(self, kind: str, same: _DateRange | None, start: float | None) -> None:
        waiting = self._until_next.get(kind)
        if waiting and waiting is not same and start is not None and start > waiting.start:
            waiting.end = start
            del self._until_next[kind]


def _is_ad(said: dict[str, str]) -> bool:
    return (
        said.get("CLASS") == "twitch-stitched-ad"
        or said.get("ID", "").startswith("stitched-ad-")
        or "SCTE35-OUT" in said
    )


class Cues:
    """Breaks that are marked between segments: EXT-X-CUE-OUT, -CONT and -IN, EXT-X-CUE, EXT-X-SCTE35."""

    def __init__(self) -> None:
        self.begun = False
        """Whether a break has begun that no tag has ended."""
        self._length: float | None = None
        self._elapsed = 0.0

    @property
    def as_tag(self) -> str:
        """The tag after which a playlist is in the same break; empty outside of one."""
        if not self.begun:
            return ""
        place = f":{self._elapsed:.3f}/{self._length:.3f}" if self._length else ""
        return f"#EXT-X-CUE-OUT-CONT{place}"

    @property
    def on(self) -> bool:
        """Whether a segment that begins here belongs to the break."""
        over = self._length is not None and self._elapsed >= self._length - _CUT_SECONDS
        return self.begun and not over

    def pass_segment(self, duration: float) -> None:
        self._elapsed += duration

    def end(self, _: str = "") -> None:
        self.begun, self._length, self._elapsed = False, None, 0.0

    def begin(self, value: str) -> None:
        """``#EXT-X-CUE-OUT:30``, ``:DURATION=30`` or without a length."""
        said = _numbers(value)
        self._start(said.get("DURATION") or seconds(value), 0.0)

    def resume(self, value: str) -> None:
        """``#EXT-X-CUE-OUT-CONT:8.308/30``, ``:ElapsedTime=8.308,Duration=30`` or without a number."""
        elapsed, slash, length = value.partition("/")
        said = _numbers(value)
        if slash and "=" not in value:
            said = {"ELAPSEDTIME": seconds(elapsed), "DURATION": seconds(length)}
        if said.get("DURATION"):
            self._start(said["DURATION"], said.get("ELAPSEDTIME", self._elapsed))
        elif not self.begun:
            self._start(0.0, 0.0)

    def splice(self, value: str) -> None:
        """``#EXT-X-CUE:TYPE=SpliceOut,DURATION=30`` (Adobe Primetime)."""
        if attributes(value).get("TYPE") == "SpliceOut":
            self.begin(value)
        elif attributes(value).get("TYPE") == "SpliceIn":
            self.end()

    def scte35(self, value: str) -> None:
        """``#EXT-X-SCTE35:CUE-OUT=YES,DURATION=30``, ``CUE-OUT=CONT``, ``CUE-IN=YES`` (Wowza, Unified Streaming)."""
        said = attributes(value)
        if said.get("CUE-IN") == "YES" or said.get("CUE-OUT") == "NO":
            self.end()
        elif said.get("CUE-OUT") == "YES" or (said.get("CUE-OUT") == "CONT" and not self.begun):
            self.begin(value)

    def _start(self, length: float, elapsed: float) -> None:
        """A length of 0 is one that is not said: the break lasts until its closing tag."""
        self.begun, self._length, self._elapsed = True, length or None, elapsed


def _numbers(value: str) -> dict[str, float]:
    return {name.upper(): seconds(text) for name, text in attributes(value).items()}


CUE_TAGS: dict[str, Callable[[Cues, str], None]] = {
    "#EXT-X-CUE-OUT": Cues.begin,
    "#EXT-X-CUE-OUT-CONT": Cues.resume,
    "#EXT-X-CUE-IN": Cues.end,
    "#EXT-X-CUE": Cues.splice,
    "#EXT-X-SCTE35": Cues.scte35,
}
