"""Which chapters does a recording have, for YouTube and for ffmpeg?

YouTube wants the first one at 0:00, three of them or more, each ten seconds or longer (its help page on video
chapters).
ffmpeg's form is that of its manual, ffmpeg-formats, "Metadata".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoreboard.scans.shown import clock
from workers.scan.timeline.highlights import last_ten_at, said
from workers.scan.timeline.records import Match, Timeline

MIN_SECONDS = 10.0
_ESCAPED = "=;#\\\n"


@dataclass(frozen=True, slots=True)
class Chapter:
    begin: float
    title: str


def chapters_of(timeline: Timeline) -> list[Chapter]:
    """The first begins at 0. One that would be too short is left out: the one before goes on."""
    found = [Chapter(0.0, "Start")]
    for chapter in sorted(_all(timeline), key=lambda each: each.begin):
        if chapter.begin - found[-1].begin >= MIN_SECONDS:
            found.append(chapter)
        elif found[-1].begin == 0 and len(found) == 1:
            found = [Chapter(0.0, chapter.title)]
    if len(found) > 1 and timeline.scanned_seconds - found[-1].begin < MIN_SECONDS:
        found.pop()
    return found


def youtube(timeline: Timeline) -> str:
    """To be put into the description."""
    return "".join(f"{clock(each.begin)} {each.title}\n" for each in chapters_of(timeline))


def ffmetadata(timeline: Timeline) -> str:
    """``ffmpeg -i VIDEO -i chapters.ffmeta -map_metadata 1 -codec copy OUT``."""
    found = chapters_of(timeline)
    ends = [*(each.begin for each in found[1:]), max(timeline.seconds, timeline.scanned_seconds)]
    parts = [";FFMETADATA1\n"]
    for each, end in zip(found, ends, strict=True):
        times = f"START={round(1000 * each.begin)}\nEND={round(1000 * end)}\n"
        parts.append(f"[CHAPTER]\nTIMEBASE=1/1000\n{times}title={_escaped(each.title)}\n")
    return "".join(parts)


def _all(timeline: Timeline) -> Iterator[Chapter]:
    for match in timeline.matches:
        yield Chapter(match.begin, _title(match))
        ten_at = last_ten_at(match)
        if ten_at is not None:
            yield Chapter(ten_at, f"Match {match.number}: last ten")
        yield Chapter(match.end, f"After match {match.number}")


def _title(match: Match) -> str:
    kills = "" if not match.kills else f", {match.kills} kill{'' if match.kills == 1 else 's'}"
    return f"Match {match.number}: {said(match)}{kills}"


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in _ESCAPED else letter for letter in text)
