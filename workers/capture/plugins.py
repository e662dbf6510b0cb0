"""What does streamlink know about an address?"""

from __future__ import annotations

import ssl
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

from scoreboard.addresses.trust import refusal as refusal_of_tls
from workers.capture.said import errors_said, refusal
from workers.look.failure import CaptureFailed
from workers.net.denials import Denial, Noted, denials
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
_PLUGIN_OPTIONS: dict[str, Any] = {
    "low-latency": False,
    # Twitch lists H.265 and AV1 to those alone who ask, and then often nothing else above 480p.
    "supported-codecs": ["h264", "h265", "av1"],
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
        options = Options(_PLUGIN_OPTIONS)
        try:
            with denials() as denied, errors_said() as said:
                found = plugin(self._session_of(name), address, options).streams()
        except StreamlinkError as error:
            raise _failure(name, error, denied) from error
        streams = {key: stream for key, stream in found.items() if is_over_http(stream)}
        if not streams:
            raise _no_streams(name, denied, said)
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


def _no_streams(name: str, denied: Sequence[Noted], said: list[str]) -> CaptureFailed | FetchFailed:
    """Of a plugin that found none: what it was denied, what was not answered, or that there is nothing."""
    if denial := _denial(denied):
        return denial
    if denied and isinstance(denied[0], Exception):
        return _failure(name, denied[0])
    if not denied and (sentence := refusal(said)):
        return CaptureFailed("error", sentence)
    return CaptureFailed("offline", "The channel is not live.")


def _denial(denied: Sequence[Noted]) -> CaptureFailed | None:
    sentences = [each.sentence for each in denied if isinstance(each, Denial) and not each.is_gone]
    return CaptureFailed("error", sentences[-1]) if sentences else None


def _failure(
    name: str, error: BaseException, denied: Sequence[Noted] = ()
) -> CaptureFailed | FetchFailed:
    """What went wrong inside of a plugin: its first cause that we know, else what the platform denied it."""
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, CaptureFailed | FetchFailed):
            return cause
        if isinstance(cause, TimeoutError | Timeout):
            return CaptureFailed("timeout", "The stream did not respond in time.")
        if isinstance(cause, ssl.SSLError):
            return CaptureFailed("error", refusal_of_tls(cause))
        if isinstance(cause, InvalidSchema):
            return CaptureFailed("refused", "Only http and https URLs are supported.")
        cause = cause.__cause__ or cause.__context__
    if denial := _denial(denied):
        return denial
    said = str(error)[:200].rstrip(".")
    return CaptureFailed("error", f"streamlink's plugin for {name} failed: {said}.")
