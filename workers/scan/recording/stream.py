"""Which pictures does streamlink read where there is no file and no playlist (DASH)? From the beginning, always."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from streamlink.stream.stream import Stream

from workers.capture.hls.fetching import fetching
from workers.capture.plugins import Plugins
from workers.scan.recording.container import SNIFFED_BYTES, format_of, opened, shots
from workers.scan.recording.shot import Shot


class StreamRecording:
    """What streamlink opens; how long it is, is not known."""

    seconds = 0.0
    skips = False

    def __init__(self, plugins: Plugins, stream: Stream) -> None:
        self._plugins, self._stream = plugins, stream

    def shots(self, after: float) -> Generator[Shot]:
        with fetching("video"), closing(self._plugins.open(self._stream)) as reader:
            start = reader.read(SNIFFED_BYTES)
            with opened(_Begun(start, reader), format_of(start)) as source:
                yield from shots(source, after)


class _Begun:
    """A stream whose first bytes have been read; forward only."""

    def __init__(self, start: bytes, reader: object) -> None:
        self._start, self._reader = start, reader

    def read(self, length: int) -> bytes:
        if piece := self._start[:length]:
            self._start = self._start[length:]
            return piece
        return bytes(self._reader.read(length))  # type: ignore[attr-defined]
