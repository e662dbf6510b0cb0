"""How is one look at a stream taken?"""

from __future__ import annotations

from dataclasses import replace

from scoreboard.models import Stream
from scoreboard.store import LookContext
from workers.capture.camera import Camera
from workers.capture.frozen import STILL_SECONDS, note_picture
from workers.capture.hls.fetching import fetching
from workers.capture.memory import Memory
from workers.capture.picture import Picture, take_picture
from workers.capture.preview import EXPIRES_SECONDS, is_due, small_jpeg
from workers.capture.resolve import resolve
from workers.counts.timings import Timings
from workers.look.cut import cut
from workers.look.failure import CaptureFailed
from workers.look.look import Look
from workers.net.deadline import time_limit

_MAY_HAVE_MOVED = ("offline", "error", "timeout")


def capture(
    wanted: LookContext, token: str, camera: Camera, timings: Timings | None = None
) -> Look:
    """The newest picture of a stream, cut to the regions of its game; ``token`` is the lease it is taken under.

    Raises ``CaptureFailed`` with the state that the look ended in, within ``camera.limits.look_seconds``.
    """
    stream, game, timings = wanted.stream, wanted.game, timings or Timings()
    with time_limit(camera.limits.look_seconds):
        picture, memory = _picture(stream, _recall(wanted.resolved, camera), camera, timings)
    with timings.step("frozen"):
        memory, still_seconds = note_picture(memory, picture.luma, picture.captured_at)
    if still_seconds <= STILL_SECONDS and is_due(
        memory.preview_at, game.has_banner, camera.clock()
    ):
        with timings.step("preview"):
            memory = _keep_preview(stream, picture, memory, camera)
    with timings.step("keep"):
        _keep(stream, memory, camera)
    if still_seconds > STILL_SECONDS:
        raise CaptureFailed("frozen", f"The picture has not moved for {still_seconds:.0f} seconds.")
    with timings.step("cut"):
        frame_height, crops = cut(picture.luma, game, stream.correction)
    return Look(
        stream.channel, game.slug, token, picture.captured_at, frame_height, crops, camera.clock()
    )


def photograph(stream: Stream, camera: Camera) -> Picture:
    """The newest whole picture of ``stream``, for people. Raises ``CaptureFailed``."""
    with time_limit(camera.limits.look_seconds):
        return _picture(stream, Memory(), camera, Timings())[0]


def _recall(resolved: str, camera: Camera) -> Memory:
    memory = Memory.from_json(resolved) if resolved else Memory()
    aged = (
        memory.source
        and camera.clock() - memory.source.resolved_at > camera.limits.resolved_seconds
    )
    return replace(memory, source=None) if aged else memory


def _keep(stream: Stream, memory: Memory, camera: Camera) -> None:
    camera.store.put_resolved(stream.channel, memory.to_json(), camera.limits.resolved_seconds)


def _keep_preview(stream: Stream, picture: Picture, memory: Memory, camera: Camera) -> Memory:
    if jpeg := small_jpeg(picture.frame):
        camera.store.put_preview(stream.channel, jpeg, EXPIRES_SECONDS)
    return replace(memory, preview_at=camera.clock())


def _picture(
    stream: Stream, memory: Memory, camera: Camera, timings: Timings
) -> tuple[Picture, Memory]:
    """By the address that is known; when that fails, by one resolved anew."""
    if memory.source:
        try:
            return take_picture(memory.source, memory, camera, timings)
        except CaptureFailed as failure:
            if failure.state not in _MAY_HAVE_MOVED:
                raise
            memory = replace(memory, source=None)
            _keep(stream, memory, camera)
    with timings.step("resolve"), fetching("video"):
        source = resolve(stream.url, camera.client, camera.plugins, camera.clock())
    return take_picture(source, memory, camera, timings)
