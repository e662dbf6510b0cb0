"""Where do the tests' videos come from? They are encoded here, small and with a HUD region of known brightness."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import cache

import av
import numpy as np

from arena.clips.scheduling import usual_scheduling
from scoreboard.models import Game, Region

HUD = Region(0.75, 0.0, 0.25, 0.25)
GAME = Game("pubg", "PUBG", regions={"hud": HUD})
FRAMES_PER_SECOND = 10
FRAGMENTED = (("movflags", "cmaf+frag_keyframe+empty_moov+default_base_moof"),)


def picture(width, height, hud, shift=0):
    """A grey wave, moved by ``shift``, and the HUD's region at brightness ``hud``."""
    across = 110 + 40 * np.sin((np.arange(width) + 7 * shift) / 25)
    luma = np.tile(across, (height, 1))
    luma[: height // 4, width * 3 // 4 :] = hud
    return luma.astype(np.uint8)


@cache
@usual_scheduling()
def video(
    hud=200,
    width=640,
    height=360,
    container="mpegts",
    codec="libx264",
    frames=10,
    sound=False,
    shift=0,
    options=(),
):
    """One file of ``frames`` pictures that begins with a keyframe."""
    file = io.BytesIO()
    with av.open(file, "w", format=container, options=dict(options)) as output:
        track = output.add_stream(codec, rate=FRAMES_PER_SECOND, options=_encoder(codec))
        track.width, track.height, track.pix_fmt = width, height, "yuv420p"
        for number in range(frames):
            planes = np.full((height * 3 // 2, width), 128, np.uint8)
            planes[:height] = picture(width, height, hud, shift + number)
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, FRAMES_PER_SECOND)
            output.mux(track.encode(frame))
        output.mux(track.encode())
    return file.getvalue()


def _encoder(codec):
    if codec == "libx264":
        return {"preset": "ultrafast", "crf": "20"}
    return (
        {"preset": "ultrafast", "x265-params": "log-level=none"}
        if codec == "libx265"
        else {"preset": "12"}
    )


@cache
def sound_alone(container="mpegts"):
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        track = output.add_stream("aac", rate=48_000)
        for number in range(20):
            frame = av.AudioFrame.from_ndarray(
                np.zeros((1, 1024), np.float32), format="fltp", layout="mono"
            )
            frame.sample_rate, frame.pts = 48_000, 1024 * number
            output.mux(track.encode(frame))
        output.mux(track.encode())
    return file.getvalue()


def fragmented(**described):
    """The head and the body of a fragmented MP4."""
    whole = video(container="mp4", options=FRAGMENTED, **described)
    start = whole.index(b"moof") - 4
    return whole[:start], whole[start:]
