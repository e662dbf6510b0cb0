"""How are streamlink's plugins confined to guarded requests?

Read in streamlink 8.6.3: ``nicolive`` and ``ustreamtv`` open WebSockets as soon as they look for streams, and
``twitcasting`` has streams that are one; ``kick`` and ``twitch`` start a browser where that is allowed, and muxed
streams start ffmpeg. ``dailymotion`` and ``douyu`` replace the session's HTTPS adapter, ``kick`` does for its own
host: with a session shared by all plugins, one look at Dailymotion took the guard from every later request.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from typing import Any, Never

from requests.adapters import BaseAdapter, HTTPAdapter
from streamlink.plugin.plugin import Plugin
from streamlink.session.session import Streamlink
from streamlink.stream.dash.dash import DASHStream
from streamlink.stream.ffmpegmux import MuxedStream
from streamlink.stream.hls.hls import HLSStream
from streamlink.stream.http import HTTPStream
from streamlink.stream.stream import Stream

from workers.net.failure import FetchFailed

NewAdapter = Callable[[ssl.SSLContext | None], HTTPAdapter]
"""A guarded adapter, with the TLS settings that a plugin asks for."""
OFF = frozenset({"nicolive", "ustreamtv"})
_SCHEMES = ("https://", "http://")
_NO_PROGRAMS = {"webbrowser": False, "ffmpeg-ffmpeg": "/nonexistent/ffmpeg"}
_OVER_HTTP = (HLSStream, HTTPStream, DASHStream)


def plugin_session(options: Mapping[str, Any], new_adapter: NewAdapter) -> Streamlink:
    """A session for one plugin, whose requests go through adapters of ``new_adapter`` alone.

    Not for several: plugins change its headers, cookies and TLS settings.
    """
    session = Streamlink({**options, **_NO_PROGRAMS})
    session.http.adapters.clear()
    for scheme in _SCHEMES:
        session.http.mount(scheme, new_adapter(None))
    session.http.mount = _Mount(session, new_adapter)  # type: ignore[method-assign, assignment]
    matchers = dict(session.plugins.iter_matchers())
    session.plugins.update(
        {name: type(name, (_Off,), {"matchers": matchers[name]}) for name in OFF & matchers.keys()}
    )
    return session


def is_over_http(stream: Stream) -> bool:
    """Whether ``stream`` is read by requests of its session, and by nothing else."""
    if isinstance(stream, MuxedStream):
        stream = stream.substreams[0]
    return isinstance(stream, _OVER_HTTP)


class _Mount:
    """What a plugin mounts: of its adapter only the TLS settings are taken, into a guarded one."""

    def __init__(self, session: Streamlink, new_adapter: NewAdapter) -> None:
        self._adapters = session.http.adapters
        self._mount = session.http.mount
        self._new_adapter = new_adapter
        self._mounted: dict[str, type[BaseAdapter]] = {}

    def __call__(self, prefix: str, adapter: BaseAdapter) -> None:
        if not prefix.startswith(_SCHEMES) or self._mounted.get(prefix) is type(adapter):
            return  # other schemes are never opened; each look mounts the same adapter again
        pools = getattr(adapter, "poolmanager", None)
        context = pools.connection_pool_kw.get("ssl_context") if pools else None
        if context:
            context.check_hostname, context.verify_mode = True, ssl.CERT_REQUIRED
        self._mount(prefix, self._new_adapter(context))
        self._mounted[prefix] = type(adapter)


class _Off(Plugin):
    def _get_streams(self) -> Never:
        raise FetchFailed(
            "refused", f"streamlink's plugin for {type(self).__name__} opens sockets of its own."
        )
