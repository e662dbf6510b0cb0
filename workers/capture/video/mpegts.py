"""Which bytes of an MPEG transport stream are its first keyframe?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.keyframe import Keyframe
from workers.look.failure import CaptureFailed

PACKET_BYTES = 188
_SYNC = 0x47
_CODECS = {0x02: "mpeg2video", 0x1B: "h264", 0x24: "hevc"}
_SOUND_OR_DATA = frozenset({0x03, 0x04, 0x06, 0x0F, 0x11, 0x15, 0x81, 0x86, 0x87})
_PTS_TICKS = 90_000
_PTS_WRAP = 1 << 33
_COLUMNS = np.arange(PACKET_BYTES, dtype=np.uint8)

Packets = NDArray[np.uint8]
"""Shape (packets, 188)."""


def is_transport(start: bytes | bytearray) -> bool:
    return len(start) > PACKET_BYTES and start[0] == start[PACKET_BYTES] == _SYNC


def first_keyframe(buffer: SegmentBuffer) -> Keyframe | None:
    """``None`` when this way does not find one; raises ``CaptureFailed`` (no-video) when the stream names no video."""
    ended = False
    while True:
        whole = len(buffer.data) // PACKET_BYTES
        packets = np.frombuffer(bytes(buffer.data), np.uint8, whole * PACKET_BYTES).reshape(
            whole, PACKET_BYTES
        )
        pids = np.asarray((packets[:, 1].astype(np.uint16) & 0x1F) << 8 | packets[:, 2], np.uint16)
        video = _video_track(packets, pids)
        if video:
            keyframe = _keyframe(packets, np.flatnonzero(pids == video[0]), video[1], ended)
            if keyframe:
                return keyframe
        if ended:
            return None
        ended = not buffer.more()


def _video_track(packets: Packets, pids: NDArray[np.uint16]) -> tuple[int, str] | None:
    """The PID and the codec of the video, by the program's tables; ``None`` while they have not come."""
    table = _section(packets, pids, 0)
    if not table:
        return None
    programs = [table[i : i + 4] for i in range(0, len(table) - 3, 4)]
    for program in programs:
        number, pid = program[0] << 8 | program[1], (program[2] & 0x1F) << 8 | program[3]
        tracks = _section(packets, pids, pid) if number else None
        if tracks:
            return _video_of(tracks)
    return None


def _video_of(tracks: bytes) -> tuple[int, str] | None:
    at, kinds = 4 + ((tracks[2] & 0x0F) << 8 | tracks[3]), []
    while at + 5 <= len(tracks):
        kind, pid = tracks[at], (tracks[at + 1] & 0x1F) << 8 | tracks[at + 2]
        if kind in _CODECS:
            return pid, _CODECS[kind]
        kinds.append(kind)
        at += 5 + ((tracks[at + 3] & 0x0F) << 8 | tracks[at + 4])
    if kinds and _SOUND_OR_DATA.issuperset(kinds):
        raise CaptureFailed("no-video", "The stream has sound and no picture.")
    return None


def _section(packets: Packets, pids: NDArray[np.uint16], pid: int) -> bytes | None:
    """The body of the first table of ``pid``; tables here fit into one packet."""
    rows = np.flatnonzero((pids == pid) & (packets[:, 1] & 0x40 != 0))
    if not rows.size:
        return None
    payload = packets[rows[0]].tobytes()[_payload_start(packets[rows[0]]) :]
    payload = payload[1 + payload[0] :] if payload else b""
    length = (payload[1] & 0x0F) << 8 | payload[2] if len(payload) > 8 else 0
    return payload[8 : 3 + length - 4] or None


def _payload_start(packet: NDArray[np.uint8]) -> int:
    return 5 + int(packet[4]) if packet[3] & 0x20 else 4


def _keyframe(packets: Packets, rows: NDArray[np.intp], codec: str, ended: bool) -> Keyframe | None:
    """From the packets of the video track, which stand in ``rows``; ``None`` while it has not come as a whole."""
    starts = np.flatnonzero(packets[rows, 1] & 0x40)
    for start, stop in zip(starts, [*starts[1:], len(rows)], strict=False):
        if stop == len(rows) and not ended:
            return None
        picture = packets[rows[start:stop]]
        if _may_start_key(picture[0], codec):
            payload = _payload(picture)
            data = payload[9 + payload[8] :] if len(payload) > 9 else b""
            offset = _offset_seconds(packets[rows[starts[0]]], picture[0])
            return Keyframe(codec, data, offset, int(rows[stop - 1] + 1) * PACKET_BYTES)
    return None


def _payload(packets: Packets) -> bytes:
    """The payload of all packets in a row, headers and adaptation fields taken off."""
    control = packets[:, 3]
    starts = np.where(
        control & 0x20, np.minimum(packets[:, 4].astype(np.uint16) + 5, PACKET_BYTES), 4
    )
    starts = np.where(control & 0x10, starts, PACKET_BYTES)
    return packets[starts[:, None] <= _COLUMNS].tobytes()


def _may_start_key(packet: NDArray[np.uint8], codec: str) -> bool:
    """By the random access mark, or by what a keyframe begins with."""
    if packet[3] & 0x20 and packet[4] and packet[5] & 0x40:
        return True
    body = packet.tobytes()[_payload_start(packet) :]
    if codec == "h264":
        return any(mark in body for mark in (b"\0\0\1\x67", b"\0\0\1\x27", b"\0\0\1\x47"))
    return (b"\0\0\1\x40" if codec == "hevc" else b"\0\0\1\xb3") in body


def _offset_seconds(first: NDArray[np.uint8], key: NDArray[np.uint8]) -> float:
    start, at = _pts(first), _pts(key)
    if start is None or at is None:
        return 0.0
    seconds = ((at - start) % _PTS_WRAP) / _PTS_TICKS
    return seconds if seconds < 60 else 0.0


def _pts(packet: NDArray[np.uint8]) -> int | None:
    pes = packet.tobytes()[_payload_start(packet) :]
    if len(pes) < 14 or not pes[7] & 0x80:
        return None
    return (
        (pes[9] & 0x0E) << 29 | pes[10] << 22 | (pes[11] & 0xFE) << 14 | pes[12] << 7 | pes[13] >> 1
    )
