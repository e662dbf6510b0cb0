"""Which bytes of an MPEG transport stream are its keyframes?

Paragraphs are those of ISO/IEC 13818-1.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import AV1, CodedPicture, Keyframe
from workers.capture.video.mpegts_tables import (
    PAT_PID,
    Track,
    known_track,
    other_track,
    program_pids,
    section,
)
from workers.capture.video.nal_units import begins_picture, is_nal_codec
from workers.capture.video.pes import (
    PACKET_BYTES,
    SYNC_BYTE,
    Packets,
    Pes,
    first_payload,
    of_packet,
)
from workers.capture.video.single_frame import (
    TEMPORAL_DELIMITER,
    has_sequence_header,
    without_start_codes,
)
from workers.look.failure import CaptureFailed

_STEPS = (PACKET_BYTES, 192, 204)
"""As it is, with a time before each packet (Blu-ray), with error correction after each (DVB)."""
_SYNCED = 4
_SYNC = bytes([SYNC_BYTE]) * _SYNCED
_START_BIT, _PID_HIGH_BITS = 0x40, 0x1F
"""payload_unit_start_indicator and the high bits of the PID, both in the second byte (2.4.3.3)."""
_PTS_TICKS = 90_000
_PTS_WRAP = 1 << 33
"""2.4.3.7."""
_MAX_OFFSET_SECONDS = 60.0
_MAX_JOINED = 64
"""PES packets of one picture: one holds 64 KB unless it says no length."""
_MAX_PROGRAMS, _MAX_TABLES, _MAX_TABLE_PACKETS = 32, 4, 8
"""A section has at most 1,021 bytes (2.4.4.4, 2.4.4.9)."""
_START_CODE = b"\0\0\1"
_SETS = {
    "h264": (b"\0\0\1\x67", b"\0\0\1\x27", b"\0\0\1\x47"),
    "hevc": (b"\0\0\1\x40",),
    "mpeg2video": (b"\0\0\1\xb3",),
}
"""What a keyframe begins with: a sequence parameter set (14496-10, nal_unit_type 7), a video parameter set (23008-2,
nal_unit_type 32), a sequence header (13818-2, 6.2.2.1)."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How packets lie in a segment."""

    first_at: int
    step: int
    """From one packet to the next."""


def alignment(start: bytes) -> Alignment | None:
    """Where packets begin, by the recurring sync byte; ``None`` when this is no transport stream."""
    for step in _STEPS:
        for at in range(step):
            found = start[at::step][:_SYNCED]
            if len(found) > 1 and found == _SYNC[: len(found)]:
                return Alignment(at, step)
    return None


def keyframes(head: bytes, buffer: SegmentBuffer, aligned: Alignment) -> Generator[Keyframe]:
    """``head``: the packets with the tables, where EXT-X-MAP names them (RFC 8216, 3.2).

    Raises ``CaptureFailed`` (no-video, unreadable) when the tables name no video, or an unsupported codec.
    """
    buffer.data[:0] = head
    reader = _Reader(buffer, aligned)
    track = _track(reader)
    track = _by_content(reader, track) if track and not track.codec else track
    if not track:
        return
    pictures = _pictures(reader, track)
    first: int | None = None
    later = (_coded(parts, end - len(head), track.codec, first) for parts, end in pictures)
    for parts, end in pictures:
        first = parts[0].pts if first is None else first
        if _may_be_key(parts[0], track.codec):
            coded = _coded(parts, end - len(head), track.codec, first)
            yield Keyframe(track.codec, coded, later=later)


def begun(buffer: SegmentBuffer, aligned: Alignment) -> Keyframe | None:
    """The segment's first picture as far as it has arrived; ``None`` when it is no keyframe.

    No more is fetched once it has begun. Raises ``CaptureFailed`` as ``keyframes`` does.
    """
    reader = _Reader(buffer, aligned)
    track = _track(reader)
    pes = reader.begun_pes(track.pids[0]) if track and is_nal_codec(track.codec) else None
    if not track or not pes or not _may_be_key(pes, track.codec) or pes.is_scrambled:
        return None
    return Keyframe(track.codec, CodedPicture(pes.data, 0.0, len(buffer.data), pes.is_continuous))


