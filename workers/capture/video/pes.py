"""What do the packets of one picture in a transport stream hold, and is one of them missing?

Paragraphs are those of ISO/IEC 13818-1; packets are rows of 188 bytes.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

PACKET_BYTES, SYNC_BYTE = 188, 0x47
"""2.4.3.2, 2.4.3.3."""
Packets = NDArray[np.uint8]
"""Shape (packets, 188)."""

_HEADER_BYTES = 4
"""The packet's header, 2.4.3.2; its bytes by what they hold:"""
_ERROR_AT, _ERROR_BIT = 1, 0x80
"""transport_error_indicator."""
_CONTROL_AT, _SCRAMBLED_BITS, _ADAPTATION_BIT, _PAYLOAD_BIT = 3, 0xC0, 0x20, 0x10
"""transport_scrambling_control, and the two bits of adaptation_field_control."""
_COUNTER_BITS = 0x0F
"""continuity_counter."""
_ADAPTATION_LENGTH_AT, _ADAPTATION_FLAGS_AT = 4, 5
_DISCONTINUITY_BIT, _RANDOM_ACCESS_BIT = 0x80, 0x40
"""discontinuity_indicator and random_access_indicator, 2.4.3.4."""

_PES_HEADER_BYTES, _PES_LENGTH_AT, _PES_FLAGS_AT, _PES_HEADER_LENGTH_AT, _PTS_AT = 9, 4, 7, 8, 9
"""2.4.3.6: the fixed part; PES_packet_length counts from the byte after it."""
_AFTER_PES_LENGTH = 6
_PTS_BIT, _PTS_BYTES = 0x80, 5
_VIDEO_STREAM_IDS = range(0xE0, 0xF0)
"""stream_id of video, table 2-22."""
_PES_START_CODE = b"\0\0\1"
_COUNTERS = bytes(c & _COUNTER_BITS if c & _PAYLOAD_BIT else 0xFF for c in range(256))
"""By the control byte: the counter, and no number of a counter where there is no payload."""
_CYCLE = bytes(range(_COUNTER_BITS + 1)) * 4096
"""Counters in sequence; longer than any picture that is fetched."""


class Pes:
    """One PES packet, usually a picture, from all transport packets of its PID that carry it."""

    def __init__(self, packets: Packets, after: bytes = b"") -> None:
        """``after``: the first packet of the next one; empty when the segment has ended."""
        self._packets = packets
        self._after = after
        self._first = packets[0].tobytes()

    @cached_property
    def payload(self) -> bytes:
        """Behind the headers of all packets."""
        packets = self._packets if self._counts_by_one else self._packets[_is_new(self._packets)]
        return _payload(packets)

    @cached_property
    def _counts_by_one(self) -> bool:
        """Nothing is missing and nothing is repeated: nearly always so, and quick to check."""
        controls = self._packets[:, _CONTROL_AT].tobytes()
        counters = (controls + self._after[_CONTROL_AT : _CONTROL_AT + 1]).translate(_COUNTERS)
        start = counters[0]
        return _CYCLE[start : start + len(counters)] == counters

    @cached_property
    def first_payload(self) -> bytes:
        """Of the first packet alone, PES header and all."""
        return first_payload(self._first)

    @property
    def next(self) -> Pes | None:
        """What is known of the next one by its first packet."""
        return of_packet(self._after) if self._after else None

    @property
    def data(self) -> bytes:
        """Behind the PES header as well."""
        whole = self.payload
        return whole[_PES_HEADER_BYTES + whole[_PES_HEADER_LENGTH_AT] :] if self.is_pes else b""

    @property
    def is_pes(self) -> bool:
        start = self.first_payload
        return len(start) > _PES_HEADER_BYTES and start.startswith(_PES_START_CODE)

    @property
    def is_video(self) -> bool:
        return self.is_pes and self.first_payload[len(_PES_START_CODE)] in _VIDEO_STREAM_IDS

    @property
    def is_random_access(self) -> bool:
        return bool(_adaptation_flags(self._first) & _RANDOM_ACCESS_BIT)

    @property
    def is_scrambled(self) -> bool:
        return bool(self._first[_CONTROL_AT] & _SCRAMBLED_BITS)

    @property
    def pts(self) -> int | None:
        """When its picture is shown, in ticks of 90 kHz (2.4.3.7)."""
        pes = self.first_payload
        if len(pes) < _PTS_AT + _PTS_BYTES or not pes[_PES_FLAGS_AT] & _PTS_BIT:
            return None
        a, b, c, d, e = pes[_PTS_AT : _PTS_AT + _PTS_BYTES]
        return (a & 0x0E) << 29 | b << 22 | (c & 0xFE) << 14 | d << 7 | e >> 1

    @property
    def is_continuous(self) -> bool:
        """No packet says that it is damaged, and none is missing as far as their counters tell."""
        if self._packets[:, _ERROR_AT].max() >= _ERROR_BIT:
            return False
        if (self._packets[:, 0] != SYNC_BYTE).any():
            return False
        return self._counts_by_one or not _jumps(self._packets, self._after)

    @property
    def has_end(self) -> bool:
        """By the length that it says; else by the next one; else by the stuffing that fills the last packet up.

        The last packet of a picture has some 183 times of 184 (2.4.3.5), one before a cut has none.
        """
        said = int.from_bytes(self.payload[_PES_LENGTH_AT:_AFTER_PES_LENGTH], "big")
        if said:
            return len(self.payload) >= _AFTER_PES_LENGTH + said
        return bool(self._after or self._packets[-1, _CONTROL_AT] & _ADAPTATION_BIT)


