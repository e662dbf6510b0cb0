"""What is it that shall be scanned: a file, an address, or what streamlink makes of one?

An address goes through the guard of the workers, and so do streamlink's requests.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from workers.capture.hls.fetching import fetching
from workers.capture.hls.long_playlist import MAX_BYTES
from workers.capture.hls.playlist import parse
from workers.capture.hls.records import MediaPlaylist, Variant
from workers.capture.hls.segment import Segments
from workers.capture.memory import Source
from workers.capture.no_playlist import FIRST_BYTES, begins_playlist
from workers.capture.offers import by_quality, sources
from workers.capture.plugins import Plugins
from workers.capture.resolve import renditions
from workers.look.failure import CaptureFailed
from workers.net.client import HttpClient
from workers.net.deadline import seconds_left, time_limit
from workers.net.guard import UrlGuard
from workers.scan.recording.local_file import LocalFile
from workers.scan.recording.playlist import PlaylistRecording
from workers.scan.recording.remote_file import RemoteFile
from workers.scan.recording.shot import Recording
from workers.scan.recording.stream import StreamRecording

OPEN_SECONDS = 60.0
_MAX_TRIES = 3
_MAX_RENDITIONS = 6
"""Of a master playlist."""


def is_address(video: str) -> bool:
    return "://" in video


def opened(video: str, allowed_hosts: Iterable[str] = ()) -> Recording:
    """``allowed_hosts``: those that may be private. Raises ``CaptureFailed``."""
    if not is_address(video):
        return LocalFile(Path(video))
    return opened_address(video, allowed_hosts)


def opened_address(url: str, allowed_hosts: Iterable[str]) -> Recording:
    """As ``opened``, and never a file of this machine."""
    with fetching("video"), time_limit(OPEN_SECONDS):
        return Address(allowed_hosts).opened(url)


class Address:
    """Opens what is behind an address; every method raises ``CaptureFailed`` or ``FetchFailed``."""

    def __init__(self, allowed_hosts: Iterable[str]) -> None:
        guard = UrlGuard(allowed_hosts)
        self._client = HttpClient(guard)
        self._segments = Segments(self._client)
        self._plugins = Plugins(guard)

    def opened(self, url: str) -> Recording:
        """The first that works of what is offered, the best first."""
        failures: list[CaptureFailed] = []
        for source in sources(url, self._client.guard, self._plugins, time.time())[:_MAX_TRIES]:
            try:
                return self._of(source)
            except CaptureFailed as failure:
                failures.append(failure)
        raise failures[0]

    def _of(self, source: Source) -> Recording:
        if source.way == "hls":
            return self._playlist(source)
        if source.way == "plugin":
            streams = self._plugins.streams(source.url)
            if streams is None:
                raise CaptureFailed("error", "No streamlink plugin supports this address.")
            return StreamRecording(self._plugins, by_quality(streams)[0])
        return self._file(source)

    def _file(self, source: Source) -> Recording:
        with fetching("video"), self._client.get(source.url, source.headers) as answer:
            start = b"".join(answer.chunks(FIRST_BYTES))
            content_type = answer.header("content-type").partition(";")[0].strip().lower()
        if begins_playlist(content_type, start):
            return self._playlist(source)
        if content_type == "text/html":
            sentence = "The address is a web page that no streamlink plugin supports."
            raise CaptureFailed("error", sentence)
        return RemoteFile(self._client, source.url, source.headers)

    def _playlist(self, source: Source) -> Recording:
        found = self._read(source)
        if isinstance(found, MediaPlaylist):
            if not found.newest:
                raise CaptureFailed("offline", "The playlist lists no video.")
            return PlaylistRecording(found, self._segments, source.headers)
        return self._first_that_opens(renditions(source, found)[:_MAX_RENDITIONS])

    def _first_that_opens(self, candidates: list[Source]) -> Recording:
        """Each may take half of the time that is left, the last one all of it."""
        failures: list[CaptureFailed] = []
        for source in candidates:
            share = 1 if source is candidates[-1] else 2
            try:
                with fetching("playlist"), time_limit(seconds_left() / share):
                    return self._playlist(source)
            except CaptureFailed as failure:
                failures.append(failure)
        raise failures[0]

    def _read(self, source: Source) -> MediaPlaylist | tuple[Variant, ...]:
        with fetching("playlist"):
            at, text = self._client.read(source.url, source.headers, MAX_BYTES)
        return parse(text.decode("utf-8", "replace"), at, source.variables, None)
