#!/bin/sh
# libavformat-mp4-discard-times: an MP4 file's keyframes are given other times once all other frames are discarded.
# Expected: AVStream.discard = NONKEY leaves out packets; those that are left have the times they have without it.
# Seen: the decoding times stay, but the presentation times are off by as much as other frames lead or lag, since the
#       composition offsets are not stepped over with the frames that are left out (PyAV 18.1.0, libavformat 62.12).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check av==18.1.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PYTHON'
import io
import sys
from fractions import Fraction

import av
import numpy as np
from av.stream import Discard

RATE, GROUP, GROUPS = 20, 40, 8
file = io.BytesIO()
with av.open(file, "w", format="mp4") as output:
    options = {"x264-params": f"keyint={GROUP}:min-keyint={GROUP}:scenecut=0:bframes=3:b-adapt=0"}
    track = output.add_stream("libx264", RATE, options=options)
    track.width, track.height, track.pix_fmt = 320, 180, "yuv420p"
    for number in range(GROUP * GROUPS):
        planes = np.full((270, 320), 128, np.uint8)
        planes[:180] = 110 + 40 * np.sin((np.arange(320) + 7 * number) / 25)
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        output.mux(track.encode(frame))
    output.mux(track.encode())


def keyframes(discard):
    """(shown, decoded) in seconds."""
    file.seek(0)
    with av.open(file) as container:
        track = container.streams.video[0]
        track.discard = discard
        return [
            (float(packet.pts * packet.time_base), float(packet.dts * packet.time_base))
            for packet in container.demux(track)
            if packet.size and packet.is_keyframe
        ]


every, alone = keyframes(Discard.default), keyframes(Discard.nonkey)
print("PyAV", av.__version__, "libavformat", ".".join(map(str, av.library_versions["libavformat"])))
print("expected: shown at", [shown for shown, _ in every])
print("seen:     shown at", [round(shown, 3) for shown, _ in alone], "with all other frames discarded")
still = [d for _, d in every] == [d for _, d in alone] and [s for s, _ in every] != [s for s, _ in alone]
sys.exit(0 if still else "the finding no longer holds")
PYTHON
