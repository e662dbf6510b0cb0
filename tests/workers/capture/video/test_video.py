"""Is the right picture found in every kind of segment, and none where bytes are missing?"""

import os
import re

import numpy as np
import pytest

from tests.workers.capture.video.media import (
    PACKET,
    encoded,
    looks_like,
    packets_of,
    parts,
    pid_of,
    pixels,
    see,
)
from tests.workers.video import sound_alone, video
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import VP9, CodedPicture, Keyframe, decode
from workers.capture.video.mp4 import keyframes
from workers.capture.video.nal_units import examine
from workers.capture.video.single_frame import first_av1_frame, first_vp9_frame
from workers.look.failure import CaptureFailed

VIDEO_PID = 0x100
TRANSPORT = ("libx264", "libx265", "mpeg2video", "libsvtav1")
IN_MP4 = ("libx264", "libx265", "libsvtav1", "libvpx-vp9")


def whole(codec, container, frames=3):
    """A segment and its head."""
    if container == "mp4":
        head, body = parts(codec, frames)
        return body, head
    return encoded(codec, container, frames), b""


def refused(body, head=b""):
    with pytest.raises(CaptureFailed) as caught:
        see(body, head)
    assert caught.value.state == "unreadable"
    return caught.value.sentence


# Which are read


@pytest.mark.parametrize(
    ("codec", "container"),
    [
        *((codec, "mpegts") for codec in TRANSPORT),
        *((codec, "mp4") for codec in IN_MP4),
        ("libx264", "flv"),
        ("libx265", "flv"),
        ("libx264", "matroska"),
        ("libvpx-vp9", "webm"),
        ("libsvtav1", "webm"),
    ],
)
@pytest.mark.parametrize("chunk", [777, 65_536])
def test_read(codec, container, chunk):
    body, head = whole(codec, container)
    assert looks_like(pixels(body, head, chunk), 0)


def test_a_segment_with_its_own_head():
    head, body = parts("libx264")
    assert looks_like(pixels(head + body), 0)


# Bytes are missing


def harms(body, kind):
    """The segment with one packet's bytes gone, or replaced by zeros, or with its end gone, at places all over it."""
    places = np.linspace(len(body) * 0.1, len(body) * 0.6, 9) // PACKET * PACKET
    for at in places.astype(int).tolist():
        yield {
            "lost": body[:at] + body[at + PACKET :],
            "hole": body[: at + 4] + bytes(PACKET - 4) + body[at + PACKET :],
            "cut": body[:at],
            "cut between packets": body[: at + 77],
        }[kind]


@pytest.mark.parametrize("kind", ["lost", "hole", "cut", "cut between packets"])
@pytest.mark.parametrize(
    ("codec", "container"),
    [
        *((codec, "mpegts") for codec in TRANSPORT),
        *((codec, "mp4") for codec in IN_MP4),
        ("libx264", "flv"),
        ("libx265", "flv"),
        ("libvpx-vp9", "webm"),
    ],
)
def test_no_picture_where_bytes_are_missing(codec, container, kind):
    """libavcodec 62 gives HEVC with holes as good, and VP9 by its own decoder; AV1 unless it is strict."""
    body, head = whole(codec, container, frames=1 if container == "mpegts" else 3)
    for harmed in harms(body, kind):
        refused(harmed, head)


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_every_packet_of_a_keyframe_counts(codec):
    packets = packets_of(encoded(codec, "mpegts", 2))
    video = [at for at, packet in enumerate(packets) if pid_of(packet) == VIDEO_PID]
    second = next(at for at in video[1:] if packets[at][1] & 0x40)
    for at in [*video[1:4], *[at for at in video if at < second][-4:]]:
        refused(b"".join(packets[:at] + packets[at + 1 :]))


def test_the_next_keyframe_is_taken():
    options = (("x265-params", "log-level=none:keyint=2:min-keyint=2"),)
    packets = packets_of(encoded("libx265", "mpegts", 6, options))
    harmed = b"".join(packets[:60] + packets[61:])
    seen = see(harmed)
    assert seen.offset_seconds == pytest.approx(0.2, abs=0.001)
    assert looks_like(pixels(harmed), 2)


