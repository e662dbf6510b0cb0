"""Where are the keyframes of a container that libav takes apart?

libav opens the format that the segment's first bytes name, and nothing else: no other format, no file or socket of its
own, and no decoder, since the keyframes it finds are decoded like any others.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import islice

import av
from av.container.input import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from workers.capture.video.buffer import BufferFile, SegmentBuffer
from workers.capture.video.decode import DECODERS, CodedPicture, Keyframe
from workers.look.failure import CaptureFailed
from workers.net.deadline import seconds_left

PROBED_BYTES = 1024 * 1024
_MAX_PACKETS = 2_000
"""Before the first keyframe: ten seconds of video, with room to spare."""
MAX_TRACKS = "16"
"""PyAV keeps a byte for each track that it knows at first, and libav may find more later."""
_FORMATS = {"flv": "flv", "matroska": "matroska,webm"}
"""As PyAV's ``format`` and libav's ``format_whitelist`` name them. MP4 is not among them: its tables can claim millions
of samples in a few bytes, and libav takes a gigabyte to list them."""
_FLV_MAGIC, _EBML_MAGIC = b"FLV\1", b"\x1a\x45\xdf\xa3"
_SOUND_MAGIC = (b"ID3", b"\xff\xf1", b"\xff\xf9", b"\xff\xfb", b"\x0b\x77", b"OggS")
"""Packed audio of HLS (RFC 8216, 3.4): AAC and MP3, perhaps behind a tag; AC-3; radio in Ogg."""
_DECODER_OF = {"vp9": "libvpx-vp9", "av1": "libdav1d"}
"""Where libav's first choice for a codec is another decoder than ours."""


def keyframes(name: str, buffer: SegmentBuffer) -> Generator[Keyframe]:
    """``name``: one of ``format_of``. Raises ``CaptureFailed`` (no-video, unreadable) without supported video."""
    try:
        with av.open(
            BufferFile(buffer),
            "r",
            format=name,
            options=_options(name),
            timeout=seconds_left(),
            io_open=refuse,
        ) as container:
            yield from _of(container, buffer)
    except (av.FFmpegError, ValueError, IndexError):
        return  # IndexError: PyAV meets a track that was not there at first


def format_of(start: bytes) -> str:
    """By the first bytes. Raises ``CaptureFailed`` (no-video, unreadable) for one that is not opened."""
    if start.startswith(_FLV_MAGIC):
        return "flv"
    if start.startswith(_EBML_MAGIC):
        return "matroska"
    if start.startswith(_SOUND_MAGIC):
        raise CaptureFailed("no-video", "The stream is audio-only.")
    raise CaptureFailed("unreadable", "The segment's format is not supported.")


def _options(name: str) -> dict[str, str]:
    return {
        "probesize": str(PROBED_BYTES),
        "max_streams": MAX_TRACKS,
        "format_whitelist": _FORMATS[name],
        "protocol_whitelist": NOTHING,
        "codec_whitelist": NOTHING,
    }


NOTHING = "none"
"""The name of no protocol and no decoder: an empty list would allow all."""


def refuse(url: str, flags: int, options: dict[str, str]) -> object:
    """libav asks for another file that a container names."""
    raise av.error.PermissionError(1, "Only the segment itself is read.")


def _of(container: InputContainer, buffer: SegmentBuffer) -> Iterator[Keyframe]:
    if not container.streams.video:
        raise CaptureFailed("no-video", "The stream is audio-only.")
    track = container.streams.video[0]
    codec = decoder_of(track)
    if not codec:
        raise CaptureFailed("unreadable", "The stream's video codec is not supported.")
    setup = (track.codec_context.extradata or b"") if codec != "libvpx-vp9" else b""
    packets = _packets(container, track)
    later = (_coded(packet, track, buffer) for packet in packets)
    for packet in packets:
        if packet.is_keyframe:
            yield Keyframe(codec, _coded(packet, track, buffer), setup, later)


def decoder_of(track: VideoStream) -> str:
    """The decoder; empty for an unsupported codec."""
    context = track.codec_context
    name = context.codec.canonical_name if context else ""
    name = _DECODER_OF.get(name, name)
    return name if name in DECODERS else ""


def _packets(container: InputContainer, track: VideoStream) -> Iterator[Packet[VideoStream]]:
    """Of ``track``, each within the look's time."""
    for packet in islice(container.demux(track), _MAX_PACKETS):
        seconds_left()
        if packet.size:
            yield packet


def _coded(packet: Packet[VideoStream], track: VideoStream, buffer: SegmentBuffer) -> CodedPicture:
    began, at = track.start_time or 0, packet.pts
    seconds = float((at - began) * track.time_base) if at is not None and track.time_base else 0.0
    return CodedPicture(bytes(packet), max(0.0, seconds), len(buffer.data), not packet.is_corrupt)
