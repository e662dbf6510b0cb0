"""From which of a stream's URLs is its picture taken?

The one that worked last is kept until another works: a platform may fail to give addresses while all of them answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from workers.capture.camera import Camera
from workers.capture.hls.fetching import fetching
from workers.capture.hls.long_playlist import MAX_BYTES, shortened
from workers.capture.hls.playlist import parse
from workers.capture.hls.records import MediaPlaylist, Variant
from workers.capture.hls.variants import by_preference
from workers.capture.memory import Memory, Source
from workers.capture.offers import is_playlist, sources
from workers.counts.timings import Timings
from workers.look.failure import CaptureFailed
from workers.net.deadline import seconds_left, time_limit

MAX_TRIES = 3
"""Renditions that one look tries and that fail, those that are gone not counted: they cost hardly any time."""
MAX_RENDITIONS = 12
"""That one look tries at all."""
RETRY_SECONDS = 60.0
"""After a failed attempt to replace an old address."""
SECOND_CHOICE_SECONDS = 120.0
"""A rendition that replaces a better one is kept this long."""
_KNOWN_SHARE = 0.7
"""Of a look's time, for the address that worked last."""
_MAY_HAVE_MOVED = ("offline", "no-video", "timeout", "refused", "unreadable", "error")
Picture = TypeVar("Picture")


@dataclass(frozen=True, slots=True)
class Search(Generic[Picture]):
    """Of one look, for the picture of the stream at ``url``; every method raises ``CaptureFailed``."""

    url: str
    show: Callable[[Source, MediaPlaylist | None, Memory], tuple[Picture, Memory] | None]
    """The newest picture of an opened source, and what to remember; ``None``: it turned out to be a playlist."""
    camera: Camera
    timings: Timings

    def picture(self, memory: Memory) -> tuple[Picture, Memory]:
        known = memory.source
        if known is None:
            return self._by_resolving(memory)
        if known.way == "hls" and known.url == self.url:
            return self._by_source(known, memory)
        if self._age(known) > self.camera.limits.resolved_seconds:
            return self._by_renewing(known, memory)
        try:
            with fetching("video"), time_limit(seconds_left() * _KNOWN_SHARE):
                return self._by_source(known, memory)
        except CaptureFailed as failure:
            if failure.state == "frozen" and is_playlist(self.url):
                return self._past_frozen(failure, memory)
            if failure.state not in _MAY_HAVE_MOVED:
                raise
        return self._by_resolving(memory)

    def _by_renewing(self, known: Source, memory: Memory) -> tuple[Picture, Memory]:
        """By a new address; by the known one as long as no new one works."""
        try:
            with fetching("video"), time_limit(seconds_left() / 2):
                return self._by_resolving(memory)
        except CaptureFailed as failure:
            # A platform may begin each new session with an ad, which the known one is past.
            keep_seconds = None if failure.state == "ad" else RETRY_SECONDS
            try:
                return self._by_source(self._kept(known, keep_seconds), memory)
            except CaptureFailed as failure_of_known:
                if failure_of_known.state in _MAY_HAVE_MOVED:
                    raise failure from None
                raise

    def _past_frozen(self, frozen: CaptureFailed, memory: Memory) -> tuple[Picture, Memory]:
        """By another rendition than the known one, which has stopped."""
        try:
            return self._by_resolving(memory)
        except CaptureFailed:
            raise frozen from None

    def _by_resolving(self, memory: Memory) -> tuple[Picture, Memory]:
        camera = self.camera
        with self.timings.step("resolve"), fetching("video"):
            found = sources(self.url, camera.client.guard, camera.plugins, camera.clock())
        return self._first_that_works(found, memory)

    def _first_that_works(self, candidates: list[Source], memory: Memory) -> tuple[Picture, Memory]:
        """Of ``candidates``, the best first. Offline only when all of them are."""
        tried, failures, tries_left = candidates[:MAX_RENDITIONS], list[CaptureFailed](), MAX_TRIES
        for source in tried:
            last = source is tried[-1] or tries_left == 1
            try:
                with fetching("playlist"), time_limit(seconds_left() / (1 if last else 2)):
                    picture, found = self._by_source(source, memory)
            except CaptureFailed as failure:
                if failure.state == "ad":
                    raise
                failures.append(failure)
                tries_left -= failure.state != "offline"
                if not tries_left:
                    break
            else:
                if frozen := next((each for each in failures if each.state == "frozen"), None):
                    found = _moving(found, memory, frozen)
                return picture, self._second_choice(found) if failures else found
        raise _failure(failures, len(tried) < len(candidates))

    def _by_source(self, source: Source, memory: Memory) -> tuple[Picture, Memory]:
        if source.way != "hls":
            if shown := self.show(source, None, memory):
                return shown
            source = replace(source, way="hls")
        opened = self._open(source)
        if not isinstance(opened, MediaPlaylist):
            return self._first_that_works(renditions(source, opened), memory)
        shown = self.show(source, opened, memory)
        assert shown
        return shown

    def _open(self, source: Source) -> MediaPlaylist | tuple[Variant, ...]:
        with self.timings.step("playlist"), fetching("playlist"):
            reading = self.camera.client.reading(source.url, source.headers, MAX_BYTES)
            with reading as (url, pieces):
                text = shortened(pieces).decode("utf-8", "replace")
            return parse(text, url, source.variables)

    def _second_choice(self, found: Memory) -> Memory:
        source = found.source
        return replace(found, source=source and self._kept(source, SECOND_CHOICE_SECONDS))

    def _age(self, source: Source) -> float:
        return self.camera.clock() - source.resolved_at

    def _kept(self, source: Source, seconds: float | None) -> Source:
        """``source``, to be resolved again in ``seconds``; in the usual time when there are none."""
        usual, now = self.camera.limits.resolved_seconds, self.camera.clock()
        return replace(source, resolved_at=now if seconds is None else now - usual + seconds)


def renditions(source: Source, variants: tuple[Variant, ...]) -> list[Source]:
    """Of a master playlist, the best first, each once. Raises ``CaptureFailed`` (error, no-video, offline)."""
    if source.is_rendition:
        raise CaptureFailed("error", "A variant points to another master playlist.")
    found: dict[str, Source] = {}
    for each in by_preference(variants):  # one is listed again with each group of sound
        rendition = replace(source, url=each.url, is_rendition=True, variables=dict(each.variables))
        found.setdefault(each.url, rendition)
    if not found:
        raise CaptureFailed(
            "no-video" if variants else "offline", "The stream has no rendition with a picture."
        )
    return list(found.values())


def _failure(failures: list[CaptureFailed], others_left: bool) -> CaptureFailed:
    """Of a stream none of whose renditions works; ``others_left``: there are more than were tried."""
    present = next((each for each in failures if each.state != "offline"), None)
    if present is None and others_left:
        return CaptureFailed("error", f"None of the first {len(failures)} renditions is available.")
    return present or failures[0]


def _moving(found: Memory, memory: Memory, frozen: CaptureFailed) -> Memory:
    """``found`` beside a rendition that has stopped, which it remembers.

    Another than the watched one counts only when it is ahead, or when its encoder counts from the start again: else all
    of them have stopped. Raises ``frozen``.
    """
    if found.rendition == memory.rendition:
        return found
    if memory.newest_number / 2 <= found.newest_number <= memory.newest_number:
        raise frozen
    stopped = {**memory.stopped, memory.rendition: memory.newest}
    return replace(found, stopped=dict([*stopped.items()][-MAX_TRIES:]))
