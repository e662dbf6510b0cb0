"""A recording of half a minute: a lobby, the end of a match, what comes after. Encoded by the arena, with its truth."""

from __future__ import annotations

import io
from functools import cache

import av

from arena.clips.clip import Clip
from arena.clips.encode import Encoding, encode
from arena.clips.retime import ORIGIN_TICKS, retime
from arena.studio import shoot

SEGMENT_SECONDS = 2.0
TICKS = round(90_000 * SEGMENT_SECONDS)
_ENCODING = Encoding(frames_per_second=2)
_LOBBY = (Clip("pubg", "lobby", 0, 96, 0),) * 2
_MATCH = tuple(
    Clip("pubg", "playing", 0, alive, kills)
    for alive, kills in ((12, 0), (12, 0), (11, 0), (9, 1), (8, 1), (6, 2), (4, 2), (2, 3), (1, 3))
)
_OVER = (Clip("pubg", "over", 0),) * 3
SCRIPT = (*_LOBBY, *_MATCH, *_OVER)
SECONDS = SEGMENT_SECONDS * len(SCRIPT)
BEGIN, END = SEGMENT_SECONDS * len(_LOBBY), SEGMENT_SECONDS * len(_LOBBY + _MATCH)


def truth(at: float) -> Clip:
    return SCRIPT[int(at // SEGMENT_SECONDS)]


@cache
def segments() -> tuple[bytes, ...]:
    """Of MPEG-TS, two seconds each."""
    return tuple(bytes(retime(_encoded(clip), TICKS * n)) for n, clip in enumerate(SCRIPT))


@cache
def _encoded(clip: Clip) -> bytes:
    return encode(shoot(clip, _ENCODING.frames), _ENCODING)


@cache
def recording(container: str = "mpegts") -> bytes:
    """The same packets in one file."""
    joined = b"".join(segments())
    if container == "mpegts":
        return joined
    file = io.BytesIO()
    with av.open(io.BytesIO(joined)) as given, av.open(file, "w", format=container) as made:
        track = made.add_stream_from_template(given.streams.video[0])
        for packet in given.demux(video=0):
            if packet.size and packet.pts is not None and packet.dts is not None:
                packet.pts, packet.dts = packet.pts - ORIGIN_TICKS, packet.dts - ORIGIN_TICKS
                packet.stream = track
                made.mux(packet)
    return file.getvalue()
