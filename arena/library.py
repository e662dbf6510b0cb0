"""Where do the encoded clips lie, and who encodes the ones that are missing?"""

import fcntl
import hashlib
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import cv2

from arena.clips.clip import GAMES, LINES, Clip
from arena.clips.encode import Encoding, encode
from arena.clips.light import Lamp, lamp
from arena.scenery.backdrop import backdrop_of
from arena.script.match import lobby, places, states, stills
from arena.studio import shoot

FORGET_AFTER_SECONDS = 14 * 86_400


def every_clip() -> tuple[Clip, ...]:
    """All that channels without a scenario of their own can show."""
    clips = [Clip("none", "ad", number) for number in range(3)]
    clips += [Clip("none", "desktop", number) for number in range(2)]
    clips += [Clip("none", "other", number) for number in range(3)]
    for game in GAMES:
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
        self._lamps: dict[Clip, Lamp] = {}

    def read(self, clip: Clip) -> bytes:
        return self._path(clip).read_bytes()

    def lamp(self, clip: Clip) -> Lamp:
        """Worked out when the clip is first broadcast."""
        if clip not in self._lamps:
            self._lamps[clip] = lamp(self.read(clip))
        return self._lamps[clip]

    def complete(self, clips: Iterable[Clip]) -> None:
        """Encode what is missing, on every core; of two that want the same one waits for the other."""
        wanted = sorted(set(clips), key=lambda clip: (backdrop_of(clip), clip.name))
        self.root.mkdir(parents=True, exist_ok=True)
        with _alone(self.root / f"{self.folder.name}.lock"):
            self.folder.mkdir(exist_ok=True)
            os.utime(self.folder)
            missing = [clip for clip in wanted if not self._path(clip).is_file()]
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

    def _path(self, clip: Clip) -> Path:
        return self.folder / f"{clip.name}.ts"


def _batches(clips: list[Clip]) -> list[list[Clip]]:
    """Clips of one world together, so that it is drawn once; the longest first, so that the cores end together."""
    groups = groupby(clips, key=lambda clip: replace(backdrop_of(clip), take=0))
    return sorted((list(group) for _, group in groups), key=len, reverse=True)


def _encode_batch(task: tuple[Path, Encoding, tuple[Clip, ...]]) -> int:
    folder, encoding, clips = task
    for clip in clips:
        part = folder / f"{clip.name}.part"
        video = encode(shoot(clip, encoding.frames), encoding)
        lamp(video)
        part.write_bytes(video)
        part.rename(part.with_suffix(".ts"))
    return len(clips)


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
