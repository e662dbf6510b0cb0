"""When was a picture broadcast, by the dates of a playlist whose clock may be wrong?

How far dates are behind our clock is the age of a picture, the delay of the stream and the error of a clock, together.
Only the first matters here, and it alone moves: so a distance that no fresh picture has is taken off as a constant.
"""

from __future__ import annotations

from dataclasses import replace

from workers.capture.hls.records import MediaPlaylist, Segment
from workers.capture.memory import Memory

MAX_AGE_SECONDS = 30.0
"""Dates of the newest segment are believed up to this age, which leaves a reading time to rank its stream."""
MAX_AHEAD_SECONDS = 5.0
_SAME_SECONDS = 0.001
_USUAL_DURATIONS = 1.5
"""A segment is listed one duration after it began, and half of one more passes on average until a look."""


def note_dates(memory: Memory, playlist: MediaPlaylist, now: float) -> Memory:
    """What to take off the dates of ``playlist``, fetched at ``now``; ``memory`` already knows its newest segment."""
    newest = playlist.newest[-1]
    said = newest.broadcast_at
    if said is None or memory.newest_at != now:
        return memory
    moves = abs(said - memory.newest_date) > _SAME_SECONDS
    memory = replace(memory, newest_date=said, dates_move=moves)
    distance = now - said
    if _is_believable(distance - memory.dates_behind):
        return memory
    usual = _USUAL_DURATIONS * newest.duration_seconds
    behind = 0.0 if _is_believable(distance) else distance - usual
    return replace(memory, dates_behind=behind, thumbnail="")


def broadcast_at(memory: Memory, playlist: MediaPlaylist, segment: Segment, now: float) -> float:
    """When ``segment`` began; ``memory`` is that of ``note_dates``."""
    if segment.broadcast_at is not None and memory.dates_move:
        return min(segment.broadcast_at + memory.dates_behind, now)
    newer = playlist.newest[playlist.newest.index(segment) + 1 :]
    after = sum(each.duration_seconds for each in newer)
    last = playlist.newest[-1].duration_seconds
    return memory.newest_at - _USUAL_DURATIONS * last - after


def _is_believable(age_seconds: float) -> bool:
    return -MAX_AHEAD_SECONDS <= age_seconds <= MAX_AGE_SECONDS
