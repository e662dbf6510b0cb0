"""Which picture does a source show now?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from av.video.frame import VideoFrame

from workers.capture.camera import Camera
from workers.capture.frozen import note_newest
from workers.capture.hls.fetching import fetching
from workers.capture.hls.records import Segment
from workers.capture.memory import Memory, Source
from workers.capture.newest import picture_of_newest, programme
from workers.capture.resolve import open_playlist
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import luma
from workers.capture.video.first import first_picture
from workers.counts.timings import Timings
from workers.look.failure import CaptureFailed
from workers.look.look import Gray

_MAX_DELAY_SECONDS = 300.0
_MAX_AHEAD_SECONDS = 5.0
_SPARE = 1.25
_READ_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    frame: VideoFrame
    luma: Gray
    captured_at: float


def take_picture(
    source: Source, memory: Memory, camera: Camera, timings: Timings
) -> tuple[Picture, Memory]:
    """The newest picture, and what is to be remembered. Raises ``CaptureFailed``."""
    if source.way == "hls":
        return _from_playlist(source, memory, camera, timings)
    opened = _file(source, camera) if source.way == "file" else _plugin(source, camera)
    with timings.step("fetch"), fetching("video"), opened as chunks:
        buffer = SegmentBuffer(chunks, camera.limits.segment_bytes)
        seen = first_picture(b"", buffer, timings)
    return Picture(seen.frame, luma(seen.frame), camera.clock()), memory


def _from_playlist(
    source: Source, memory: Memory, camera: Camera, timings: Timings
) -> tuple[Picture, Memory]:
    with timings.step("playlist"), fetching("playlist"):
        source, playlist = open_playlist(source, camera.client)
    fetched_at = camera.clock()
    programme(playlist)
    memory = note_newest(replace(memory, source=source), playlist, fetched_at)
    segment, seen = picture_of_newest(
        playlist, source.headers, memory.likely_bytes, camera, timings
    )
    shown_at = broadcast_at(segment, fetched_at) + seen.offset_seconds
    return (
        Picture(seen.frame, luma(seen.frame), shown_at),
        replace(memory, likely_bytes=round(seen.ends_at * _SPARE)),
    )


def broadcast_at(segment: Segment, fetched_at: float) -> float:
    """As the playlist says; when it says nothing believable: a new segment is listed one duration after it began, and
    half of one more has passed on average until someone looks."""
    said = segment.broadcast_at
    if said is not None and -_MAX_AHEAD_SECONDS <= fetched_at - said <= _MAX_DELAY_SECONDS:
        return min(said, fetched_at)
    return fetched_at - 1.5 * segment.duration_seconds


@contextmanager
def _file(source: Source, camera: Camera) -> Iterator[Iterator[bytes]]:
    with camera.client.get(source.url, source.headers) as answer:
        if answer.header("content-type").startswith("text/html"):
            raise CaptureFailed(
                "error", "The address is a web page that no streamlink plugin supports."
            )
        yield answer.chunks()


@contextmanager
def _plugin(source: Source, camera: Camera) -> Iterator[Iterator[bytes]]:
    stream = camera.plugins.best(source.url)
    if stream is None:
        raise CaptureFailed("error", "No streamlink plugin supports this address.")
    with closing(camera.plugins.open(stream)) as reader:
        yield iter(lambda: reader.read(_READ_BYTES), b"")
