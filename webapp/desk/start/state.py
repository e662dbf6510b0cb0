"""What state is the installation in, and what is to be done? For the start page, Health and an empty live board."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from redis.exceptions import RedisError

from scoreboard.models import ALL_GAMES
from scoreboard.rules import LATE_SECONDS, in_play, is_unread
from scoreboard.store import Store
from webapp.catalog.models import Game
from webapp.desk.models import Doubt
from webapp.desk.start.missing import SET_CREDENTIALS, missing_roles, watches_by_url
from webapp.joining.models import Submission

NAMES = {
    "beat": "scheduler (beat)",
    "control": "control worker",
    "capture": "capture worker",
    "ocr": "OCR worker",
}
FAULTS_SAID = 5
CHANNELS, ADD_CHANNEL = "/admin/catalog/channel/", "/admin/catalog/channel/add/"
SUBMISSIONS = "/admin/joining/queue/"
GAMES, DOUBTS, HEALTH = "/admin/catalog/game/", "/admin/desk/doubts/", "/admin/desk/health/"
UNREAD = "/admin/desk/unread/"


@dataclass(frozen=True, slots=True)
class Sentence:
    level: Literal["ok", "todo", "bad"]
    """``todo``: something is missing; ``bad``: something is broken."""
    text: str
    address: str = ""
    """Of the page where it is dealt with; empty where no page does."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Streams, as they are now and not as the last board had them."""

    streams: int
    in_play: int
    failing: int
    unread: int
    board_age: float | None
    """Seconds; ``None``: no board was made yet."""

    @property
    def is_fresh(self) -> bool:
        return self.board_age is not None and self.board_age <= LATE_SECONDS

    @property
    def sentence(self) -> Sentence:
        if self.board_age is None:
            return Sentence("todo", "No board has been computed yet.", HEALTH)
        shown = (
            f"{self.in_play:,} of {_many(self.streams, 'stream')} in play, {self.failing:,} failing"
        )
        if self.is_fresh:
            return Sentence("ok", f"The board is up to date ({age(self.board_age)} old): {shown}.")
        late = f"The board is {age(self.board_age)} old and is no longer being updated: {shown}."
        return Sentence("bad", late, HEALTH)


def state(board_store: Store, now: float) -> list[Sentence]:
    """The board's state, then what is broken, then what is missing. Raises only the database's errors."""
    try:
        workers, streams = missing_workers(board_store, now), counted(board_store, now)
        found = [streams.sentence, *workers, *_faults(board_store)]
        found += [*_platforms(board_store), *_unread(streams.unread)]
    except RedisError:
        text = "Redis is unreachable: stream status is unknown, and the board is not being updated."
        return [Sentence("bad", text), *_to_review()]
    order = ("bad", "todo", "ok")
    first, *others = [*found, *_games(), *_to_review()]
    return [first, *sorted(others, key=lambda sentence: order.index(sentence.level))]


def counted(board_store: Store, now: float) -> Counted:
    board, streams = board_store.board(ALL_GAMES), board_store.streams()
    standings = board_store.standings()
    known = [standings[channel] for channel in streams if channel in standings]
    return Counted(
        len(streams),
        sum(in_play(standing, now) for standing in known),
        sum(standing.failures > 0 for standing in known),
        sum(is_unread(standing, now) for standing in known),
        max(0.0, now - board.at) if board and board.at else None,
    )


def missing_workers(board_store: Store, now: float) -> list[Sentence]:
    """As ``manage.py doctor`` finds them."""
    missing = missing_roles(board_store.workers(now))
    said = [f"No {NAMES[role]} has reported: start one." for role in missing]
    if "beat" not in missing and not board_store.leader():
        said.insert(0, "No scheduler (beat) leads, so no stream is checked: restart beat.")
    return [Sentence("bad", text, HEALTH) for text in said]


def age(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def a_platform_is_asked(board_store: Store) -> bool:
    """Whether workers with credentials have asked one, with or without success."""
    asked = (step == "discover" for step, _ in board_store.faults())
    return bool(board_store.platforms()) or any(asked)


def _platforms(board_store: Store) -> Iterable[Sentence]:
    if a_platform_is_asked(board_store) or watches_by_url():
        return
    seen = "" if board_store.has_discovered() else " seen yet"
    yield Sentence(
        "todo",
        f"No credentials of Twitch, Kick or YouTube{seen}: {SET_CREDENTIALS}, or add a channel.",
        ADD_CHANNEL,
    )


def _faults(board_store: Store) -> list[Sentence]:
    """The current faults, each once."""
    said = [
        f"{step} {subject}: {row['sentence']}"
        for (step, subject), row in board_store.faults().items()
    ]
    more = len(said) - FAULTS_SAID
    shown = [Sentence("bad", fault, HEALTH) for fault in said[:FAULTS_SAID]]
    return [*shown, *([Sentence("bad", f"{more:,} more faults.", HEALTH)] if more > 0 else [])]


def _games() -> Iterable[Sentence]:
    if not Game.objects.filter(enabled=True).exists():
        yield Sentence("todo", "No game is enabled: enable one.", GAMES)


def _unread(count: int) -> Iterable[Sentence]:
    if count:
        yield Sentence("todo", f"{_many(count, 'stream')} in play but unread.", UNREAD)


def _to_review() -> Iterable[Sentence]:
    submitted = Submission.objects.filter(state__in=Submission.UNDECIDED).count()
    if submitted:
        yield Sentence("todo", f"{_many(submitted, 'submission')} to review.", SUBMISSIONS)
    waiting = Doubt.objects.filter(verdict=Doubt.Verdict.OPEN).count()
    if waiting:
        yield Sentence("todo", f"{_many(waiting, 'doubt')} to review.", DOUBTS)


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" + ("" if count == 1 else "s")
