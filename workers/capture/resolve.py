"""Where do a stream's pictures come from?"""

from __future__ import annotations

from urllib.parse import urlsplit

from streamlink.stream.ffmpegmux import MuxedStream
from streamlink.stream.hls.hls import HLSStream
from streamlink.stream.http import HTTPStream

from workers.capture.hls.playlist import parse
from workers.capture.hls.records import MediaPlaylist
from workers.capture.hls.variants import choose
from workers.capture.memory import Source
from workers.capture.plugins import Plugins
from workers.look.failure import CaptureFailed
from workers.net.client import HttpClient

PLAYLIST_BYTES = 1024 * 1024
_SENT_ALONG = ("referer", "origin", "user-agent", "cookie", "authorization")


def resolve(url: str, client: HttpClient, plugins: Plugins, now: float) -> Source:
    """Asks streamlink, except for what is plainly a playlist. Raises ``CaptureFailed``."""
    if urlsplit(client.guard.check(url)).path.lower().endswith(".m3u8"):
        return Source("hls", url, {}, now)
    stream = plugins.best(url)
    if stream is None:
        return Source("file", url, {}, now)
    if isinstance(stream, MuxedStream):
        stream = stream.substreams[0]
    if isinstance(stream, HTTPStream):
        request = stream.session.http.prepare_new_request(**stream.args)
        headers = {
            name: str(value)
            for name, value in request.headers.items()
            if name.lower() in _SENT_ALONG
        }
        return Source(
            "hls" if isinstance(stream, HLSStream) else "file", str(request.url), headers, now
        )
    return Source("plugin", url, {}, now)


def open_playlist(source: Source, client: HttpClient) -> tuple[Source, MediaPlaylist]:
    """The media playlist of ``source``, and the source that leads there straight away next time."""
    url, body = client.read(source.url, source.headers, PLAYLIST_BYTES)
    playlist = parse(body.decode("utf-8", "replace"), url)
    if isinstance(playlist, MediaPlaylist):
        return source, playlist
    variant = choose(playlist)
    if variant is None:
        raise CaptureFailed(
            "no-video" if playlist else "offline", "The stream has no rendition with a picture."
        )
    straight = Source("hls", variant.url, source.headers, source.resolved_at)
    url, body = client.read(straight.url, straight.headers, PLAYLIST_BYTES)
    media = parse(body.decode("utf-8", "replace"), url)
    if not isinstance(media, MediaPlaylist):
        raise CaptureFailed("error", "The playlists of the stream lead from one to another.")
    return straight, media
