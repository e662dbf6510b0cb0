"""What does it save to decode only the rows of a keyframe that are read?  make bench-rows

The arena's matches as broadcasters encode them (x264, 60 pictures a second, the rate held by a buffer of one second),
served over HTTP: fetched and decoded whole, and down to the game's region. CPU time of the thread, both in turn.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

import av
import numpy as np

from arena.clips.clip import Clip
from arena.scenery.lay import Planes
from arena.studio import shoot
from scoreboard.games import known_games
from tests.workers.stream_server import StreamServer
from workers.capture.hls.records import Segment
from workers.capture.hls.segment import Segments
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import luma
from workers.capture.video.first import Seen, begun, first_picture
from workers.capture.video.rows.seen import seen_rows
from workers.counts.timings import Timings
from workers.look.cut import lowest_row, without_bars
from workers.look.extent import Known, with_bytes
from workers.net.client import HttpClient
from workers.net.deadline import time_limit
from workers.net.guard import UrlGuard

FRAMES_PER_SECOND = 60
GAMES = ("pubg", "apex", "fortnite")
KILOBITS = {720: 4500, 1080: 6000}
MAX_BYTES = 8 * 1024 * 1024
_SPARE = 1.25


@dataclass(frozen=True, slots=True)
class Cost:
    cpu_ms: float
    kilobytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=24, help="of each segment that is encoded")
    parser.add_argument("--looks", type=int, default=15, help="of each kind; their median counts")
    options = parser.parse_args()
    print("video               game        whole            rows               CPU   bytes")
    for height in KILOBITS:
        for game in GAMES:
            pictures = _pictures(game, height, options.frames)
            for preset in ("veryfast", "medium"):
                segment = encoded(pictures, height, preset)
                print(
                    _line(height, preset, game, *compared(segment, game, options.looks)), flush=True
                )


def _pictures(game: str, height: int, frames: int) -> list[Planes]:
    found = [planes.copy() for planes in shoot(Clip(game, "playing", 1, 37, 4), frames)]
    return found if height == 720 else [_larger(planes, height) for planes in found]


def _larger(planes: Planes, height: int) -> Planes:
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    return cast(
        Planes,
        frame.reformat(height * 16 // 9, height, interpolation="BICUBIC").to_ndarray(),
    )


def encoded(pictures: list[Planes], height: int, preset: str) -> bytes:
    """A segment of MPEG-TS that begins with a keyframe."""
    file, kilobits = io.BytesIO(), KILOBITS[height]
    limits = {
        "preset": preset,
        "crf": "20",  # a few pictures are too few for a mean rate: it would starve the keyframe
        "maxrate": f"{kilobits}k",
        "bufsize": f"{kilobits}k",
    }
    with av.open(file, "w", format="mpegts") as output:
        track = output.add_stream("libx264", FRAMES_PER_SECOND, options=limits)
        track.width, track.height, track.pix_fmt = height * 16 // 9, height, "yuv420p"
        track.gop_size = 2 * FRAMES_PER_SECOND
        for number, planes in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
            output.mux(track.encode(frame))
        output.mux(track.encode())
    return file.getvalue()


def compared(segment: bytes, game: str, looks: int) -> tuple[Cost, Cost]:
    """Whole, and rows alone. Raises ``AssertionError`` when the rows are not the whole picture's."""
    server = StreamServer()
    try:
        server.files["/s"] = segment
        place = Segment(server.url + "/s", 1, 2.0)
        segments = Segments(HttpClient(UrlGuard([server.host])))
        whole = _whole(segments, place, 0)[0]
        pixels = luma(whole.frame)
        rows = lowest_row(without_bars(pixels), known_games()[game].without_banner())
        known = Known()
        for _ in range(4):
            tried = seen_rows(whole.keyframe, known.bytes_for(rows) or whole.ends_at // 2)
            assert tried
            known = with_bytes(known, rows, tried.bytes_for(rows))
        costs = [[], []]  # type: list[list[tuple[float, int]]]
        for _ in range(looks):
            costs[0].append(
                _timed(lambda: _whole(segments, place, round(whole.ends_at * _SPARE))[1])
            )
            costs[1].append(
                _timed(lambda: _rows(segments, place, known.bytes_for(rows), rows, pixels))
            )
        return _median(costs[0]), _median(costs[1])
    finally:
        server.close()


def _whole(segments: Segments, place: Segment, likely_bytes: int) -> tuple[Seen, int]:
    with time_limit(60):
        buffer = SegmentBuffer(segments.chunks(place, {}, likely_bytes), MAX_BYTES)
        return first_picture(b"", buffer, Timings()), len(buffer.data)


def _rows(
    segments: Segments, place: Segment, likely_bytes: int, rows: int, pixels: np.ndarray
) -> int:
    with time_limit(60):
        buffer = SegmentBuffer(segments.chunks(place, {}, likely_bytes), MAX_BYTES)
        keyframe = begun(b"", buffer, likely_bytes)
        assert keyframe
        found = seen_rows(keyframe, likely_bytes)
    assert found
    assert found.upper.rows >= rows
    assert (luma(found.upper.frame)[:rows] == pixels[:rows]).all()
    return len(buffer.data)


def _timed(look: Callable[[], int]) -> tuple[float, int]:
    began = time.thread_time()
    size = look()
    return time.thread_time() - began, size


def _median(costs: list[tuple[float, int]]) -> Cost:
    return Cost(
        1000 * statistics.median(cost for cost, _ in costs),
        statistics.median(size for _, size in costs) / 1000,
    )


def _line(height: int, preset: str, game: str, whole: Cost, rows: Cost) -> str:
    return (
        f"{height}p60 {preset:10}{game:>10}{whole.cpu_ms:7.1f} ms {whole.kilobytes:5.0f} KB"
        f"{rows.cpu_ms:7.1f} ms {rows.kilobytes:5.0f} KB"
        f"{rows.cpu_ms / whole.cpu_ms:8.2f}{rows.kilobytes / whole.kilobytes:8.2f}"
    )


if __name__ == "__main__":
    main()