# What looks like loss in a transport stream and is none (ISO/IEC 13818-1, 2.4.3.3)


def changed(packet, flags=None, counter=None, control=None):
    out = bytearray(packet)
    if control is not None:
        out[3] = out[3] & 0x0F | control
    if counter is not None:
        out[3] = out[3] & 0xF0 | counter & 0x0F
    if flags is not None:
        out[5] |= flags
    return bytes(out)


def hevc_packets():
    return packets_of(encoded("libx265", "mpegts", 2))


def test_a_packet_may_come_twice():
    packets = hevc_packets()
    at = next(i for i, p in enumerate(packets[40:], 40) if pid_of(p) == VIDEO_PID)
    assert looks_like(pixels(b"".join([*packets[: at + 1], packets[at], *packets[at + 1 :]])), 0)


def test_a_packet_without_payload_does_not_count():
    packets = hevc_packets()
    before = packets[30]
    clock = bytearray(b"\xff" * PACKET)
    clock[:12] = before[:3] + bytes([0x20 | before[3] & 0x0F, 183, 0x10]) + bytes(6)
    assert looks_like(pixels(b"".join([*packets[:31], bytes(clock), *packets[31:]])), 0)


def test_null_packets_do_not_count():
    packets = hevc_packets()
    null = b"\x47\x1f\xff\x10" + b"\xff" * 184
    assert looks_like(pixels(b"".join(p for packet in packets for p in (packet, null))), 0)


def test_a_leap_that_is_announced():
    """discontinuity_indicator: the counter begins at another number from this packet on."""
    packets = hevc_packets()
    video = [at for at, packet in enumerate(packets) if pid_of(packet) == VIDEO_PID]
    second = next(at for at in video[1:] if packets[at][1] & 0x40)
    moved = [
        changed(p, counter=p[3] + 5) if at >= second and pid_of(p) == VIDEO_PID else p
        for at, p in enumerate(packets)
    ]
    refused(b"".join(moved))
    assert moved[second][3] & 0x20, "it has an adaptation field"
    moved[second] = changed(moved[second], flags=0x80)
    assert looks_like(pixels(b"".join(moved)), 0)


def test_a_packet_that_says_it_is_damaged():
    packets = hevc_packets()
    packets[30] = packets[30][:1] + bytes([packets[30][1] | 0x80]) + packets[30][2:]
    refused(b"".join(packets))


def test_encoding_leaves_the_tests_scheduled_as_they_were():
    policy = os.sched_getscheduler(0)
    encoded("libsvtav1", "mp4", 2)
    video(codec="libsvtav1", container="mp4", frames=2)
    assert os.sched_getscheduler(0) == policy


@pytest.mark.parametrize("codec", ["libx264", "libsvtav1"])
def test_a_first_packet_that_says_it_has_no_payload(codec):
    packets = packets_of(encoded(codec, "mpegts", 1))
    first = next(at for at, packet in enumerate(packets) if pid_of(packet) == VIDEO_PID)
    packets[first] = changed(packets[first], control=0x20)
    with pytest.raises(CaptureFailed):
        see(b"".join(packets))


def test_scrambled_packets():
    packets = [
        changed(p, control=p[3] & 0x30 | 0x80) if pid_of(p) == VIDEO_PID else p
        for p in hevc_packets()
    ]
    assert refused(b"".join(packets)) == "The stream is encrypted."


def test_packets_with_times_before_them():
    """As on a Blu-ray: 192 bytes, which libav takes apart; a hole is seen there as well."""
    packets = hevc_packets()
    assert looks_like(pixels(b"".join(bytes(4) + packet for packet in packets)), 0)
    refused(b"".join(bytes(4) + packet for packet in packets[:30] + packets[31:]))


# Tables


