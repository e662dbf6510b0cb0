"""Where do the encoded clips lie, and who encodes the ones that are missing?"""

import fcntl
import hashlib
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from pathlib import Path

import cv2

from arena.clips.clip import GAMES, LINES, Clip
from arena.clips.codecs import codecs
from arena.clips.encode import Encoding, encode
from arena.clips.fragment import LIGHTS, encode_fragments, fragment_of, head_of
from arena.clips.light import Lamp, lamp
from arena.clips.retime import retime
from arena.scenery.backdrop import backdrop_of
from arena.script.match import lobby, places, states, stills
from arena.studio import shoot

FORGET_AFTER_SECONDS = 14 * 86_400


def every_clip(games: Collection[str] = GAMES) -> tuple[Clip, ...]:
    """All that channels of ``games`` without a scenario of their own can show."""
    clips = [Clip("none", "ad", number) for number in range(3)]
    clips += [Clip("none", "desktop", number) for number in range(2)]
    clips += [Clip("none", "other", number) for number in range(3)]
    for game in games:
        clips += [*lobby(game), *places(game)]
        for line in range(LINES):
            clips += [*states(game, line), *stills(game, line), Clip(game, "over", line)]
    return tuple(clips)


def default_root() -> Path:
    """The user's cache folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rotisserie" / "arena"


class Library:
    """A folder of clips, a file each; its name changes with whatever draws or encodes them."""

    def __init__(self, root: Path, encoding: Encoding) -> None:
        self.encoding = encoding
        self.root = root
        self.folder = root / _fingerprint(encoding)
        self._clips: list[Clip] = []
        self._lamps: dict[Clip, Lamp] = {}

    @property
    def in_fragments(self) -> bool:
        """Of MP4, behind an initialization section; others are MPEG-TS."""
        return self.encoding.codec != "h264"

    def segment(self, clip: Clip, ticks: int, light: int) -> bytearray:
        """The clip at its time of 90 kHz; the lights take turns."""
        files = self._files(clip)
        if self.in_fragments:
            return fragment_of(files[light % len(files)].read_bytes(), ticks)
        video = retime(files[0].read_bytes(), ticks)
        self._lamp(clip).shine(video, light)
        return video

    @property
    def head(self) -> bytes:
        """The initialization section of all clips in fragments."""
        return head_of(self._any)

    @cached_property
    def codecs(self) -> str:
        """As playlists name them."""
        return codecs(self._any, self.encoding)

    @cached_property
    def peak_bits_per_second(self) -> int:
        """Of the largest segment."""
        largest = max(file.stat().st_size for clip in self._clips for file in self._files(clip))
        return round(8 * largest / self.encoding.segment_seconds)

    @property
    def _any(self) -> bytes:
        return self._files(self._clips[0])[0].read_bytes()

    def _lamp(self, clip: Clip) -> Lamp:
        """Worked out when the clip is first broadcast."""
        if clip not in self._lamps:
            self._lamps[clip] = lamp(self._files(clip)[0].read_bytes())
        return self._lamps[clip]

    def complete(self, clips: Iterable[Clip]) -> None:
        """Encode what is missing, on every core; of two that want the same one waits for the other."""
        wanted = self._clips = sorted(set(clips), key=lambda clip: (backdrop_of(clip), clip.name))
        self.root.mkdir(parents=True, exist_ok=True)
        with _alone(self.root / f"{self.folder.name}.lock"):
            self.folder.mkdir(exist_ok=True)
            os.utime(self.folder)
            missing = [clip for clip in wanted if not self._has(clip)]
            if missing:
                _forget_unused(self.root)
                self._sweep()
                self._encode(missing)

    def _encode(self, clips: list[Clip]) -> None:
        tasks = [(self.folder, self.encoding, tuple(batch)) for batch in _batches(clips)]
        cores = min(len(os.sched_getaffinity(0)), len(tasks))
        began, done = time.monotonic(), 0
        if len(tasks) == 1:
            _encode_batch(tasks[0])
            return
        try:
            with multiprocessing.get_context("spawn").Pool(cores, _prepare_worker) as pool:
                for count in pool.imap_unordered(_encode_batch, tasks):
                    done += count
                    _progress(done, len(clips), time.monotonic() - began)
        finally:
            self._sweep()

    def _sweep(self) -> None:
        """Whoever was told to stop in the middle left a piece of a clip behind."""
        for leftover in self.folder.glob("*.part"):
            leftover.unlink(missing_ok=True)

    def _has(self, clip: Clip) -> bool:
        return all(file.is_file() for file in self._files(clip))

    def _files(self, clip: Clip) -> list[Path]:
        return _files(self.folder, self.encoding, clip)


def _batches(clips: list[Clip]) -> list[list[Clip]]:
    """Clips of one world together, so that it is drawn once; the longest first, so that the cores end together."""
    groups = groupby(clips, key=lambda clip: replace(backdrop_of(clip), take=0))
    return sorted((list(group) for _, group in groups), key=len, reverse=True)


def _encode_batch(task: tuple[Path, Encoding, tuple[Clip, ...]]) -> int:
    folder, encoding, clips = task
    for clip in clips:
        for file, video in zip(
            _files(folder, encoding, clip), _encoded(clip, encoding), strict=True
        ):
            part = file.with_suffix(".part")
            part.write_bytes(video)
            part.rename(file)
    return len(clips)


def _files(folder: Path, encoding: Encoding, clip: Clip) -> list[Path]:
    """One of H.264, which is lit as it is broadcast; one in each light of the others."""
    if encoding.codec == "h264":
        return [folder / f"{clip.name}.ts"]
    return [folder / f"{clip.name}.{number}.mp4" for number in range(len(LIGHTS))]


def _encoded(clip: Clip, encoding: Encoding) -> list[bytes]:
    pictures = shoot(clip, encoding.frames)
    if encoding.codec != "h264":
        return encode_fragments(pictures, encoding)
    video = encode(pictures, encoding)
    lamp(video)
    return [video]


def _prepare_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    cv2.setNumThreads(1)


def _progress(done: int, total: int, seconds: float) -> None:
    end = "\n" if done == total or not sys.stderr.isatty() else "\r"
    sys.stderr.write(f"arena: encoding the library, {done} of {total} clips, {seconds:.0f} s{end}")
    sys.stderr.flush()


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write("arena: another arena is encoding the library; waiting for it\n")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _forget_unused(root: Path) -> None:
    for folder in root.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > FORGET_AFTER_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _fingerprint(encoding: Encoding) -> str:
    """Of the settings and of the sources of everything that is seen or encoded."""
    here = Path(__file__).parent
    sources = [here / "studio.py"]
    for room in ("clips", "hud", "scenery", "screens"):
        sources += here.glob(f"{room}/*.py")
    digest = hashlib.sha256(repr(encoding).encode())
    for source in sorted(sources):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
