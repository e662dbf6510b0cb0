"""Does damaged video, or a damaged playlist, ever end otherwise than in a picture or a state?"""

import random
from contextlib import suppress

import pytest

from tests.workers.video import fragmented, video
from workers.capture.hls.playlist import parse
from workers.capture.video.buffer import SegmentBuffer
from workers.capture.video.decode import luma
from workers.capture.video.first import begun, first_picture
from workers.capture.video.rows.seen import seen_rows
from workers.counts.timings import Timings
from workers.look.failure import CaptureFailed

PLAYLIST = """#EXTM3U
#EXT-X-VERSION:3
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:100
#EXT-X-MAP:URI="a",BYTERANGE="1@2"
#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0x12
#EXT-X-DATERANGE:ID="x",CLASS="twitch-stitched-ad",START-DATE="2026-01-01T00:00:00Z",DURATION=2
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z
#EXT-X-BYTERANGE:5@6
#EXTINF:2.000,
http://[a
"""
VARIANTS = '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=1x1,CODECS="avc1"\nhttp://[a\n'


def damaged(body: bytes, chance: random.Random) -> bytes:
    harmed = bytearray(body)
    for _ in range(chance.choice((1, 10, 100, 1000))):
        harmed[chance.randrange(min(len(body), chance.choice((200, 2000, len(body)))))] = (
            chance.randrange(256)
        )
    return bytes(harmed[: chance.randrange(len(harmed))] if chance.random() < 0.2 else harmed)


@pytest.mark.parametrize("seed", range(4))
def test_video(seed):
    chance = random.Random(seed)
    head, body = fragmented()
    for _ in range(25):
        start, rest = chance.choice(
            (
                (b"", damaged(video(), chance)),
                (head, damaged(body, chance)),
                (damaged(head, chance), body),
            )
        )
        size = chance.choice((1000, 32_768))
        chunks = (rest[at : at + size] for at in range(0, len(rest), size))
        with suppress(CaptureFailed):
            keyframe = begun(start, SegmentBuffer(iter([rest]), 1 << 23), len(rest) // 2)
            rows = seen_rows(keyframe, len(rest) // 2) if keyframe else None
            assert rows is None or 0 <= rows.upper.rows <= rows.upper.frame.height
        with suppress(CaptureFailed):
            assert (
                luma(first_picture(start, SegmentBuffer(chunks, 1 << 23), Timings()).frame).ndim
                == 2
            )


@pytest.mark.parametrize("text", [PLAYLIST, VARIANTS], ids=["media", "master"])
def test_playlist(text):
    chance = random.Random(1)
    for _ in range(2000):
        harmed = list(text)
        for _ in range(chance.choice((1, 3, 10))):
            harmed[chance.randrange(len(harmed))] = chance.choice(
                '0123456789:@,="\n#-[]/.Zé٣\x00 \u2028'
            )
        with suppress(CaptureFailed):
            parse("".join(harmed), "http://host/a.m3u8")