def table(pid, body, table_id=0x00):
    """A section in as many packets as it takes; its CRC is not looked at."""
    length = 0xB000 | len(body) + 9
    section = (
        b"\0" + bytes([table_id]) + length.to_bytes(2, "big") + b"\0\1\xc1\0\0" + body + bytes(4)
    )
    packets = []
    for number, at in enumerate(range(0, len(section), 184)):
        start = 0x40 if not number else 0
        packet = bytes([0x47, start | pid >> 8, pid & 0xFF, 0x10 | number]) + section[at : at + 184]
        packets.append(packet + b"\xff" * (PACKET - len(packet)))
    return b"".join(packets)


def with_tables(stream, programs, maps):
    """``stream`` with other tables before it, its own removed."""
    rest = [p for p in packets_of(stream) if pid_of(p) not in (0, 0x11, 0x1000)]
    pat = b"".join(
        number.to_bytes(2, "big") + (0xE000 | pid).to_bytes(2, "big") for number, pid in programs
    )
    return table(0, pat) + b"".join(maps) + b"".join(rest)


def program_map(pid, *tracks):
    body = b"\xe1\0\xf0\0"
    for kind, track, descriptors in tracks:
        body += bytes([kind]) + (0xE000 | track).to_bytes(2, "big")
        body += (0xF000 | len(descriptors)).to_bytes(2, "big") + descriptors
    return table(pid, body, 0x02)


RADIO = program_map(0x20, (0x0F, 0x200, b""))


@pytest.mark.parametrize("late", [False, True])
def test_a_programme_of_sound_listed_first(late):
    stream = encoded("libx264", "mpegts", 2)
    television = program_map(0x21, (0x0F, 0x101, b""), (0x1B, VIDEO_PID, b""))
    maps = [RADIO, *([b"\x47\x1f\xff\x10" + b"\xff" * 184] * 400 if late else []), television]
    body = with_tables(stream, [(1, 0x20), (2, 0x21)], maps)
    assert looks_like(pixels(body), 0)


def test_a_programme_that_is_listed_and_not_there():
    body = with_tables(
        encoded("libx264", "mpegts", 2),
        [(0, 0x10), (1, 0x99), (2, 0x21)],
        [program_map(0x21, (0x1B, VIDEO_PID, b""))],
    )
    assert looks_like(pixels(body), 0)


def test_sound_alone():
    with pytest.raises(CaptureFailed) as caught:
        see(sound_alone())
    assert caught.value.state == "no-video"
    with pytest.raises(CaptureFailed) as caught:
        see(with_tables(sound_alone(), [(1, 0x20)], [RADIO]))
    assert caught.value.state == "no-video"


@pytest.mark.parametrize(
    ("tracks", "sentence"),
    [
        ([(0x33, VIDEO_PID, b"")], "VVC is not supported."),
        ([(0x0F, 0x200, b""), (0x10, VIDEO_PID, b"")], "MPEG-4 Visual is not supported."),
        ([(0x06, VIDEO_PID, b"")], "The transport stream does not name its video codec."),
    ],
)
def test_video_that_is_not_read_is_named(tracks, sentence):
    body = with_tables(encoded("libx264", "mpegts", 2), [(1, 0x20)], [program_map(0x20, *tracks)])
    assert refused(body) == sentence


# AV1 in a transport stream


