"""What does streamlink know about an address?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from requests.exceptions import InvalidSchema, Timeout
from streamlink.exceptions import NoPluginError, StreamlinkError
from streamlink.options import Options
from streamlink.plugin.plugin import Plugin
from streamlink.session.session import Streamlink
from streamlink.stream.dash.dash import DASHStream
from streamlink.stream.ffmpegmux import MuxedStream
from streamlink.stream.stream import Stream, StreamIO

from workers.look.failure import CaptureFailed
from workers.net.denials import Denial, denials
from workers.net.failure import FetchFailed
from workers.net.guarding import Guard
from workers.net.plugin_session import is_over_http, plugin_session
from workers.net.requests_adapter import ANSWER_SECONDS, GuardedAdapter

_OPTIONS: dict[str, Any] = {
    "http-timeout": ANSWER_SECONDS,
    "http-trust-env": False,
    "no-plugin-cache": True,
    "ffmpeg-no-validation": True,
    "stream-timeout": 8.0,
    "stream-segment-attempts": 1,
    "stream-segment-timeout": 4.0,
    "hls-live-edge": 1,
    "hls-playlist-reload-attempts": 1,
    "dash-manifest-reload-attempts": 1,
    "ringbuffer-size": 4 * 1024 * 1024,
}


class Plugins:
    """streamlink's plugins, each with a session of its own."""

    def __init__(self, guard: Guard) -> None:
        self._new_adapter = partial(GuardedAdapter, guard)
        self._session = plugin_session(_OPTIONS, self._new_adapter)
        self._sessions: dict[str, Streamlink] = {}

    def know(self, name: str, plugin: type[Plugin]) -> None:
        """One more platform."""
        self._session.plugins.update({name: plugin})

    def streams(self, url: str) -> Mapping[str, Stream] | None:
        """By streamlink's names; ``None`` when no plugin knows the address. Raises ``CaptureFailed``."""
        try:
            name, plugin, address = self._session.resolve_url(url)
        except NoPluginError:
            return None
        options = Options({"low-latency": False})
        try:
            with denials() as denied:
                found = plugin(self._session_of(name), address, options).streams()
        except StreamlinkError as error:
            raise _failure(name, error) from error
        streams = {key: stream for key, stream in found.items() if is_over_http(stream)}
        if not streams:
            raise _no_streams(denied)
        return streams

    def _session_of(self, name: str) -> Streamlink:
        if name not in self._sessions:
            self._sessions[name] = plugin_session(_OPTIONS, self._new_adapter)
        return self._sessions[name]

    def open(self, stream: Stream) -> StreamIO:
        """A reader of the picture's bytes; raises ``CaptureFailed``."""
        stream = stream.substreams[0] if isinstance(stream, MuxedStream) else stream
        if isinstance(stream, DASHStream):
            stream.audio_representation = None  # sound would need ffmpeg
        try:
            return stream.open()
        except StreamlinkError as error:
            raise _failure(stream.shortname(), error) from error


def _no_streams(denied: Sequence[Denial]) -> CaptureFailed:
    """Of a plugin that found none: what it was denied, or that there is nothing."""
    if denied:
        return CaptureFailed("error", denied[-1].sentence)
    return CaptureFailed("offline", "The channel is not live.")


def _failure(name: str, error: BaseException) -> CaptureFailed | FetchFailed:
    """What went wrong inside of a plugin, by its first cause that we know."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, CaptureFailed | FetchFailed):
            return cause
        if isinstance(cause, TimeoutError | Timeout):
            return CaptureFailed("timeout", "The stream did not respond in time.")
        if isinstance(cause, InvalidSchema):
            return CaptureFailed("refused", "Only http and https URLs are supported.")
        cause = cause.__cause__ or cause.__context__
    said = str(error)[:200].rstrip(".")
    return CaptureFailed("error", f"streamlink's plugin for {name} failed: {said}.")
