"""Where are the keyframes of a whole file?

libav takes it apart as it does a segment (``workers.capture.video.demux``): only formats that are meant, no other file
or socket, no decoder of its own. Packets that are no keyframe are passed over as they are read.
"""

from __future__ import annotations

import errno
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

import av
from av.container.input import InputContainer
from av.packet import Packet
from av.stream import Discard
from av.video.stream import VideoStream

from scoreboard.scans.shown import clock
from workers.capture.video import demux, mp4, mpegts
from workers.capture.video.decode import CodedPicture, Keyframe, decode
from workers.look.failure import CaptureFailed
from workers.scan.recording.shot import Shot, is_due

SNIFFED_BYTES = 4096
_FORMATS = {
    "flv": "flv",
    "matroska": "matroska,webm",
    "mov": "mov,mp4,m4a,3gp,3g2,mj2",
    "mpegts": "mpegts",
}
"""As PyAV's ``format`` and libav's ``format_whitelist`` name them."""
_READ_BYTES = 1024 * 1024
_MAX_MISSING_SECONDS = 5.0
"""A file may say to be this much longer than its last picture: sound, rounding."""
_MAX_BACK_SECONDS = 10.0
"""Sound and picture are not interleaved more coarsely."""
_MAX_JUMP_SECONDS = 24 * 3600.0
_MAX_REFRESH_PACKETS = 600
_INDEXED = {"mov", "matroska"}


class File(Protocol):
    """What libav reads."""

    def read(self, length: int) -> bytes: ...


@dataclass(slots=True)
class Opened:
    """A container with a picture."""

    container: InputContainer
    track: VideoStream
    codec: str

    @property
    def setup(self) -> bytes:
        context = self.track.codec_context
        return (context.extradata or b"") if self.codec != "libvpx-vp9" else b""

    @property
    def began(self) -> float:
        """What its clocks show at the beginning."""
        return (self.container.start_time or 0) / av.time_base

    @property
    def seconds(self) -> float:
        """How long it says to be; 0 where it does not say."""
        return max(0.0, (self.container.duration or 0) / av.time_base)


def format_of(start: bytes) -> str:
    """libav's name of the format that a file begins with. Raises ``CaptureFailed`` (no-video, unreadable)."""
    if mp4.is_mp4(start):
        return "mov"
    if mpegts.alignment(start):
        return "mpegts"
    try:
        return demux.format_of(start)
    except CaptureFailed as failure:
        if failure.state != "unreadable":
            raise
        sentence = "The format is not supported: it must be MP4, MOV, MKV, WebM, FLV or MPEG-TS."
        raise CaptureFailed("unreadable", sentence if start else "It is empty.") from None


@contextmanager
def opened(file: File, name: str) -> Iterator[Opened]:
    """``name``: one of ``format_of``. Raises ``CaptureFailed`` (no-video, unreadable), also for what fails inside."""
    try:
        with av.open(
            file,
            "r",
            format=name,
            options=_options(name),
            buffer_size=_READ_BYTES,
            io_open=demux.refuse,
        ) as container:
            yield _with_picture(container)
    except (av.FFmpegError, OSError, IndexError, MemoryError) as error:
        raise _failure(name, error) from error


def shots(source: Opened, after: float) -> Generator[Shot]:
    """Later than ``after`` seconds. Raises ``CaptureFailed`` (unreadable) for a file that is cut short."""
    clocks, last, longest = _Clocks(source.began), after, 0.0
    packets = _packets(source, clocks)
    for at, packet in packets:
        if not packet.is_keyframe or not is_due(at, last):
            continue
        longest, last = max(longest, at - max(0.0, last)), at
        later = (_coded(each) for _, each in islice(packets, _MAX_REFRESH_PACKETS))
        shot = _shot(at, Keyframe(source.codec, _coded(packet), source.setup, later))
        if shot.frame and clocks.seconds == at:
            # One that needed no later ones: streams are refreshed in parts throughout, or not at all.
            source.track.discard = Discard.nonkey
            if "mov" in source.container.format.name:
                clocks.note_lead(packet)
        yield shot
    if source.seconds - clocks.seconds > _MAX_MISSING_SECONDS + longest:
        said = f"it ends at {clock(clocks.seconds)} of {clock(source.seconds)}"
        raise CaptureFailed("unreadable", f"The recording is truncated: {said}.")


