"""Where do a stream's pictures come from, according to its URL and streamlink?"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from streamlink.plugin.plugin import QUALITY_WEIGHTS_EXTRA, stream_weight
from streamlink.stream.ffmpegmux import MuxedStream
from streamlink.stream.hls.hls import HLSStream
from streamlink.stream.http import HTTPStream
from streamlink.stream.stream import Stream

from workers.capture.hls.codecs import picture_codec
from workers.capture.hls.records import Variant
from workers.capture.hls.variants import by_preference
from workers.capture.memory import Source, Way
from workers.capture.plugins import Plugins
from workers.look.failure import CaptureFailed
from workers.net.cookies import keep_cookies
from workers.net.guarding import Guard
from workers.net.set_cookie import Cookie

_HEIGHT = re.compile(r"(\d{3,4})p|\d{3,4}x(\d{3,4})")
_KILOBITS = re.compile(r"(\d+(?:\.\d+)?)k")
_WORDS = {"source": 1080, "high": 720, "medium": 480, "low": 360, "mobile": 240}
"""Names in use beside those that streamlink weighs, as heights."""
_SENT_ALONG = ("referer", "origin", "user-agent", "authorization")


def is_playlist(url: str) -> bool:
    """Whether the address alone says that it is an HLS playlist."""
    return urlsplit(url).path.lower().endswith(".m3u8")


def sources(url: str, guard: Guard, plugins: Plugins, now: float) -> list[Source]:
    """The best first. Asks streamlink, except for what is plainly a playlist. Raises ``CaptureFailed``."""
    if is_playlist(guard.check(url)):
        return [Source("hls", url, {}, now)]
    offered = plugins.streams(url)
    if offered is None:
        return [Source("file", url, {}, now)]
    found: list[Source] = []
    for stream in by_quality(offered):
        source = _source(url, stream, now)
        found += [source] if source not in found else []
    return found


def by_quality(offered: Mapping[str, Stream]) -> list[Stream]:
    """What reads best first; a multivariant playlist knows better than streamlink's names. Raises ``CaptureFailed``."""
    streams: list[Stream] = []
    variants: list[Variant] = []
    for name, stream in _with_unnamed(offered):
        variants.append(_variant(str(len(streams)), name, stream))
        streams.append(stream)
    found = [streams[int(variant.url)] for variant in by_preference(variants)]
    if not found:
        raise CaptureFailed("no-video", "The stream is audio-only.")
    return found


def _with_unnamed(offered: Mapping[str, Stream]) -> Iterator[tuple[str, Stream]]:
    """The streams by name, the one that streamlink ranks highest first; then the renditions that it has no name for: of
    those that share a name it keeps three."""
    known: set[str] = set()
    listed: HLSStream | None = None
    for name in sorted(offered.keys() - {"best", "worst"}, key=_rank(offered)):
        stream = _picture_of(offered[name])
        if isinstance(stream, HLSStream):
            known.add(stream.args["url"])
            listed = stream if stream.multivariant else listed
        yield name, stream
    if listed and listed.multivariant:
        for playlist in listed.multivariant.playlists:
            if not playlist.is_iframe and playlist.uri not in known:
                yield "", _elsewhere(listed, playlist.uri)


def _rank(offered: Mapping[str, Stream]) -> Callable[[str], tuple[float, int]]:
    """The order of names: by streamlink's weight, then as they are listed."""
    places = {name: place for place, name in enumerate(offered)}
    return lambda name: (-stream_weight(name)[0], places[name])


def _elsewhere(stream: HLSStream, url: str) -> HLSStream:
    """The same stream with another media playlist."""
    other = copy.copy(stream)
    other.args = {**stream.args, "url": url}
    return other


def _picture_of(stream: Stream) -> Stream:
    return stream.substreams[0] if isinstance(stream, MuxedStream) else stream


def _variant(key: str, name: str, stream: Stream) -> Variant:
    """As the multivariant playlist describes it, else as its name does."""
    kilobits, said = _KILOBITS.fullmatch(name), _described(stream)
    size = getattr(said, "resolution", None)
    codec = picture_codec(getattr(said, "codecs", None) or ())
    return Variant(
        key,
        height=size.height if size else _named_height(name),
        bandwidth=getattr(said, "bandwidth", 0)
        or (int(1000 * float(kilobits[1])) if kilobits else 0),
        audio_only=name.startswith("audio") or (not size and codec is None),
        portrait=size.width < size.height if size else name.endswith("_portrait"),
        codec=codec or "",
    )


def _named_height(name: str) -> int:
    """0 when the name tells none."""
    found = _HEIGHT.search(name)
    if found:
        return int(found[1] or found[2])
    weight, group = stream_weight(name)
    return int(weight) if group in QUALITY_WEIGHTS_EXTRA else _WORDS.get(name, 0)


def _described(stream: Stream) -> Any:
    """``StreamInfo`` of ``stream`` in its multivariant playlist; nothing where there is none."""
    if not isinstance(stream, HLSStream) or not stream.multivariant:
        return None
    url = stream.args["url"]
    return next(
        (each.stream_info for each in stream.multivariant.playlists if each.uri == url), None
    )


def _source(url: str, stream: Stream, now: float) -> Source:
    if not isinstance(stream, HTTPStream):
        return Source("plugin", url, {}, now)
    request = stream.session.http.prepare_new_request(**stream.args)
    keep_cookies(_cookies(stream, str(request.url), str(request.headers.get("Cookie", ""))))
    headers = {
        name: str(value) for name, value in request.headers.items() if name.lower() in _SENT_ALONG
    }
    way: Way = "hls" if isinstance(stream, HLSStream) else "file"
    return Source(way, str(request.url), headers, now)


def _cookies(stream: HTTPStream, url: str, header: str) -> Iterator[Cookie]:
    """Those that streamlink sends to ``url``: for the domain that set them, or for the host of ``url`` alone."""
    pairs = dict(pair.strip().partition("=")[::2] for pair in header.split(";") if "=" in pair)
    for kept in stream.session.http.cookies:
        domain = kept.domain.lstrip(".").lower().removesuffix(".local")
        if domain and pairs.get(kept.name) == kept.value:
            del pairs[kept.name]
            yield Cookie(
                kept.name,
                kept.value or "",
                domain,
                kept.path or "/",
                kept.domain_specified,
                kept.secure,
                kept.expires,
            )
    for name, value in pairs.items():
        yield Cookie(name, value, urlsplit(url).hostname or "")