def test_av1_as_aom_carries_it():
    """With a registration descriptor, start codes before the units and escapes inside of them."""
    stream = packets_of(encoded("libsvtav1", "mpegts", 1))
    payload = bytearray()
    for packet in stream:
        if pid_of(packet) == VIDEO_PID:
            payload += packet[5 + packet[4] if packet[3] & 0x20 else 4 :]
    units = units_of(bytes(payload[9 + payload[8] :]))
    coded = b"".join(b"\0\0\1" + re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", unit) for unit in units)
    body = with_tables(
        b"".join(as_packets(b"\0\0\1\xbd\0\0\x80\x80\x05\x21\0\1\0\1" + coded)),
        [(1, 0x20)],
        [program_map(0x20, (0x06, VIDEO_PID, b"\x05\x04AV01\x80\4\x81\0\x0c\0"))],
    )
    assert looks_like(pixels(body), 0)


def units_of(data):
    """The units without their sizes, of a stream where each says it."""
    at = 0
    while at < len(data):
        size, place, begin = 0, 0, at + 1
        while True:
            byte = data[begin]
            size, place, begin = size | (byte & 0x7F) << place, place + 7, begin + 1
            if not byte & 0x80:
                break
        yield bytes([data[at] & ~0x02]) + data[begin : begin + size]
        at = begin + size


def as_packets(pes):
    for number, at in enumerate(range(0, len(pes), 184)):
        piece = pes[at : at + 184]
        start = 0x40 if not number else 0
        header = bytes([0x47, start | VIDEO_PID >> 8, VIDEO_PID & 0xFF])
        counter = number & 0x0F
        if len(piece) == 184:
            yield header + bytes([0x10 | counter]) + piece
        else:
            stuffing = bytes([183 - len(piece)]) + (b"\0" + b"\xff" * 183)[: 183 - len(piece)]
            yield header + bytes([0x30 | counter]) + stuffing + piece


# Pictures that are spread over PES packets


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
def test_a_picture_in_several_pes_packets(codec):
    """As encoders do that give each a length: only the first has a time (2.4.3.7)."""
    stream = packets_of(encoded(codec, "mpegts", 1))
    payload = b"".join(
        p[5 + p[4] if p[3] & 0x20 else 4 :] for p in stream if pid_of(p) == VIDEO_PID
    )
    data = payload[9 + payload[8] :]
    pieces = [data[at : at + 20_000] for at in range(0, len(data), 20_000)]
    packets = []
    for number, piece in enumerate(pieces):
        header = b"\x80\x80\x05\x21\0\1\0\1" if not number else b"\x80\0\0"
        length = (len(header) + len(piece)).to_bytes(2, "big")
        packets += as_packets(b"\0\0\1\xe0" + length + header + piece)
    counted = [changed(packet, counter=at) for at, packet in enumerate(packets)]
    kind = 0x1B if codec == "libx264" else 0x24
    tables = [program_map(0x20, (kind, VIDEO_PID, b""))]
    assert looks_like(pixels(with_tables(b"".join(counted), [(1, 0x20)], tables)), 0)
    refused(with_tables(b"".join(counted[:-120]), [(1, 0x20)], tables))


# Intra refresh: recovery points and no IDR (ISO/IEC 14496-10, D.2.8; 23008-2, D.3.8)

REFRESH = (("x264-params", "intra-refresh=1:keyint=10:bframes=0"), ("preset", "fast"))


@pytest.mark.parametrize("container", ["mpegts", "mp4", "flv"])
def test_intra_refresh_after_the_first_segment(container):
    whole = encoded("libx264", container, 24, REFRESH, skip=10)
    start = whole.index(b"moof") - 4 if container == "mp4" else 0
    seen = see(whole[start:], whole[:start])
    assert seen.offset_seconds == pytest.approx(0.9, abs=0.001)
    assert looks_like(pixels(whole[start:], whole[:start]), 19)


def test_intra_refresh_with_a_hole_in_a_later_picture():
    packets = packets_of(encoded("libx264", "mpegts", 20, REFRESH, skip=10))
    refused(b"".join(packets[: len(packets) // 3] + packets[len(packets) // 3 + 1 :]))


def test_intra_refresh_that_does_not_end_in_the_segment():
    refused(encoded("libx264", "mpegts", 16, REFRESH, skip=10))


HEVC_CHAIN = (
    (
        "x265-params",
        "log-level=none:bframes=0:ref=1:keyint=250:min-keyint=250:scenecut=0:open-gop=0",
    ),
)


def test_hevc_from_a_recovery_point():
    """x265 writes none, so one is put before a picture that was coded alone, as exact two pictures later."""
    first = encoded("libx265", "mpegts", 1, HEVC_CHAIN)
    stream = encoded("libx265", "mpegts", 16, HEVC_CHAIN, skip=10, still_at=10)
    body = recovery_point(first, stream, pictures=2)
    seen = see(body)
    assert seen.offset_seconds == pytest.approx(0.2, abs=0.001)
    assert looks_like(pixels(body), 12)


def elementary(stream):
    """The pictures of a transport stream, by their PES packets: header and data."""
    found = []
    for p in packets_of(stream):
        if pid_of(p) == VIDEO_PID:
            piece = p[5 + p[4] if p[3] & 0x20 else 4 :]
            if p[1] & 0x40:
                found.append(piece)
            else:
                found[-1] += piece
    return [(pes[: 9 + pes[8]], pes[9 + pes[8] :]) for pes in found]


def recovery_point(first, stream, pictures):
    """The parameter sets of ``first`` and a recovery point before the first picture of ``stream``."""
    start = elementary(first)[0][1]
    sets = start[: start.index(b"\0\0\1\x4e")]  # up to x265's own SEI
    bits = {0: "1", 2: "00100"}[pictures] + "10" + "1"  # se(v), exact_match, broken_link, stop
    message = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    sei = b"\0\0\1\x4e\x01\x06" + bytes([len(message)]) + message + b"\x80"
    packets = []
    for number, (header, data) in enumerate(elementary(stream)):
        packets += as_packets(
            header[:4] + b"\0\0" + header[6:] + (sets + sei if not number else b"") + data
        )
    counted = [changed(packet, counter=at) for at, packet in enumerate(packets)]
    return with_tables(b"".join(counted), [(1, 0x20)], [program_map(0x20, (0x24, VIDEO_PID, b""))])


# Bounds


def vp9_keyframe():
    head, body = parts("libvpx-vp9")
    return next(keyframes(head, SegmentBuffer(iter([body]), 1 << 23))).picture.data


def test_the_size_of_a_vp9_frame_is_known_before_it_is_decoded(monkeypatch):
    """libvpx takes whatever memory a frame's header asks for."""
    data = vp9_keyframe()
    assert first_vp9_frame(data) == (data, 640, 360)
    bits = int.from_bytes(data[:12], "big")
    places = 12 * 8 - 36 - 32  # behind marker, profile, flags, sync code and colors: 16 bits each
    # 8,192 by 4,368: a little more than is read, and nothing that a decoder would mind.
    sizes = (8_192 - 1) << 16 | (4_368 - 1)
    cleared = bits & ~(((1 << 32) - 1) << places)
    huge = (cleared | sizes << places).to_bytes(12, "big") + data[12:]
    assert first_vp9_frame(huge) == (huge, 8_192, 4_368)
    monkeypatch.setattr("workers.capture.video.decode._decoder", lambda *_: pytest.fail("decoded"))
    with pytest.raises(CaptureFailed) as caught:
        decode(Keyframe(VP9, CodedPicture(huge)))
    assert caught.value.state == "refused"


def test_one_frame_of_a_packet_alone():
    """VP9's superframes (annex B), and AV1's units up to the next frame."""
    data = vp9_keyframe()
    marker = bytes([0b110_11_001])
    sizes = len(data).to_bytes(4, "little") * 2
    assert first_vp9_frame(data + data + marker + sizes + marker) == (data, 640, 360)
    head, body = parts("libsvtav1")
    one = next(keyframes(head, SegmentBuffer(iter([body]), 1 << 23))).picture.data
    assert first_av1_frame(one * 500) == one


def test_a_picture_of_too_many_slices_is_not_decoded():
    """libav decodes as many as it is given, each of them over the whole picture."""
    picture = b"\0\0\1\x65\x88\x80" * 201
    assert not examine("h264", picture, b"").whole
    assert examine("h264", b"\0\0\1\x65\x88\x80" + b"\0\0\1\x65\x40\x80" * 199, b"").whole
