"""Is each rendition what the master playlist says, and does one segment follow the other?"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import av
import pytest

from arena.broadcast.ladder import ladder
from arena.clips.encode import VIDEOS
from arena.opening import Programme
from arena.script.scenario import parse
from arena.serve import serve
from scoreboard.games import known_games
from scoreboard.store import Store
from tests.arena.conftest import BEGAN, Clock, Theatre
from tests.workers.looks import look_at
from workers.capture import Camera
from workers.read.reader import reader_for

SOURCE = replace(VIDEOS["720p60"], frames_per_second=4)
SMALLER = {"480p4": (854, 480), "360p4": (640, 360), "160p4": (284, 160)}
RENDITIONS = {
    "h264": {"720p4": (1280, 720), **SMALLER},
    "hevc": {"720p4-hevc": (1280, 720), **SMALLER},
    "av1": {"720p4-av1": (1280, 720), **SMALLER},
}
CODECS = {"h264": "avc1.6400", "hevc": "hvc1.2.4.L", "av1": "av01.0."}
DECODERS = {"h264": "h264", "hevc": "hevc", "av1": "libdav1d"}
STEPS = [{"phase": "playing", "alive": 37, "kills": 4, "seconds": 60}]
STREAM = re.compile(
    r'#EXT-X-STREAM-INF:BANDWIDTH=(\d+),RESOLUTION=(\d+)x(\d+),CODECS="([^"]+)",FRAME-RATE=4\.000\n'
    r"([\w-]+)/index\.m3u8\n"
)


@pytest.fixture(scope="module")
def renditions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    channels = [{"game": "pubg", "channel": codec, "steps": STEPS} for codec in RENDITIONS]
    programme = Programme(
        scenario=parse({"channels": channels}, SOURCE.segment_seconds),
        encoding=SOURCE,
        renditions=tuple(RENDITIONS),
        library=tmp_path_factory.mktemp("renditions"),
    )
    clock = Clock()
    with serve(programme, clock=clock) as arena:
        clock.now = BEGAN + 10
        yield Theatre(arena, clock)


def test_a_ladder_as_a_platform_has_it() -> None:
    names = [rendition.name for rendition in ladder(VIDEOS["1080p60"], "h264")]
    assert names == ["1080p60", "720p60", "480p30", "360p30", "160p30"]
    names = [rendition.name for rendition in ladder(VIDEOS["1080p60"], "av1")]
    assert names == ["1080p60-av1", "480p30", "360p30", "160p30"]
    names = [rendition.name for rendition in ladder(VIDEOS["light"], "h264")]
    assert names == ["720p25", "480p25", "360p25", "160p25"]


@pytest.mark.parametrize("codec", RENDITIONS)
def test_a_master_playlist_lists_what_is_there(renditions: Theatre, codec: str) -> None:
    text = renditions.playlist(codec)
    found = STREAM.findall(text)
    assert len(found) == text.count("\n") // 2
    assert {name: (int(width), int(height)) for _, width, height, _, name in found} == (
        RENDITIONS[codec]
    )
    assert found[0][3].startswith(CODECS[codec])
    assert all(codecs.startswith("avc1.") for *_, codecs, _ in found[1:])
    for peak, width, height, _, name in found:
        decoder, size, seconds, bits = _last_two(renditions, f"/live/{codec}/{name}/")
        assert size == (int(width), int(height))
        assert decoder == (DECODERS[codec] if name == found[0][4] else "h264")
        assert seconds == pytest.approx(2.0, abs=0.001)
        assert 0.3 < bits / int(peak) <= 1


def test_a_constant_rate_of_what_the_streamer_sends(renditions: Theatre) -> None:
    # In eight pictures SVT-AV1 does not come near its rate; in 120 it is at 0.91 of it.
    for codec, share, least in (("h264", 1.0, 0.7), ("hevc", 0.75, 0.5), ("av1", 0.7, 0.2)):
        name = next(iter(RENDITIONS[codec]))
        *_, bits = _last_two(renditions, f"/live/{codec}/{name}/")
        assert least < bits / (share * SOURCE.kilobits_per_second * 1000) < 1.3, codec


@pytest.mark.parametrize(
    "path", ["/live/h264/720p60/index.m3u8", "/live/h264/1.ts", "/live/hevc/head.mp4"]
)
def test_what_is_no_rendition_is_not_found(renditions: Theatre, path: str) -> None:
    assert renditions.get(path)[0] == 404


@pytest.mark.parametrize("codec", RENDITIONS)
def test_a_worker_reads_what_the_streamer_sends(
    renditions: Theatre, store: Store, codec: str
) -> None:
    """Nothing else is large enough."""
    game, url = known_games()["pubg"], renditions.arena.playlist_url(codec)
    look = look_at(Camera(store, ["127.0.0.1"]), url, game)
    assert look.frame_height == 720
    assert reader_for(game).read(look.crops, look.frame_height).alive == 37


def _last_two(renditions: Theatre, folder: str) -> tuple[str, tuple[int, int], float, float]:
    """Of the last segments of a media playlist: decoder, size, seconds between their pictures, bits a second."""
    status, text, _ = renditions.get(f"{folder}index.m3u8")
    assert status == 200
    lines = text.decode().splitlines()
    heads = [line.split('"')[1] for line in lines if line.startswith("#EXT-X-MAP:")]
    head = b"".join(renditions.get(folder + each)[1] for each in heads)
    bodies = [renditions.get(folder + line)[1] for line in lines if line[0] != "#"][-2:]
    shown = [_pictures(head + body) for body in bodies]
    (decoder, first), (_, second) = shown
    assert len(first) == len(second) == SOURCE.frames
    brightness = [frames[0].to_ndarray(format="gray").mean() for frames in (first, second)]
    assert abs(brightness[1] - brightness[0]) > 0.5
    assert first[0].time_base
    assert first[0].pts is not None
    assert second[0].pts is not None
    seconds = float((second[0].pts - first[0].pts) * first[0].time_base)
    size = first[0].width, first[0].height
    return decoder, size, seconds, max(map(len, bodies)) * 8 / SOURCE.segment_seconds


def _pictures(video: bytes) -> tuple[str, list[av.VideoFrame]]:
    with av.open(io.BytesIO(video), "r") as container:
        frames = list(container.decode(video=0))
        return container.streams.video[0].codec_context.name, frames