def of_packet(packet: bytes) -> Pes:
    """What is known of a PES packet by the first one that carries it."""
    return Pes(np.frombuffer(packet, np.uint8).reshape(1, PACKET_BYTES))


def first_payload(packet: bytes) -> bytes:
    """Of one packet; empty when it says that it has none."""
    control = packet[_CONTROL_AT]
    if not control & _PAYLOAD_BIT:
        return b""
    if control & _ADAPTATION_BIT:
        return packet[_ADAPTATION_FLAGS_AT + packet[_ADAPTATION_LENGTH_AT] :]
    return packet[_HEADER_BYTES:]


def _payload(packets: Packets) -> bytes:
    """Of all packets; those without an adaptation field, nearly all, in whole runs."""
    pieces, done = [], 0
    odd = packets[:, _CONTROL_AT] & (_ADAPTATION_BIT | _PAYLOAD_BIT) != _PAYLOAD_BIT
    for row in np.flatnonzero(odd).tolist():
        pieces.append(packets[done:row, _HEADER_BYTES:].tobytes())
        pieces.append(first_payload(packets[row].tobytes()))
        done = row + 1
    return b"".join([*pieces, packets[done:, _HEADER_BYTES:].tobytes()])


def _counters(packets: Packets) -> NDArray[np.uint8]:
    return packets[:, _CONTROL_AT] & np.uint8(_COUNTER_BITS)


def _is_new(packets: Packets) -> NDArray[np.bool_]:
    """False for a duplicate: a packet may be sent twice, with the same counter (2.4.3.3)."""
    counters = _counters(packets)
    new = np.ones(len(packets), bool)
    same = (counters[1:] == counters[:-1]) & (packets[1:, _CONTROL_AT] & _PAYLOAD_BIT != 0)
    for row in np.flatnonzero(same) + 1:
        new[row] = first_payload(packets[row].tobytes()) != first_payload(
            packets[row - 1].tobytes()
        )
    return new


def _jumps(packets: Packets, after: bytes) -> bool:
    """Whether the counter leaps where no packet says that it may (2.4.3.3, 2.4.3.4).

    It grows by one with each packet that has a payload and stays where there is none.
    """
    rows = np.vstack(
        [packets[_is_new(packets)], np.frombuffer(after, np.uint8).reshape(-1, PACKET_BYTES)]
    )
    carries = rows[:, _CONTROL_AT] & _PAYLOAD_BIT != 0
    steps = np.diff(_counters(rows)) & _COUNTER_BITS
    leaps = np.flatnonzero(steps != carries[1:]) + 1
    return any(
        not _adaptation_flags(rows[row].tobytes()) & _DISCONTINUITY_BIT for row in leaps.tolist()
    )


def _adaptation_flags(packet: bytes) -> int:
    """0 when there is no adaptation field, or an empty one (2.4.3.4)."""
    if not packet[_CONTROL_AT] & _ADAPTATION_BIT or not packet[_ADAPTATION_LENGTH_AT]:
        return 0
    return packet[_ADAPTATION_FLAGS_AT]
