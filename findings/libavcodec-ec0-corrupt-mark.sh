#!/bin/sh
# libavcodec-ec0-corrupt-mark: with ec=0, H.264 rows of a keyframe that was cut short are exact, but the mark of corruption
# says neither that bytes are missing nor that all are there.
# Expected: a cut keyframe is marked as corrupt, a whole one is not; or all decoded rows are doubtful.
# Seen: one slice cut to 30 or 60 % is not marked; a whole one of four slices is. Every row of macroblocks that ends
#   before the cut is bit for bit that of the whole picture, the rest of the new buffer is zeros. (av 18.1.0, libavcodec
#   62.28, 2026-11-28)
set -eu
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet av==18.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from fractions import Fraction

import av
import numpy as np

WIDTH, HEIGHT = 1280, 720


def encoded(parameters):
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"preset": "medium", "crf": "25", "x264-params": f"threads=1:{parameters}"}
    noise = np.random.default_rng(1).integers(60, 200, (HEIGHT * 3 // 2 // 8, WIDTH // 8), np.uint8)
    frame = av.VideoFrame.from_ndarray(noise.repeat(8, 0).repeat(8, 1), format="yuv420p")
    frame.pts = 0
    return bytes([*encoder.encode(frame), *encoder.encode(None)][0])


def decoded(data, options):
    decoder = av.CodecContext.create("h264", "r")
    decoder.thread_count, decoder.options = 1, options
    return [*decoder.decode(av.Packet(data)), *decoder.decode(None)][0]


def rows_as_in(whole, frame):
    luma = [np.frombuffer(each.planes[0], np.uint8).reshape(-1, each.planes[0].line_size) for each in (whole, frame)]
    same = (luma[0][:HEIGHT] == luma[1][:HEIGHT]).all(axis=1)
    return HEIGHT if same.all() else int(same.argmin())


print("av", av.__version__, "libavcodec", av.library_versions["libavcodec"])
one, four = encoded(""), encoded("slices=4")
whole = decoded(one, {})
seen = {}
for percent in (30, 60):
    frame = decoded(one[: len(one) * percent // 100], {"ec": "0"})
    seen[percent] = frame.is_corrupt, rows_as_in(whole, frame)
    print(f"cut to {percent} %: marked {seen[percent][0]}, {seen[percent][1]} of {HEIGHT} rows are exact")
several = decoded(four, {"ec": "0"})
seen["whole"] = several.is_corrupt, rows_as_in(decoded(four, {}), several)
print(f"whole, four slices: marked {seen['whole'][0]}, {seen['whole'][1]} rows are exact")
print("expected: the cut ones are marked, the whole one is not")
found = (
    not seen[30][0] and seen[30][1] > 0.2 * HEIGHT and seen[60][1] > 0.5 * HEIGHT
    and seen["whole"] == (True, HEIGHT)
)
sys.exit(0 if found else 1)
PYTHON
