"""What follows from what workers say of a channel that was submitted?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from scoreboard.store import Store
from webapp.catalog.limits import printable
from webapp.catalog.models import Channel
from webapp.joining.ask import ask_about, ask_id
from webapp.joining.decide import NotDone, accept
from webapp.joining.models import Submission
from webapp.joining.named import NotNamed, named

State = Submission.State
NAME_LENGTH = 80
MAX_AT_ONCE = 100
"""Channels accepted at once in a day; the others wait for a moderator, even where their game accepts all."""
AT_A_TURN = 50
KEPT_DAYS = 90
FORGET_EVERY_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Checked:
    """A worker's answer; ``None`` where nobody could tell."""

    exists: bool | None = None
    live: bool | None = None
    name: str = ""
    login: str = ""
    """As the platform has it: a YouTube handle's channel ID."""


def take_answers(store: Store) -> None:
    """One turn of the background loop: of those being checked. Raises errors of Redis and of the database."""
    if store.start_checking("old", FORGET_EVERY_SECONDS):
        forget_old()
    for submission in Submission.objects.filter(state=State.CHECKING).order_by("asked_at")[
        :AT_A_TURN
    ]:
        take_answer(submission, store)


def take_answer(submission: Submission, store: Store) -> None:
    """Nothing changes while there is none, and a worker is asked again. Raises errors of Redis and of the database."""
    if submission.state != State.CHECKING:
        return
    answer = store.answer(ask_id(submission))
    if answer is None:
        ask_about(submission, store)
        return
    _settle(submission, checked(answer))


def forget_old() -> None:
    """What came to nothing is not kept for good."""
    before = now() - timedelta(days=KEPT_DAYS)
    done = (State.DECLINED, State.MISSING, State.DUPLICATE, State.REMOVED)
    Submission.objects.filter(state__in=done, asked_at__lt=before).delete()


def checked(answer: dict[str, Any]) -> Checked:
    """Of another version, perhaps."""
    name, login = (printable(str(answer.get(field) or "")) for field in ("name", "login"))
    return Checked(_truth(answer.get("exists")), _truth(answer.get("live")), name, login)


def _truth(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


@transaction.atomic
def _settle(submission: Submission, found: Checked) -> None:
    changed = {"name": found.name[:NAME_LENGTH] or submission.name, **_identity(submission, found)}
    held = Submission.objects.filter(pk=submission.pk, state=State.CHECKING)
    try:
        with transaction.atomic():
            held.update(**changed, **_state(submission, found, changed))
    except IntegrityError:  # submitted by its other name, too
        held.update(state=State.DUPLICATE)
    submission.refresh_from_db()
    if submission.state == State.WAITING and found.exists and _is_at_once(submission):
        with suppress(NotDone):  # then a moderator sees why
            accept(submission)


def _state(submission: Submission, found: Checked, changed: dict[str, str]) -> dict[str, object]:
    """A handle may turn out to be a channel on which a moderator has decided already."""
    if found.exists is False:
        return {"state": State.MISSING}
    known = Channel.objects.filter(channel=changed.get("channel", submission.channel)).first()
    if known is None:
        return {"state": State.WAITING}
    if known.rule == Channel.Rule.BLOCK:
        return {"state": State.DECLINED, "decided_at": now()}
    return {"state": State.DUPLICATE}


def _identity(submission: Submission, found: Checked) -> dict[str, str]:
    """The channel ID of a handle: the board calls the channel so when it finds it by itself."""
    try:
        known = named(found.login, submission.platform)
    except NotNamed:
        return {}
    if known.login == submission.login or known.login.startswith("@"):
        return {}
    return {"channel": known.channel, "login": known.login, "url": known.page}


def _is_at_once(submission: Submission) -> bool:
    since = now() - timedelta(days=1)
    lately = Submission.objects.filter(
        state=State.ACCEPTED, decided_by="", decided_at__gt=since
    ).count()
    return submission.game.accept_at_once and lately < MAX_AT_ONCE