def skips(name: str) -> bool:
    """Whether a format says where its keyframes are. ``name``: one of ``format_of``."""
    return name in _INDEXED


def skip_to(source: Opened, seconds: float) -> None:
    """The next packets are those from the keyframe before ``seconds`` on, if the format knows where that is.

    The others are read through: their clocks may begin anew on the way.
    """
    if seconds <= 0 or not {*source.container.format.name.split(",")} & _INDEXED:
        return
    with suppress(av.FFmpegError):
        source.container.seek(int((source.began + seconds) * av.time_base), backward=True)


@dataclass(slots=True)
class _Clocks:
    """When a packet is shown, by its own clock, in seconds since the recording began."""

    began: float
    """What the clocks show then."""
    seconds: float = 0.0
    """The latest so far."""
    lead: int | None = None
    """Ticks from when a keyframe is decoded to when it is shown, once only those are read from an MP4 file."""

    def note_lead(self, packet: Packet[Any]) -> None:
        """libavformat 62.12 gives each keyframe another picture's lead where it discards the rest (see findings)."""
        if self.lead is None and packet.pts is not None and packet.dts is not None:
            self.lead = packet.pts - packet.dts

    def read(self, packet: Packet[Any]) -> float:
        """A clock that begins anew, as where two recordings were joined, goes on where it was."""
        ticks = packet.pts if packet.pts is not None else packet.dts
        if self.lead is not None and packet.dts is not None:
            ticks = packet.dts + self.lead
        if ticks is None or not packet.time_base:
            return self.seconds
        at = float(ticks * packet.time_base) - self.began
        if not -_MAX_BACK_SECONDS <= at - self.seconds <= _MAX_JUMP_SECONDS:
            self.began += at - self.seconds
            at = self.seconds
        self.seconds = max(self.seconds, at)
        return at


def _packets(source: Opened, clocks: _Clocks) -> Iterator[tuple[float, Packet[VideoStream]]]:
    """Of the picture, each with the seconds at which it is shown."""
    for stream in source.container.streams:
        stream.discard = Discard.default if stream.index == source.track.index else Discard.all
    for packet in source.container.demux(source.track):
        if packet.size:
            yield clocks.read(packet), packet


def _shot(at: float, keyframe: Keyframe) -> Shot:
    found = decode(keyframe)
    if found:
        return Shot(at, found[0])
    return Shot(at, None, CaptureFailed("unreadable", "The keyframe is damaged or incomplete."))


def _coded(packet: Packet[VideoStream]) -> CodedPicture:
    return CodedPicture(bytes(packet), whole=not packet.is_corrupt)


def _with_picture(container: InputContainer) -> Opened:
    if not container.streams.video:
        raise CaptureFailed("no-video", "The recording is audio-only.")
    track = container.streams.video[0]
    codec = demux.decoder_of(track)
    if not codec:
        raise CaptureFailed("unreadable", "The recording's video codec is not supported.")
    return Opened(container, track, codec)


def _options(name: str) -> dict[str, str]:
    return {
        "probesize": str(demux.PROBED_BYTES),
        "max_streams": demux.MAX_TRACKS,
        "format_whitelist": _FORMATS[name],
        "protocol_whitelist": demux.NOTHING,
        "codec_whitelist": demux.NOTHING,
    }


def _failure(name: str, error: Exception) -> CaptureFailed:
    if isinstance(error, MemoryError) or getattr(error, "errno", 0) == errno.ENOMEM:
        return CaptureFailed("refused", "The recording's index takes too much memory.")
    if name == "mov":
        return CaptureFailed(
            "unreadable", "The recording is damaged or truncated: its index (moov) cannot be read."
        )
    return CaptureFailed("unreadable", "The recording is damaged.")