class _Reader:
    """Goes through a segment's packets as far as they have arrived."""

    def __init__(self, buffer: SegmentBuffer, aligned: Alignment) -> None:
        self._buffer = buffer
        self._first_at, self._step = aligned.first_at, aligned.step
        self._pids = np.empty(0, np.uint16)
        self._starts = np.empty(0, bool)
        self.ended = False
        if buffer.data:
            self._take_in()

    def more(self) -> None:
        """Take in what the next chunk brings; ``ended`` when there is none."""
        self.ended = not self._buffer.more()
        self._take_in()

    def pes(self, pid: int) -> Iterator[tuple[Pes, int]]:
        """Each PES packet of ``pid`` once it is whole, or the segment has ended; and where it ends."""
        done = 0
        while True:
            rows = np.flatnonzero(self._pids == pid)
            starts = [*np.flatnonzero(self._starts[rows]).tolist(), len(rows)]
            for start, stop in pairwise(starts[done : None if self.ended else -1]):
                after = self._packet(rows[stop]) if stop < len(rows) else b""
                packets = self._packets(rows[start:stop])
                yield Pes(packets, after), self._first_at + int(rows[stop - 1] + 1) * self._step
                done += 1
            if self.ended:
                return
            self.more()

    def begun_pes(self, pid: int) -> Pes | None:
        """The first one as far as it has arrived."""
        rows = np.flatnonzero(self._pids == pid)
        starts = np.flatnonzero(self._starts[rows])[:2].tolist()
        if not starts:
            return None
        stop = starts[1] if len(starts) > 1 else len(rows)
        return Pes(self._packets(rows[starts[0] : stop]))

    def first_pes(self, pid: int) -> Pes | None:
        """As far as its first packet says."""
        rows = np.flatnonzero((self._pids == pid) & self._starts)[:1]
        return of_packet(self._packet(rows[0])) if rows.size else None

    def table(self, pid: int) -> bytes:
        """The body of the first whole table of ``pid``; empty while it has not arrived."""
        for start in np.flatnonzero((self._pids == pid) & self._starts)[:_MAX_TABLES]:
            payload = first_payload(self._packet(start))
            if body := section(payload) or self._long_section(pid, start, payload):
                return body
        return b""

    def _long_section(self, pid: int, start: int, payload: bytes) -> bytes:
        """A table that continues in the next packets of its PID."""
        rows = start + 1 + np.flatnonzero(self._pids[start + 1 :] == pid)
        for row in rows[: _MAX_TABLE_PACKETS - 1]:
            payload += first_payload(self._packet(row))
            if body := section(payload):
                return body
        return b""

    def _packet(self, row: int) -> bytes:
        start = self._first_at + int(row) * self._step
        return bytes(self._buffer.data[start : start + PACKET_BYTES])

    def _packets(self, rows: NDArray[np.intp]) -> Packets:
        picked: Packets = self._view(0)[rows]
        return picked

    def _take_in(self) -> None:
        new = self._view(len(self._pids))
        high = new[:, 1]
        pids = (high & _PID_HIGH_BITS).astype(np.uint16) << 8 | new[:, 2]
        self._pids = np.concatenate([self._pids, pids])
        self._starts = np.concatenate([self._starts, high & _START_BIT != 0])

    def _view(self, first: int) -> Packets:
        """The whole packets from ``first`` on, not copied: nobody may keep it while the buffer grows."""
        start = self._first_at + first * self._step
        count = max(0, len(self._buffer.data) - start) // self._step
        view = np.frombuffer(self._buffer.data, np.uint8, count * self._step, start if count else 0)
        return view.reshape(count, self._step)[:, :PACKET_BYTES]


def _track(reader: _Reader) -> Track | None:
    """By the programs' tables, as soon as one of them names supported video, or all have arrived."""
    while True:
        programs = program_pids(reader.table(PAT_PID))[:_MAX_PROGRAMS]
        maps = [table for table in map(reader.table, programs) if table]
        track = known_track(maps)
        if track or reader.ended or (maps and len(maps) == len(programs)):
            return track or other_track(maps)
        reader.more()


def _by_content(reader: _Reader, track: Track) -> Track | None:
    """Private data may be AV1, as libav writes it. Raises ``CaptureFailed`` (no-video, unreadable)."""
    while True:
        begun = {pid: pes for pid in track.pids if (pes := reader.first_pes(pid))}
        video = [(pid, pes) for pid, pes in begun.items() if pes.is_video]
        if video or reader.ended or len(begun) == len(track.pids):
            break
        reader.more()
    if not video:
        raise CaptureFailed("no-video", "The stream is audio-only.")
    pid, pes = video[0]
    if not pes.data.startswith(TEMPORAL_DELIMITER):
        raise CaptureFailed("unreadable", "The transport stream does not name its video codec.")
    return Track((pid,), AV1)


def _pictures(reader: _Reader, track: Track) -> Iterator[tuple[list[Pes], int]]:
    """The PES packets of each picture, and where they end. Raises ``CaptureFailed`` (unreadable)."""
    found = reader.pes(track.pids[0])
    for pes, end in found:
        if pes.is_scrambled:
            raise CaptureFailed("unreadable", "The stream is encrypted.")
        parts, ends_at = [pes], end
        while len(parts) < _MAX_JOINED and _continues(parts[-1].next, track.codec):
            more, ends_at = next(found)
            parts.append(more)
        yield parts, ends_at


def _continues(pes: Pes | None, codec: str) -> bool:
    """Whether a PES packet is more of the picture before it: then it has no time of its own (2.4.3.7)."""
    if pes is None or not pes.is_pes or pes.pts is not None:
        return False
    if is_nal_codec(codec):
        return not begins_picture(codec, pes.data)
    return not pes.data.startswith((TEMPORAL_DELIMITER, _START_CODE))


def _coded(parts: list[Pes], ends_at: int, codec: str, first: int | None) -> CodedPicture:
    data = b"".join(part.data for part in parts)
    whole = all(part.is_continuous for part in parts)
    if is_nal_codec(codec):
        whole = whole and parts[-1].has_end
    if codec == AV1:
        data = without_start_codes(data)
    return CodedPicture(data, _offset_seconds(first, parts[0].pts), ends_at, whole)


def _may_be_key(pes: Pes, codec: str) -> bool:
    """By the random access mark, or by what a keyframe begins with."""
    if pes.is_random_access:
        return True
    if codec == AV1:
        return has_sequence_header(without_start_codes(pes.data))
    start = pes.first_payload
    return any(mark in start for mark in _SETS[codec])


def _offset_seconds(first: int | None, at: int | None) -> float:
    if first is None or at is None:
        return 0.0
    seconds = ((at - first) % _PTS_WRAP) / _PTS_TICKS
    return seconds if seconds < _MAX_OFFSET_SECONDS else 0.0
