"""How does a streamer's recording come about?  The arena's pictures, out of x264 as OBS sets it, with sound, in an MP4.

Two seconds that are shown often are encoded once and copied, as the arena broadcasts them; from two places of the
camera's way in turn, so that no picture stands still.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, cast

import av
import cv2
import numpy as np

from arena.clips.clip import Clip
from arena.clips.encode import HEIGHT, WIDTH
from arena.scenery.backdrop import backdrop_of
from arena.scenery.lay import Planes, split
from arena.script.showing import Showing
from arena.studio import shoot
from bench.scan.script import SEGMENT_SECONDS

SOUND_RATE, SOUND_FRAME = 48_000, 1024
VARIANTS = 2
_MIN_FRAMES_FOR_ALL_CORES = 1000


class Coded(NamedTuple):
    """A frame out of the encoder; times in frames since its clip began."""

    data: bytes
    shown: int
    decoded: int
    is_key: bool


Take = tuple[Clip, int]
"""A clip, and which of its variants."""


@dataclass(frozen=True)
class Settings:
    """Of a streamer's encoder: OBS' own for a recording as good as its stream."""

    frames_per_second: int = 60
    height: int = 1080
    kilobits: int = 6000
    preset: str = "veryfast"

    @property
    def frames(self) -> int:
        return round(self.frames_per_second * SEGMENT_SECONDS)

    @property
    def width(self) -> int:
        return self.height * WIDTH // HEIGHT


def record(shown: Sequence[Showing], settings: Settings, path: Path) -> None:
    takes = [(showing.picture, n % VARIANTS) for n, showing in enumerate(shown) if showing.picture]
    encoded = _encode_all(sorted(set(takes), key=_by_world), settings)
    part = path.with_suffix(".part")
    with av.open(str(part), "w", format="mp4") as output:
        with av.open(io.BytesIO(encoded[takes[0]]), "r") as first:
            picture = output.add_stream_from_template(first.streams.video[0])
        coded = {take: _coded(data, settings) for take, data in encoded.items()}
        sound = output.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        hum = _hum(len(takes))
        for number, take in enumerate(takes):
            for packet in _packets(coded[take], number * settings.frames, settings):
                packet.stream = picture
                output.mux(packet)
            for frame in _until(hum, (number + 1) * SEGMENT_SECONDS):
                output.mux(sound.encode(frame))
        output.mux(sound.encode(None))
    part.rename(path)


def _by_world(take: Take) -> tuple[object, str, int]:
    return backdrop_of(take[0]), take[0].name, take[1]


def _encode_all(takes: list[Take], settings: Settings) -> dict[Take, bytes]:
    """Those of one world together, so that it is drawn once."""
    batches = [list(group) for _, group in groupby(takes, key=lambda take: backdrop_of(take[0]))]
    if len(takes) * settings.frames < _MIN_FRAMES_FOR_ALL_CORES:
        return {take: _encode(take, settings) for take in takes}
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        done = pool.map(_encode_batch, batches, [settings] * len(batches))
        return {take: data for found in done for take, data in found}


def _encode_batch(takes: list[Take], settings: Settings) -> list[tuple[Take, bytes]]:
    cv2.setNumThreads(1)
    return [(take, _encode(take, settings)) for take in takes]


def _encode(take: Take, settings: Settings) -> bytes:
    """One closed group of pictures, in a file of its own."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as output:
        rate = settings.frames_per_second
        track = output.add_stream("libx264", rate, options=_options(settings))
        track.width, track.height, track.pix_fmt = settings.width, settings.height, "yuv420p"
        track.bit_rate, track.codec_context.thread_count = settings.kilobits * 1000, 1
        for number, planes in enumerate(_turned(take, settings.frames)):
            frame = av.VideoFrame.from_ndarray(_sized(planes, settings), format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            output.mux(track.encode(frame))
        output.mux(track.encode())
    return file.getvalue()


def _turned(take: Take, frames: int) -> Iterator[Planes]:
    """The camera goes in circles: another variant sets out from another place (half way round is the same one)."""
    clip, variant = take
    pictures = [planes.copy() for planes in shoot(clip, frames)]
    start = variant * frames // 3
    yield from pictures[start:] + pictures[:start]


def _sized(planes: Planes, settings: Settings) -> Planes:
    if settings.height == HEIGHT:
        return planes
    luma, blue, red = split(planes)
    size = (settings.width, settings.height)
    half = (settings.width // 2, settings.height // 2)
    parts = [cv2.resize(luma, size, interpolation=cv2.INTER_LINEAR)]
    parts += [cv2.resize(each, half, interpolation=cv2.INTER_LINEAR) for each in (blue, red)]
    flat = np.concatenate([part.reshape(-1) for part in parts])
    return cast(Planes, flat.reshape(settings.height * 3 // 2, settings.width))


def _options(settings: Settings) -> dict[str, str]:
    rate = f"{settings.kilobits}k"
    keys = f"keyint={settings.frames}:min-keyint={settings.frames}:scenecut=0:threads=1"
    return {"preset": settings.preset, "maxrate": rate, "bufsize": rate, "x264-params": keys}


def _coded(encoded: bytes, settings: Settings) -> list[Coded]:
    with av.open(io.BytesIO(encoded), "r") as given:
        rate = settings.frames_per_second
        ticks = rate * (given.streams.video[0].time_base or Fraction(1, rate))
        return [
            Coded(
                bytes(packet),
                round((packet.pts or 0) * ticks),
                round((packet.dts or 0) * ticks),
                packet.is_keyframe,
            )
            for packet in given.demux(video=0)
            if packet.size
        ]


def _packets(coded: list[Coded], first: int, settings: Settings) -> Iterator[av.Packet]:
    """With the times that they have behind ``first`` frames."""
    for each in coded:
        packet = av.Packet(each.data)
        packet.pts, packet.dts = first + each.shown, first + each.decoded
        packet.duration, packet.time_base = 1, Fraction(1, settings.frames_per_second)
        packet.is_keyframe = each.is_key
        yield packet


def _hum(segments: int) -> Iterator[av.AudioFrame]:
    frames = int(segments * SEGMENT_SECONDS * SOUND_RATE / SOUND_FRAME)
    wave = np.sin(np.arange(SOUND_FRAME) * 2 * np.pi * 8 / SOUND_FRAME).astype(np.float32) / 8
    for number in range(frames):
        frame = av.AudioFrame.from_ndarray(np.stack([wave, wave]), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = SOUND_RATE, number * SOUND_FRAME
        frame.time_base = Fraction(1, SOUND_RATE)
        yield frame


def _until(hum: Iterator[av.AudioFrame], seconds: float) -> Iterator[av.AudioFrame]:
    for frame in hum:
        yield frame
        if frame.pts is not None and frame.pts >= seconds * SOUND_RATE:
            return
