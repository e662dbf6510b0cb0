"""What is a streamer told about the channel that was submitted?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from redis.exceptions import RedisError

from scoreboard.models import Standing
from scoreboard.requests import Seen
from scoreboard.rules import in_play, phase_now
from scoreboard.store import Store
from webapp.board.pictures.endpoint import address_of
from webapp.board.words import age_words
from webapp.catalog.models import Channel
from webapp.joining.models import Submission

Level = Literal["wait", "good", "bad", "gone"]
State = Submission.State
COVERED = "your camera, your chat or an alert may cover it"
UNREACHABLE = "The site can’t see its own checks right now. This page keeps trying."


@dataclass(frozen=True, slots=True)
class Told:
    """How the channel stands: a few words, a sentence, and what the last check saw."""

    level: Level
    title: str
    sentence: str
    crops: list[str] = field(default_factory=list)
    """PNGs in base64: the part of the picture that was read."""
    picture: str = ""
    """The address of the newest picture of the stream."""


def told(submission: Submission, store: Store, now: float) -> Told:
    """``now`` by the site's clock."""
    if submission.state == State.ACCEPTED:
        return _of_channel(submission, store, now)
    return _BEFORE[submission.state](submission)


def _waiting(submission: Submission) -> Told:
    sentence = "A moderator will look at your channel. Nothing else is needed from you."
    return Told("wait", "Waiting for a moderator", sentence)


def _duplicate(submission: Submission) -> Told:
    sentence = "This channel has been added under its other name already."
    return Told("gone", "Added already", sentence)


def _declined(submission: Submission) -> Told:
    return Told("gone", "Declined", "A moderator declined this channel.")


def _missing(submission: Submission) -> Told:
    platform = submission.get_platform_display()
    sentence = f"There is no channel with this name on {platform}. Check the spelling."
    return Told("bad", "No such channel", sentence)


_BEFORE: dict[str, Callable[[Submission], Told]] = {
    State.CHECKING: lambda _: Told(
        "wait", "Checking your channel", "This usually takes a few seconds."
    ),
    State.WAITING: _waiting,
    State.DECLINED: _declined,
    State.MISSING: _missing,
    State.DUPLICATE: _duplicate,
    State.REMOVED: lambda _: Told("gone", "Removed", "Your channel has been removed."),
}


def _of_channel(submission: Submission, store: Store, now: float) -> Told:
    row = submission.added or Channel.objects.filter(channel=submission.channel).first()
    if row is None:
        return Told("gone", "Not watched", "A moderator has removed this channel.")
    if row.rule == Channel.Rule.BLOCK:
        return Told("gone", "Not shown", "A moderator has blocked this channel.")
    if not submission.game.enabled:
        return Told("gone", "Not watched", f"{submission.game} is switched off on this site.")
    try:
        return _watched(row.channel, store, now)
    except RedisError:
        return Told("wait", "Accepted", UNREACHABLE)


def _watched(channel: str, store: Store, now: float) -> Told:
    """Looking at the page makes the readers keep what they are shown."""
    stream, standing = store.watched([channel])[channel]
    if stream is None:
        return Told("wait", "Accepted", "Your channel is picked up within a minute.")
    place = store.places({channel: stream.game})[channel]
    store.mark_viewed([channel])
    if place.paused_seconds:
        minutes = f"{max(1, round(place.paused_seconds / 60))} more min"
        return Told("wait", "Paused", f"A moderator has paused the checks for {minutes}.")
    if standing is None or standing.state == "new":
        return Told("wait", "Watched", "The first check is due within seconds.")
    level, title, sentence = said(standing, now)
    if standing.state == "offline":
        return Told(level, title, sentence)
    picture = f"{address_of(channel)}?at={now // 10 * 10:.0f}" if store.preview(channel) else ""
    return Told(level, title, sentence, _crops(place.seen), picture)


def said(standing: Standing, now: float) -> tuple[Level, str, str]:
    """Of a channel that has been looked at."""
    if in_play(standing, now):
        read = f"Your HUD was read {age_words(max(0.0, now - standing.captured_at))}"
        kills = "" if standing.kills is None else f", {_many(standing.kills, 'kill')}"
        return "good", "Watched", f"{read}: {standing.alive} alive{kills}."
    checked = f"The last check was {age_words(max(0.0, now - standing.looked_at))}."
    if standing.state in _STATES:
        level, title, sentence = _STATES[standing.state]
        return level, title, f"{sentence} {checked}"
    phase = phase_now(standing, now)
    if phase == "waiting":
        return "good", "Watched", f"You are in a lobby. {checked}"
    if phase == "over":
        return "good", "Watched", f"Your match is over; the next one is picked up. {checked}"
    return _without_number(standing, checked, now)


def _without_number(standing: Standing, checked: str, now: float) -> tuple[Level, str, str]:
    if standing.state == "unreadable" and not _is_readers(standing.reason):
        return "bad", "Not readable", f"{standing.reason} {checked}"
    if standing.state == "unreadable":
        sentence = f"Your counter was found but could not be read: {COVERED}."
        return "bad", "Counter not readable", f"{sentence} {checked}"
    if standing.state == "no-counter":
        times = f"the last {_many(max(1, standing.failures), 'check')}"
        sentence = f"No counter was found in {times}. Menus have none; in a match, {COVERED}."
        return "bad", "No counter found", f"{sentence} {checked}"
    if standing.phase == "playing" and standing.alive is not None:
        read = age_words(max(0.0, now - standing.captured_at))
        return "wait", "Watched", f"Your HUD was last read {read}. {checked}"
    return "good", "Watched", f"You are not in a match. {checked}"


def _is_readers(reason: str) -> bool:
    """Whether a reader of the HUD gave it: others are sentences about the video."""
    return not reason.endswith(".")


_STATES: dict[str, tuple[Level, str, str]] = {
    "offline": ("wait", "Watched", "You are not live. As soon as you are, your HUD is read."),
    "ad": ("wait", "In an ad break", "An ad covers your stream; it is checked again after it."),
    "no-video": ("bad", "No picture", "Your stream has no picture."),
    "timeout": ("bad", "Not responding", "Your stream’s server did not answer in time."),
    "frozen": ("bad", "Frozen", "The picture of your stream does not move."),
    "refused": ("bad", "Not allowed", "This site may not open the address of your stream."),
    "error": ("bad", "Last check failed", "Your stream could not be opened."),
}


def _crops(seen: Seen | None) -> list[str]:
    return [png for png in seen.cutouts.values() if png] if seen else []


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")
