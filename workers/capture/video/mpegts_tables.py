"""Which track of a transport stream has the pictures?

Paragraphs are those of ISO/IEC 13818-1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workers.look.failure import CaptureFailed

PAT_PID = 0
"""Program association table, table 2-3."""
CODECS = {0x02: "mpeg2video", 0x1B: "h264", 0x24: "hevc"}
"""stream_type, table 2-34: libav's decoder."""
_UNREAD = {
    0x01: "MPEG-1",
    0x10: "MPEG-4 Visual",
    0x1E: "MPEG-2 auxiliary video",
    0x20: "MVC",
    0x21: "JPEG 2000",
    0x32: "JPEG XS",
    0x33: "VVC",
    0x42: "AVS",
    0xD1: "Dirac",
    0xD2: "AVS2",
    0xD4: "AVS3",
    0xDB: "encrypted H.264",
    0xEA: "VC-1",
}
"""stream_type, table 2-34, and of private use by SMPTE RP 227 (VC-1) and Apple's sample encryption."""
_PRIVATE_DATA = 0x06
"""PES packets of private data: sound, teletext, and codecs that the table does not know."""
_OTHERS = frozenset(
    {0x03, 0x04, 0x05, 0x0F, 0x11, 0x15, 0x1C, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87}
)
"""Sound and data: MPEG audio, sections, AAC, metadata, and of private use (ATSC A/53) AC-3, SCTE-35, E-AC-3."""
_OF_DESCRIPTOR = {b"AV01": "libdav1d", b"AV1G": "libdav1d"}
"""format_identifier of a registration descriptor (2.6.8): AOM's carriage of AV1 in MPEG-2 TS, and GStreamer's own."""
_REGISTRATION, _IDENTIFIER_BYTES = 0x05, 4
_PID_HIGH_BITS, _LENGTH_HIGH_BITS = 0x1F, 0x0F
"""elementary_PID has 13 bits, section_length and ES_info_length 12 (2.4.4.8, table 2-33)."""

_SECTION_HEADER_BYTES, _SECTION_LENGTH_AT, _CRC_BYTES = 8, 1, 4
_AFTER_LENGTH = 3
"""section_length counts from the byte after it (2.4.4.5)."""
_PROGRAM_BYTES = 4
_PROGRAM_INFO_LENGTH_AT, _TRACKS_AT = 2, 4
_TRACK_BYTES = 5


@dataclass(frozen=True, slots=True)
class Track:
    """Where its packets are; several PIDs when only their content can say which has pictures."""

    pids: tuple[int, ...]
    codec: str
    """The name of libav's decoder; empty when only the content can say it."""


def section(payload: bytes) -> bytes:
    """The body of a table that begins in this payload; empty when it is not whole. Tables here fit one packet."""
    payload = payload[1 + payload[0] :] if payload else b""  # pointer_field, 2.4.4.2
    if len(payload) <= _SECTION_HEADER_BYTES:
        return b""
    stop = _AFTER_LENGTH + _length(payload, _SECTION_LENGTH_AT) - _CRC_BYTES
    return payload[_SECTION_HEADER_BYTES:stop] if stop <= len(payload) else b""


def program_pids(table: bytes) -> list[int]:
    """Where the programs' maps are (2.4.4.3); program 0 is the network's information."""
    programs = (table[at : at + _PROGRAM_BYTES] for at in range(0, len(table) - 3, _PROGRAM_BYTES))
    return [_pid(program, 2) for program in programs if program[:2] != b"\0\0"]


def known_track(maps: list[bytes]) -> Track | None:
    """The first supported track in the maps of all programs (2.4.4.8): one of them may be radio."""
    for kind, pid, descriptors in _tracks_of(maps):
        codec = CODECS.get(kind) or _OF_DESCRIPTOR.get(_registered(descriptors), "")
        if codec:
            return Track((pid,), codec)
    return None


def other_track(maps: list[bytes]) -> Track | None:
    """Where no known track is: private data, which may be video.

    Raises ``CaptureFailed`` (no-video, unreadable) when the maps say what the tracks are.
    """
    tracks = _tracks_of(maps)
    for kind, _, _ in tracks:
        if kind in _UNREAD:
            raise CaptureFailed("unreadable", f"{_UNREAD[kind]} is not supported.")
    nameless = tuple(pid for kind, pid, d in tracks if kind == _PRIVATE_DATA and not _registered(d))
    if nameless:
        return Track(nameless, "")
    if tracks and _OTHERS.issuperset({kind for kind, _, _ in tracks} - {_PRIVATE_DATA}):
        raise CaptureFailed("no-video", "The stream is audio-only.")
    return None


def _tracks_of(maps: list[bytes]) -> list[tuple[int, int, bytes]]:
    return [track for program in maps for track in _tracks(program)]


def _tracks(program: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The type, the PID and the descriptors of each track."""
    at = _TRACKS_AT + _length(program, _PROGRAM_INFO_LENGTH_AT)
    while at + _TRACK_BYTES <= len(program):
        stop = at + _TRACK_BYTES + _length(program, at + 3)
        yield program[at], _pid(program, at + 1), program[at + _TRACK_BYTES : stop]
        at = stop


def _registered(descriptors: bytes) -> bytes:
    """The first registration descriptor's format_identifier."""
    at = 0
    while at + 2 + _IDENTIFIER_BYTES <= len(descriptors):
        if descriptors[at] == _REGISTRATION:
            return descriptors[at + 2 : at + 2 + _IDENTIFIER_BYTES]
        at += 2 + descriptors[at + 1]
    return b""


def _length(data: bytes, at: int) -> int:
    return (data[at] & _LENGTH_HIGH_BITS) << 8 | data[at + 1] if len(data) > at + 1 else 0


def _pid(data: bytes, at: int) -> int:
    return (data[at] & _PID_HIGH_BITS) << 8 | data[at + 1]
