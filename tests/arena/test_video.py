"""What broadcasters send: arithmetic code, B-frames, a constant rate."""

import io
from dataclasses import replace

import av
import numpy as np
import pytest

from arena.clips.clip import Clip
from arena.clips.encode import VIDEOS, encode
from arena.clips.light import lamp
from arena.studio import shoot
from tests.arena.test_light import pictures

CLIP = Clip("pubg", "playing", 0, 9, 2)


@pytest.mark.parametrize("name", ["720p30", "720p60", "1080p60"])
def test_it_is_coded_as_theirs_and_comes_in_other_lights(name: str):
    video = replace(VIDEOS[name], frames_per_second=4)
    segment = encode(shoot(CLIP, video.frames), video)
    with av.open(io.BytesIO(segment), "r") as container:
        context = container.streams.video[0].codec_context
        packets = [packet for packet in container.demux(video=0) if packet.pts is not None]
        assert (context.profile, context.height) == ("High", video.height)
    assert [packet.is_keyframe for packet in packets] == [True] + [False] * (video.frames - 1)
    assert [packet.pts for packet in packets] != sorted(packet.pts or 0 for packet in packets)
    assert 0.7 < len(segment) * 8 / (video.kilobits_per_second * 1000 * 2) < 1.3
    _check_lights(segment, video.frames)


def _check_lights(segment: bytes, frames: int) -> None:
    before, lit, found = pictures(segment, frames), bytearray(segment), lamp(segment)
    number = found.lights.index(max(found.lights))
    found.shine(lit, number)
    brighter = np.int16(pictures(bytes(lit), frames)) - before
    assert (brighter == found.lights[number]).mean(axis=(1, 2)).min() > 0.99
    assert len(found.lights) >= 24
