"""How is one look at a stream taken?"""

from __future__ import annotations

from dataclasses import replace

from scoreboard.models import Stream
from scoreboard.store import LookContext
from workers.capture.camera import Camera
from workers.capture.frozen import STILL_SECONDS, note_picture
from workers.capture.hls.fetching import fetching
from workers.capture.hls.records import MediaPlaylist
from workers.capture.memory import Memory, Source
from workers.capture.no_playlist import seen_in_video
from workers.capture.picture import Picture, compared, picture_of_playlist
from workers.capture.preview import EXPIRES_SECONDS, is_due, small_jpeg
from workers.capture.resolve import Search
from workers.capture.video.decode import luma
from workers.capture.video.rows.trial import is_as_expected
from workers.counts.timings import Timings
from workers.look.banner import has_headline, letters_of, narrowed
from workers.look.cut import cut_at
from workers.look.extent import Extent, extent, is_check_due, to_check, with_place
from workers.look.failure import CaptureFailed
from workers.look.look import BANNER, Gray, Look
from workers.net.cookies import keeping_cookies
from workers.net.deadline import time_limit


def capture(
    wanted: LookContext, token: str, camera: Camera, timings: Timings | None = None
) -> Look:
    """The newest picture of a stream, cut to the regions of its game; ``token`` is the lease it is taken under.

    Raises ``CaptureFailed`` with the state that the look ended in, within ``camera.limits.look_seconds``.
    """
    stream, game, timings = wanted.stream, wanted.game, timings or Timings()
    memory = camera.memories.recall(stream.channel, wanted.remembered)
    needed = _needed(wanted, memory, camera)
    picture, memory = _picture(stream, memory, camera, timings, needed)
    with timings.step("frozen"):
        memory, still_seconds = note_picture(
            memory, picture.luma, picture.captured_at, picture.frame.height
        )
    if picture.is_whole:
        memory = _note_whole(wanted, picture, memory, camera, timings, still_seconds)
    with timings.step("keep"):
        camera.memories.keep(stream.channel, token, memory)
    if still_seconds > STILL_SECONDS:
        raise CaptureFailed("frozen", f"The picture has not moved for {still_seconds:.0f} seconds.")
    with timings.step("cut"):
        place = needed.place if needed and not picture.is_whole else memory.known.place
        frame_height, crops = cut_at(place, picture.luma, game)
        crops = _with_banner(crops)
    # A still picture tells nothing new: it is the one that was seen before.
    shown_at = memory.thumbnail_at if memory.may_be_still else picture.captured_at
    return Look(stream.channel, game.slug, token, shown_at, frame_height, crops, camera.clock())


def _with_banner(crops: dict[str, Gray]) -> dict[str, Gray]:
    """The middle of the picture as it is read, and only where there are words to read."""
    if BANNER not in crops:
        return crops
    banner = narrowed(crops[BANNER])
    rest = {name: crop for name, crop in crops.items() if name != BANNER}
    return {**rest, BANNER: banner} if has_headline(letters_of(banner)) else rest


def _needed(wanted: LookContext, memory: Memory, camera: Camera) -> Extent | None:
    if not is_as_expected():
        return None
    stream, game = wanted.stream, wanted.game
    now = camera.clock()
    preview = is_due(memory.preview_at, game.has_banner, now)
    return extent(memory.known, game, stream.correction, memory.may_be_still, preview, now)


def _note_whole(
    wanted: LookContext,
    picture: Picture,
    memory: Memory,
    camera: Camera,
    timings: Timings,
    still_seconds: float,
) -> Memory:
    """What only a whole picture shows: where the game is in it, whether rows can be decoded alone, and a preview."""
    stream, game, now = wanted.stream, wanted.game, camera.clock()
    with timings.step("cut"):
        known = with_place(memory.known, picture.luma, stream.correction)
    if picture.seen and is_as_expected() and is_check_due(known, now):
        with timings.step("compare"):
            needed = to_check(known, game, stream.correction, picture.seen.ends_at)
            known = compared(known, picture.seen, needed, now) if needed else known
    memory = replace(memory, known=known)
    if still_seconds <= STILL_SECONDS and is_due(memory.preview_at, game.has_banner, now):
        with timings.step("preview"):
            memory = _keep_preview(stream, picture, memory, camera, game.has_banner)
    return memory


def photograph(stream: Stream, camera: Camera) -> Picture:
    """The newest whole picture of ``stream``, for people. Raises ``CaptureFailed``."""
    return _picture(stream, Memory(), camera, Timings(), None)[0]


def _picture(
    stream: Stream, memory: Memory, camera: Camera, timings: Timings, needed: Extent | None
) -> tuple[Picture, Memory]:
    """Within the look's time, with the stream's own cookies; ``needed``: all of it when ``None``."""
    with (
        time_limit(camera.limits.look_seconds),
        keeping_cookies(memory.cookies) as jar,
        fetching("video"),
    ):
        picture, memory = _search(stream, camera, timings, needed).picture(memory)
    return picture, replace(memory, cookies=jar.cookies)


def _search(
    stream: Stream, camera: Camera, timings: Timings, needed: Extent | None
) -> Search[Picture]:
    def show(
        source: Source, playlist: MediaPlaylist | None, memory: Memory
    ) -> tuple[Picture, Memory] | None:
        if playlist:
            return picture_of_playlist(source, playlist, memory, camera, timings, needed)
        seen = seen_in_video(source, camera, timings)
        if seen is None:
            return None
        picture = Picture(seen.frame, luma(seen.frame), camera.clock())
        return picture, replace(memory, source=source)

    return Search(stream.url, show, camera, timings)


def _keep_preview(
    stream: Stream, picture: Picture, memory: Memory, camera: Camera, near_end: bool
) -> Memory:
    if jpeg := small_jpeg(picture.frame):
        camera.store.put_preview(stream.channel, jpeg, EXPIRES_SECONDS)
        if near_end:
            camera.store.keep_look(stream.channel, jpeg)
    return replace(memory, preview_at=camera.clock())
