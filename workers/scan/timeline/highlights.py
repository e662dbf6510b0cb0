"""What in a recording is worth showing? Pure."""

from __future__ import annotations

from collections.abc import Iterator

from scoreboard.rules import FINAL_ALIVE, KILLS_TOGETHER, KILLS_TOGETHER_SECONDS
from workers.scan.timeline.records import Highlight, Kill, Match, Moment

LEAD_SECONDS, TAIL_SECONDS = 10.0, 5.0
"""What a clip shows before and after."""
FINISH_SECONDS = 30.0


def highlights_of(match: Match) -> list[Highlight]:
    """In the order of time."""
    found = [*_kills(match), *_last_ten(match), *_finish(match)]
    return sorted(found, key=lambda each: (each.begin, each.end))


def _kills(match: Match) -> Iterator[Highlight]:
    for group in _together(match.kills_at):
        count, seconds = sum(kill.count for kill in group), group[-1].at - group[0].at
        if count >= KILLS_TOGETHER:
            what = f"{count} kills in {seconds:.0f} s" if seconds else f"{count} kills at once"
            yield _clip("kills", match, group[0].at, group[-1].at, what)


def _together(kills: tuple[Kill, ...]) -> Iterator[list[Kill]]:
    """Each no later than so many seconds after the one before."""
    group: list[Kill] = []
    for kill in kills:
        if group and kill.at - group[-1].at > KILLS_TOGETHER_SECONDS:
            yield group
            group = []
        group.append(kill)
    if group:
        yield group


def last_ten_at(match: Match) -> float | None:
    """When so few were left, with the streamer still among them."""
    return next(
        (
            at
            for at, alive in match.curve
            if alive <= FINAL_ALIVE and (match.out is None or at < match.out)
        ),
        None,
    )


def _last_ten(match: Match) -> Iterator[Highlight]:
    at = last_ten_at(match)
    if at is not None:
        yield _clip("last-ten", match, at, match.out or match.end, f"Last {FINAL_ALIVE}")


def _finish(match: Match) -> Iterator[Highlight]:
    """Of a match that was seen to its end."""
    if match.is_over and match.out is None and last_ten_at(match) is not None:
        since = max(match.begin, match.end - FINISH_SECONDS + LEAD_SECONDS)
        yield _clip("finish", match, since, match.end, f"Finish: {said(match)}")


def _clip(kind: Moment, match: Match, begin: float, end: float, what: str) -> Highlight:
    begin, end = max(0.0, begin - LEAD_SECONDS), end + TAIL_SECONDS
    return Highlight(kind, match.number, round(begin, 3), round(end, 3), what)


def said(match: Match) -> str:
    """How a match ended, in few words."""
    place = f" #{match.place}" if match.place and match.result != "won" else ""
    words = {
        "won": "won",
        "placed": f"placed{place}",
        "eliminated": "eliminated",
        "left": "left",
        "lost": "lost sight of",
        "": "over" if match.is_over else "recording ends",
    }
    return words[match.result]
