"""How is a clip broadcast at another time than it was encoded for?"""

import numpy as np
from numpy.typing import NDArray

PACKET_BYTES = 188
CONTINUITY_CYCLE = 16
HAS_PAYLOAD = 0x10
VIDEO_PID = 0x100
TICKS_WRAP = 1 << 33
# Room before the first picture, so that no clock reference ever lies before zero.
ORIGIN_TICKS = 900_000


def retime(transport_stream: bytes, ticks: int) -> bytearray:
    """The same pictures with the first one at `ticks` (90 kHz) after the origin; every clock is moved with it."""
    moved = bytearray(transport_stream)
    packets = np.frombuffer(moved, dtype=np.uint8).reshape(-1, PACKET_BYTES)
    stamps = [*_stamps(packets)]
    first = min(_read_stamp(moved, place) for place in stamps)
    shift = (ORIGIN_TICKS + ticks - first) % TICKS_WRAP
    for place in stamps:
        _write_stamp(moved, place, (_read_stamp(moved, place) + shift) % TICKS_WRAP)
    for place in _clocks(packets):
        clock = int.from_bytes(moved[place : place + 5], "big")
        base = ((clock >> 7) + shift) % TICKS_WRAP
        moved[place : place + 5] = (base << 7 | clock & 0x7F).to_bytes(5, "big")
    return moved


def pad_continuity(transport_stream: bytes) -> bytes:
    """Fill up every stream to a whole cycle of its packet counter, so that any clip may follow any other unpatched."""
    packets = [
        transport_stream[at : at + PACKET_BYTES]
        for at in range(0, len(transport_stream), PACKET_BYTES)
    ]
    streams: dict[int, list[bytes]] = {}
    for packet in packets:
        if packet[3] & HAS_PAYLOAD:
            streams.setdefault(int.from_bytes(packet[1:3], "big") & 0x1FFF, []).append(packet)
    for pid, sent in streams.items():
        # A table may be said again at any time; a picture may be followed by any number of zeros.
        head, body = (
            (pid.to_bytes(2, "big"), bytes(184))
            if pid == VIDEO_PID
            else (sent[-1][1:3], sent[-1][4:])
        )
        for count in range(len(sent), len(sent) + -len(sent) % CONTINUITY_CYCLE):
            packets.append(b"\x47" + head + bytes([HAS_PAYLOAD | count % CONTINUITY_CYCLE]) + body)
    return b"".join(packets)


def _stamps(packets: NDArray[np.uint8]) -> list[int]:
    """Offsets of the timestamps: the PTS of every picture, and its DTS where it has one."""
    begins = np.flatnonzero((packets[:, 1] & 0x40 != 0) & (packets[:, 3] & 0x10 != 0))
    places = []
    for row in begins:
        packet = packets[row]
        payload = 5 + int(packet[4]) if packet[3] & 0x20 else 4
        if payload + 14 <= PACKET_BYTES and bytes(packet[payload : payload + 3]) == b"\x00\x00\x01":
            place = int(row) * PACKET_BYTES + payload + 9
            flags = int(packet[payload + 7])
            places += [place] if flags & 0x80 else []
            places += [place + 5] if flags & 0xC0 == 0xC0 else []
    return places


def _clocks(packets: NDArray[np.uint8]) -> list[int]:
    """Offsets of the program clock references."""
    marked = (packets[:, 3] & 0x20 != 0) & (packets[:, 4] > 0) & (packets[:, 5] & 0x10 != 0)
    return [int(row) * PACKET_BYTES + 6 for row in np.flatnonzero(marked)]


def _read_stamp(stream: bytearray, place: int) -> int:
    high, middle, low = stream[place], stream[place + 1 : place + 3], stream[place + 3 : place + 5]
    return (
        (high >> 1 & 7) << 30
        | int.from_bytes(middle, "big") >> 1 << 15
        | int.from_bytes(low, "big") >> 1
    )


def _write_stamp(stream: bytearray, place: int, ticks: int) -> None:
    stream[place] = stream[place] & 0xF1 | ticks >> 29 & 0x0E
    stream[place + 1 : place + 3] = (ticks >> 14 & 0xFFFE | 1).to_bytes(2, "big")
    stream[place + 3 : place + 5] = (ticks << 1 & 0xFFFE | 1).to_bytes(2, "big")
