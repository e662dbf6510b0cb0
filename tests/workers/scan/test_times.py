"""When are the pictures of a recording shown?"""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.workers.video import picture
from workers.scan.recording.local_file import LocalFile

RATE, GROUP, GROUPS = 20, 40, 10


def with_b_frames(path: Path) -> None:
    """As recordings are: most pictures are decoded in another order than they are shown in."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        keys = f"keyint={GROUP}:min-keyint={GROUP}:scenecut=0:bframes=3:b-adapt=0"
        track = output.add_stream("libx264", RATE, options={"x264-params": keys})
        track.width, track.height, track.pix_fmt = 320, 180, "yuv420p"
        for number in range(GROUP * GROUPS):
            planes = np.full((270, 320), 128, np.uint8)
            planes[:180] = picture(320, 180, 200, number)
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            output.mux(track.encode(frame))
        output.mux(track.encode())
    path.write_bytes(file.getvalue())


def test_each_keyframe_has_its_own_time(tmp_path: Path) -> None:
    """Also where the container passes over all other frames."""
    path = tmp_path / "recording.mp4"
    with_b_frames(path)
    found = [shot.at for shot in LocalFile(path).shots(-GROUP)]
    assert np.allclose(found, [GROUP / RATE * number for number in range(GROUPS)]), found
