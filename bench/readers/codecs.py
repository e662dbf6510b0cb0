"""What does a look cost in each codec, and from which bit rate on is it read right?  make bench-codecs

The arena's matches, encoded by x264, x265 and SVT-AV1 as fast as a broadcaster's machine would, H.265 and AV1 with ten
bits a sample as Twitch's are. Read as a worker does: the first picture of a segment, cut, read; of H.264 also the rows
alone that its game is read from. ``workers.capture.hls.variants`` has its costs from here.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

import av
from av.video.stream import VideoStream

from arena.clips.clip import LINES, PLAYERS, Clip
from arena.clips.encode import HEIGHT, Encoding
from arena.clips.scheduling import usual_scheduling
from arena.scenery.lay import Planes
from arena.studio import shoot
from scoreboard.games import known_games
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import luma
from workers.capture.video.first import Seen, first_picture
from workers.capture.video.rows.seen import seen_rows
from workers.capture.video.rows.upper import CODEC
from workers.counts.timings import Timings
from workers.look.cut import cut, lowest_row, without_bars
from workers.read.reader import reader_for

FRAMES_PER_SECOND, SECONDS = 30, 2
FRAMES = FRAMES_PER_SECOND * SECONDS
KILOBITS = (400, 600, 1000, 2000, 4000)
GAMES = ("pubg", "fortnite", "apex")
MAX_BYTES = 8 * 1024 * 1024
FRAGMENTED = {"movflags": "cmaf+frag_keyframe+empty_moov+default_base_moof"}
ENCODERS = {
    "H.264": ("libx264", "yuv420p"),
    "H.265": ("libx265", "yuv420p10le"),
    "AV1": ("libsvtav1", "yuv420p10le"),
}


@dataclass(slots=True)
class Outcome:
    fields: Counter[str] = field(default_factory=Counter)
    keyframe_bytes: list[int] = field(default_factory=list)
    decode_ms: list[float] = field(default_factory=list)
    rows_ms: list[float] = field(default_factory=list)
    """Of H.264."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=12, help="pictures of each codec and bit rate")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--heights", type=int, nargs="+", default=[HEIGHT], help="in pixels")
    parser.add_argument("--kilobits", type=int, nargs="+", default=KILOBITS, help="a second")
    options = parser.parse_args()
    os.environ.setdefault("SVT_LOG", "1")  # its errors alone
    filmed = [(clip, list(_copied(clip))) for clip in clips(options.clips, options.seed)]
    print(
        "codec     height  kbit/s    right  wrong  abstained   keyframe    decode CPU    rows alone"
    )
    for height in options.heights:
        for codec in ENCODERS:
            for kilobits in options.kilobits:
                outcome = measured(filmed, codec, kilobits, height)
                print(_line(codec, height, kilobits, outcome), flush=True)


def clips(count: int, seed: int) -> Iterator[Clip]:
    rng = random.Random(seed)
    for index in range(count):
        game = GAMES[index % len(GAMES)]
        alive, kills = rng.randint(1, PLAYERS[game]), rng.choice((1, 2, 3, 5, 8, 12, 17))
        yield Clip(game, "playing", rng.randrange(LINES), alive, kills)


def _copied(clip: Clip) -> Iterator[Planes]:
    for planes in shoot(clip, FRAMES):
        yield planes.copy()


def measured(
    filmed: list[tuple[Clip, list[Planes]]], codec: str, kilobits: int, height: int = HEIGHT
) -> Outcome:
    outcome = Outcome()
    for clip, pictures in filmed:
        _look(clip, encoded(pictures, codec, kilobits, height), outcome)
    return outcome


@usual_scheduling()
def encoded(pictures: list[Planes], codec: str, kilobits: int, height: int = HEIGHT) -> bytes:
    """One segment of fragmented MP4, whose picture begins with a keyframe."""
    encoder, pixels = ENCODERS[codec]
    file = io.BytesIO()
    with av.open(file, "w", format="mp4", options=FRAGMENTED) as output:
        track = cast(
            VideoStream,
            output.add_stream(encoder, FRAMES_PER_SECOND, options=_options(encoder, kilobits)),
        )
        track.width, track.height, track.pix_fmt = Encoding(height=height).width, height, pixels
        track.bit_rate, track.gop_size = kilobits * 1000, FRAMES
        for number, planes in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p").reformat(
                track.width, height, format=pixels, interpolation="BICUBIC"
            )
            frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
            output.mux(track.encode(frame))
        output.mux(track.encode())
    return file.getvalue()


def _options(encoder: str, kilobits: int) -> dict[str, str]:
    limits = {"maxrate": f"{kilobits}k", "bufsize": f"{kilobits}k"}
    if encoder == "libx264":
        return {"preset": "veryfast", **limits}
    if encoder == "libx265":
        rate = f"vbv-maxrate={kilobits}:vbv-bufsize={kilobits}"
        return {"preset": "ultrafast", "x265-params": f"log-level=none:{rate}"}
    return {"preset": "11", "svtav1-params": "lp=1"}


def _look(clip: Clip, segment: bytes, outcome: Outcome) -> None:
    timings = Timings()
    chunks = (segment[at : at + 4096] for at in range(0, len(segment), 4096))
    seen = first_picture(b"", SegmentBuffer(chunks, MAX_BYTES), timings)
    game = known_games()[clip.game]
    with timings.step("decode"):
        picture = luma(seen.frame)
    height, crops = cut(picture, game)
    reading = reader_for(game).read(crops, height)
    outcome.keyframe_bytes.append(seen.ends_at)
    outcome.decode_ms.append(1000 * timings.cpu_seconds["decode"])
    if seen.keyframe.codec == CODEC:
        rows = lowest_row(without_bars(picture), game.without_banner())
        outcome.rows_ms.append(_rows_ms(seen, rows))
    for truth, read in ((clip.alive_drawn, reading.alive), (clip.kills_drawn, reading.kills)):
        if truth is not None:
            verdict = "abstained" if read is None else "right" if read == truth else "wrong"
            outcome.fields[verdict] += 1


def _rows_ms(seen: Seen, rows: int) -> float:
    """CPU to decode the upper ``rows`` from as many bytes as that takes."""
    enough = seen.ends_at
    for _ in range(4):
        timings = Timings()
        with timings.step("decode"):
            found = seen_rows(seen.keyframe, enough)
        assert found
        enough = found.bytes_for(rows)
    return 1000 * timings.cpu_seconds["decode"]


def _line(codec: str, height: int, kilobits: int, outcome: Outcome) -> str:
    fields = outcome.fields
    shown = fields.total()
    kilobytes = statistics.median(outcome.keyframe_bytes) / 1000
    return (
        f"{codec:6}{height:10}{kilobits:8}{100 * fields['right'] / shown:8.1f} %{fields['wrong']:5}"
        f"{100 * fields['abstained'] / shown:10.1f} %{kilobytes:8.0f} KB"
        f"{statistics.median(outcome.decode_ms):10.1f} ms"
        + (f"{statistics.median(outcome.rows_ms):10.1f} ms" if outcome.rows_ms else "")
    )


if __name__ == "__main__":
    main()
