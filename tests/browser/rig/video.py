"""Where does the browser get a real stream from: two minutes of moving picture, served as HLS under any name?"""

from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import av
import numpy as np

FRAMES_PER_SECOND = 10
SECONDS = 120
HEAVY_SECONDS = 60
WIDTH, HEIGHT = 320, 180
SAMPLES_PER_SECOND = 48_000
OPTIONS = {"hls_time": "2", "hls_list_size": "0", "hls_flags": "independent_segments"}


def cut_stream(folder: Path) -> None:
    """Write ``index.m3u8`` and its segments of two seconds."""
    with av.open(str(folder / "index.m3u8"), "w", format="hls", options=OPTIONS) as playlist:
        video = playlist.add_stream("libx264", rate=FRAMES_PER_SECOND)
        video.width, video.height, video.pix_fmt, video.gop_size = (
            WIDTH,
            HEIGHT,
            "yuv420p",
            2 * FRAMES_PER_SECOND,
        )
        video.options = {"preset": "ultrafast", "profile": "baseline"}
        for number in range(SECONDS * FRAMES_PER_SECOND):
            picture = np.full((HEIGHT, WIDTH, 3), (20, 40, 70), np.uint8)
            picture[:, number * 3 % WIDTH] = (255, 90, 60)
            playlist.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        playlist.mux(video.encode(None))


def cut_apart(folder: Path) -> None:
    """Write ``apart.m3u8``: the same picture, with a tone that has a playlist and segments of its own."""
    with av.open(str(folder / "sound.m3u8"), "w", format="hls", options=OPTIONS) as playlist:
        sound = playlist.add_stream("aac", rate=SAMPLES_PER_SECOND, layout="mono")
        for began in range(0, SECONDS * SAMPLES_PER_SECOND, SAMPLES_PER_SECOND):
            times = (
                np.arange(began, began + SAMPLES_PER_SECOND, dtype=np.float32) / SAMPLES_PER_SECOND
            )
            frame = av.AudioFrame.from_ndarray(
                np.sin(2 * np.pi * 440 * times)[np.newaxis], "fltp", "mono"
            )
            frame.sample_rate, frame.pts = SAMPLES_PER_SECOND, began
            playlist.mux(sound.encode(frame))
        playlist.mux(sound.encode(None))
    (folder / "apart.m3u8").write_text(
        '#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="tone",NAME="Tone",DEFAULT=YES,URI="sound.m3u8"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=300000,CODECS="avc1.42c00d,mp4a.40.2",AUDIO="tone"\nindex.m3u8\n'
    )


def cut_heavy(folder: Path) -> None:
    """Write ``heavy.m3u8``, noise of 3 Mbit/s, and ``both.m3u8``: it and ``index.m3u8`` as renditions of one stream."""
    noise = np.random.default_rng(1)
    with av.open(str(folder / "heavy.m3u8"), "w", format="hls", options=OPTIONS) as playlist:
        video = playlist.add_stream("libx264", rate=FRAMES_PER_SECOND)
        video.width, video.height, video.pix_fmt = 640, 360, "yuv420p"
        video.gop_size, video.bit_rate = 2 * FRAMES_PER_SECOND, 3_000_000
        video.options = {"preset": "ultrafast", "profile": "baseline"}
        for _ in range(HEAVY_SECONDS * FRAMES_PER_SECOND):
            picture = noise.integers(0, 255, (360, 640, 3), np.uint8)
            playlist.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        playlist.mux(video.encode(None))
    codecs = 'CODECS="avc1.42c01e"'
    (folder / "both.m3u8").write_text(
        f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=3200000,RESOLUTION=640x360,{codecs}\nheavy.m3u8\n"
        f"#EXT-X-STREAM-INF:BANDWIDTH=200000,RESOLUTION=320x180,{codecs}\nindex.m3u8\n"
    )


class _AnyName(http.server.SimpleHTTPRequestHandler):
    def guess_type(self, path: str | os.PathLike[str]) -> str:
        return "application/vnd.apple.mpegurl" if str(path).endswith(".m3u8") else "video/mp2t"

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.rpartition("/")[2])

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The port where ``/any-name/index.m3u8`` plays."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_AnyName, directory=str(folder))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()
