"""What does an address show that is no playlist: a video file, or what only streamlink can read?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from workers.capture.camera import Camera
from workers.capture.hls.fetching import fetching
from workers.capture.memory import Source
from workers.capture.offers import by_quality
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.first import Seen, first_picture
from workers.counts.timings import Timings
from workers.look.failure import CaptureFailed

_READ_BYTES = 64 * 1024
FIRST_BYTES = 64
_BEFORE_TAG = b"\xef\xbb\xbf\0 \t\r\n\v\f"
_PLAYLIST_TYPES = {
    "application/vnd.apple.mpegurl",
    "application/x-mpegurl",
    "application/mpegurl",
    "audio/mpegurl",
    "audio/x-mpegurl",
}
"""RFC 8216, 4, and what servers send beside it."""


def seen_in_video(source: Source, camera: Camera, timings: Timings) -> Seen | None:
    """The first picture; ``None`` when the address turns out to be a playlist. Raises ``CaptureFailed``."""
    opened = _file(source, camera) if source.way == "file" else _plugin(source, camera)
    with timings.step("fetch"), fetching("video"), opened as (content_type, chunks):
        buffer = SegmentBuffer(chunks, camera.limits.segment_bytes)
        if begins_playlist(content_type, bytes(buffer.piece(0, FIRST_BYTES))):
            return None
        if content_type == "text/html":
            raise CaptureFailed(
                "error", "The address is a web page that no streamlink plugin supports."
            )
        return first_picture(b"", buffer, timings)


def begins_playlist(content_type: str, start: bytes) -> bool:
    """By its type or its first line (RFC 8216, 4)."""
    return content_type in _PLAYLIST_TYPES or start.lstrip(_BEFORE_TAG).startswith(b"#EXTM3U")


@contextmanager
def _file(source: Source, camera: Camera) -> Iterator[tuple[str, Iterator[bytes]]]:
    with camera.client.get(source.url, source.headers) as answer:
        content_type = answer.header("content-type").partition(";")[0].strip().lower()
        yield content_type, answer.chunks(camera.limits.segment_bytes)


@contextmanager
def _plugin(source: Source, camera: Camera) -> Iterator[tuple[str, Iterator[bytes]]]:
    streams = camera.plugins.streams(source.url)
    if streams is None:
        raise CaptureFailed("error", "No streamlink plugin supports this address.")
    with closing(camera.plugins.open(by_quality(streams)[0])) as reader:
        yield "", iter(lambda: reader.read(_READ_BYTES), b"")
