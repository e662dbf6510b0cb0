"""Which valid inputs does fuzzing begin with? Small ones: what matters is their form."""

from __future__ import annotations

import io
import json
import struct
from functools import cache

import av
import numpy as np
from PIL import Image

from arena.clips.scheduling import usual_scheduling
from tests.workers.discover.stand_ins.kick import row as kick_row
from tests.workers.discover.stand_ins.youtube import error
from tests.workers.discover.stand_ins.youtube import video as youtube_video
from tests.workers.video import FRAMES_PER_SECOND, picture
from workers.capture.memory import Memory, Source

WIDTH, HEIGHT = 128, 80
_OPTIONS = {
    "libx264": {"preset": "ultrafast"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
    "libsvtav1": {"preset": "12"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
    "mpeg2video": {},
}
_FRAGMENTS = {"movflags": "cmaf+frag_keyframe+empty_moov+default_base_moof"}

MEDIA_PLAYLIST = b"""#EXTM3U
#EXT-X-VERSION:8
#EXT-X-DEFINE:NAME="p",VALUE="a"
#EXT-X-TARGETDURATION:2
#EXT-X-MEDIA-SEQUENCE:100
#EXT-X-KEY:METHOD=AES-128,URI="k{$p}",IV=0x12
#EXT-X-MAP:URI="a",BYTERANGE="1@2"
#EXT-X-DATERANGE:ID="x",CLASS="twitch-stitched-ad",START-DATE="2026-01-01T00:00:00Z",DURATION=2
#EXT-X-DATERANGE:ID="y",START-DATE="2026-01-01T00:00:00Z",SCTE35-OUT=0xFC,PLANNED-DURATION=4
#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z
#EXT-X-CUE-OUT:DURATION=4
#EXT-X-BYTERANGE:5@6
#EXTINF:2.000,live
{$p}.ts
#EXT-X-CUE-OUT-CONT:2/4
#EXT-X-GAP
#EXTINF:2,
b.ts
#EXT-X-CUE-IN
#EXT-X-PART:DURATION=0.5,URI="p",INDEPENDENT=YES,BYTERANGE="9@1"
"""
MASTER_PLAYLIST = b"""#EXTM3U
#EXT-X-DEFINE:QUERYPARAM="a"
#EXT-X-STREAM-INF:BANDWIDTH=1280000,RESOLUTION=1280x720,CODECS="avc1.4d401f,mp4a.40.2"
http://host/{$a}/720.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.2"
sound.m3u8
"""
HELIX = {
    "data": [
        {
            "user_id": "1",
            "user_login": "somebody",
            "user_name": "Somebody",
            "game_id": "493057",
            "type": "live",
            "title": "a title",
            "viewer_count": 5,
            "language": "en",
            "is_mature": False,
            "name": "PUBG",
            "box_art_url": "https://static-cdn.jtvnw.net/a-{width}x{height}.jpg",
            "broadcaster_id": "1",
            "content_classification_labels": [{"id": "MatureGame"}, "Gambling"],
        }
    ],
    "pagination": {"cursor": "abc"},
    "access_token": "abc",
    "expires_in": 1000,
}
TABLE = b"""channel,rule,game,name,url,featured,note,picture_x,picture_y,picture_scale
twitch-a,watch,pubg,A,https://example.com/a.m3u8,yes,"a ""note"", with a comma",0,0,1
'=b,block,,,,no,,,,
"""


@cache
@usual_scheduling()
def video(codec: str, container: str, frames: int = 3) -> bytes:
    file = io.BytesIO()
    options = _FRAGMENTS if container == "mp4" else {}
    with av.open(file, "w", format=container, options=options) as output:
        track = output.add_stream(codec, rate=FRAMES_PER_SECOND, options=_OPTIONS[codec])
        track.width, track.height, track.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(frames):
            planes = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
            planes[:HEIGHT] = picture(WIDTH, HEIGHT, 200, number)
            output.mux(track.encode(av.VideoFrame.from_ndarray(planes, format="yuv420p")))
        output.mux(track.encode())
    return file.getvalue()


def fragments(codec: str) -> bytes:
    """The length of the head, the head and the segment: one input of two files."""
    whole = video(codec, "mp4")
    head = whole.index(b"moof") - 4
    return struct.pack(">I", head) + whole


def pictures() -> list[bytes]:
    shown = Image.fromarray(np.tile(np.arange(320, dtype=np.uint8), (180, 1)))
    found = []
    for name in ("PNG", "JPEG", "WEBP"):
        file = io.BytesIO()
        shown.save(file, name)
        found.append(file.getvalue())
    return found


def memory() -> bytes:
    source = Source("hls", "http://host/a.m3u8", {"Referer": "http://host/"}, 1.0)
    return Memory(source, "1 http://host/a.ts", 2.0).to_json().encode()


def helix() -> bytes:
    return json.dumps(HELIX).encode()


def kick() -> bytes:
    tokens = {"access_token": "a.b-c", "expires_in": "7200"}
    page = {"data": [kick_row("ann")], "pagination": {"next_cursor": "2"}, **tokens}
    return json.dumps(page).encode()


def youtube() -> list[bytes]:
    found = {"id": {"videoId": "v0000000000"}}
    pages = {"items": [youtube_video("ann", "PUBG duo", tags=["pubg"]), found]}
    return [json.dumps(said).encode() for said in (pages, error(403, "quotaExceeded"))]
